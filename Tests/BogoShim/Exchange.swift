import TLSMessages
import TLSPrimitives
import TLSProvider

/// What is done on a connection: the course that the suite knows from BoringSSL's own shim.
extension ShimConnection {
    func carryOut() async throws {
        let early = session.earlyDataRoom > 0
        if early, options.expected.offersNoEarlyData { throw ShimFailure.failed("early data is offered") }
        do {
            try await talk()
        } catch is EarlyDataRefused {
            try await flush()
            try await talk()
        }
        try checkSessions()
        try checkMessages()
        try await shutDown()
    }

    private func talk() async throws {
        if !options.isImplicit { try await handshake() }
        if options.exportCount > 0 { try await write(try export(options.exportCount)) }
        if options.exportsTrafficSecrets { try await write(try trafficSecrets()) }
        if options.sendsAlert {
            try await handshake()
            session.fail(TLSError(.applicationRefused, "the test says so", alert: AlertDescription(rawValue: 30)))
            return try await flush()
        }
        let first = Array(options.initialWrite.utf8)
        if let type = options.earlyWriteAfterMessage {
            while !hasReceived(type) { try await advance() }
            try await write(first)
        } else if options.leavesWriteUnfinished {
            try await handshake()
            try await wire.writeUnfinished(try sealed(first))
        } else if options.writesFirst {
            for _ in 0..<options.initialWriteCount { try await write(first) }
        }
        if options.shutsDown { return }
        while var data = try await read(upTo: options.readSize) {
            if options.exportsBetweenReads { _ = try export(1) }
            if options.updatesKeys { try session.updateKeys(requestingPeer: false) }
            for index in data.indices { data[index] ^= 0xff }
            try await write(data)
        }
    }

    private func hasReceived(_ type: Int) -> Bool {
        setup.observations.contents.withLock { $0.messages.contains("read hs \(type)\n") }
    }

    private func sealed(_ bytes: [UInt8]) throws -> [UInt8] {
        session.canSeal ? try session.seal(bytes) : try session.sealEarlyData(bytes).sealed
    }

    private func shutDown() async throws {
        guard options.checksCloseNotify, !options.sendsAlert else { return }
        session.close()
        try await flush()
        try await awaitClose()
        if options.shutsDown, !session.isReadClosed { throw ShimFailure.failed("no close_notify came") }
    }

    private func export(_ count: Int) throws -> [UInt8] {
        try session.exportKeyingMaterial(
            label: options.exportLabel,
            context: options.usesExportContext ? Array(options.exportContext.utf8) : nil, count: count)
    }

    /// Their length, low byte first, that of the peer, ours.
    private func trafficSecrets() throws -> [UInt8] {
        let secrets = setup.observations.contents.withLock { $0.secrets }
        guard let client = secrets["CLIENT_TRAFFIC_SECRET_0"], let server = secrets["SERVER_TRAFFIC_SECRET_0"] else {
            throw ShimFailure.failed("no traffic secrets were logged")
        }
        let length = [UInt8(client.count & 0xff), UInt8(client.count >> 8)]
        return length + (options.isServer ? client + server : server + client)
    }
}
