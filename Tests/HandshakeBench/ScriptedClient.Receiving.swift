import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSWire

/// What the client checks of all that the server sends.
extension ScriptedClient {
    /// Takes whole records of the server.
    package func receive(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.count >= 5 else { throw ClientFailure("a record's header is cut") }
            let start = rest.startIndex
            let length = Int(rest[start + 3]) << 8 | Int(rest[start + 4])
            guard rest.count >= 5 + length else { throw ClientFailure("a record is cut") }
            try receive(record: Array(rest.prefix(5 + length)))
            rest = rest.dropFirst(5 + length)
        }
    }

    private func receive(record: [UInt8]) throws {
        guard record[1] == 3, record[2] == 3 else { throw ClientFailure("a record has another version than 0x0303") }
        guard let reading, record[0] != ContentType.changeCipherSpec.rawValue else {
            received.records.append(.init(outer: record[0], inner: nil, count: record.count - 5))
            return try receive(record[0], Array(record.dropFirst(5)))
        }
        guard record[0] == 23 else { throw ClientFailure("a record of type \(record[0]) is not protected") }
        guard let inner = try reading.open(record) else { throw ClientFailure("a record does not open") }
        guard let last = inner.lastIndex(where: { $0 != 0 }) else { throw ClientFailure("a record has no type") }
        received.records.append(.init(outer: 23, inner: inner[last], count: inner.count))
        try receive(inner[last], Array(inner[..<last]))
    }

    private func receive(_ type: UInt8, _ content: [UInt8]) throws {
        guard received.alerts.allSatisfy({ $0.first == 1 }) else {
            throw ClientFailure("a record follows a fatal alert")
        }
        switch ContentType(rawValue: type) {
        case .handshake: try receive(handshake: content)
        case .alert: received.alerts.append(content)
        case .applicationData:
            guard reading != nil else { throw ClientFailure("data in the clear") }
            received.data += content
        case .changeCipherSpec:
            guard content == [1] else { throw ClientFailure("a malformed change_cipher_spec") }
            received.changeCipherSpecs += 1
        default: throw ClientFailure("a record of type \(type)")
        }
    }

    private func receive(handshake content: [UInt8]) throws {
        var rest = received.unfinished + content
        while rest.count >= 4 {
            let length = 4 + Int(rest[1]) << 16 + Int(rest[2]) << 8 + Int(rest[3])
            guard rest.count >= length else { break }
            let message = HandshakeMessage(type: HandshakeType(rawValue: rest[0]), bytes: Array(rest.prefix(length)))
            rest.removeFirst(length)
            received.messages.append(message.type)
            try receive(message, isLast: rest.isEmpty)
        }
        received.unfinished = rest
    }

    private func receive(_ message: HandshakeMessage, isLast: Bool) throws {
        switch message.type {
        case .serverHello: try receive(serverHello: message, isLast)
        case .encryptedExtensions:
            received.encryptedExtensions = try message.decode(EncryptedExtensions.codec, "EncryptedExtensions")
            note(message)
        case .certificateRequest:
            received.certificateRequest = try message.decode(CertificateRequest.codec, "CertificateRequest")
            note(message)
        case .certificate:
            received.certificate = try message.decode(Certificate.codec, "Certificate")
            note(message)
        case .compressedCertificate:
            received.certificate = try CompressedChain.open(message)
            note(message)
        case .certificateVerify:
            let verify = try message.decode(CertificateVerify.codec, "CertificateVerify")
            received.certificateVerify = verify
            received.signedContent = try signedContent("TLS 1.3, server CertificateVerify")
            note(message)
        case .finished: try receive(finished: message, isLast)
        case .newSessionTicket:
            received.tickets.append(try message.decode(NewSessionTicket.codec, "NewSessionTicket"))
        case .keyUpdate: try receive(keyUpdate: message, isLast)
        default: throw ClientFailure("a server does not send \(message.type)")
        }
    }

    private func receive(serverHello message: HandshakeMessage, _ isLast: Bool) throws {
        guard isLast else { throw ClientFailure("ServerHello does not end its record") }
        let hello = try message.decode(ServerHello.codec, "ServerHello")
        guard hello.legacyVersion == .tls12, hello.extensions.supportedVersion == .tls13,
            hello.legacySessionIDEcho == self.hello.legacySessionID, offer.suites.contains(hello.cipherSuite),
            let row = CipherSuiteTable.row(of: hello.cipherSuite)
        else { throw ClientFailure("the ServerHello does not answer the hello") }
        if hello.isHelloRetryRequest {
            guard received.retry == nil else { throw ClientFailure("a second HelloRetryRequest") }
            let firstHello = transcript
            let digest = try row.hash.digest(of: firstHello.span.bytes).bytes
            transcript = [254, 0, 0, UInt8(digest.count)] + digest
            received.retry = hello
            return note(message)
        }
        guard let share = hello.extensions.keyShare, let key = keys[share.group] else {
            throw ClientFailure("the ServerHello has a share that was not asked for")
        }
        received.serverHello = hello
        note(message)
        let shared = try key.sharedSecret(peerShare: share.keyExchange.span.bytes)
        let psk = hello.extensions.preSharedKey == nil ? nil : self.key?.secret
        let schedule = try ClientSchedule(row, psk: psk, shared: shared.withBytes { [UInt8](copying: $0) })
        self.schedule = schedule
        let hash = try transcriptHash()
        let client = try schedule.derive("c hs traffic", hash)
        let server = try schedule.derive("s hs traffic", hash)
        secrets["CLIENT_HANDSHAKE_TRAFFIC_SECRET"] = client
        secrets["SERVER_HANDSHAKE_TRAFFIC_SECRET"] = server
        writing = try ClientProtection(schedule, client)
        reading = try ClientProtection(schedule, server)
    }

    private func receive(finished message: HandshakeMessage, _ isLast: Bool) throws {
        guard isLast else { throw ClientFailure("Finished does not end its record") }
        guard var schedule, let secret = secrets["SERVER_HANDSHAKE_TRAFFIC_SECRET"] else {
            throw ClientFailure("Finished before ServerHello")
        }
        guard Array(message.bytes.dropFirst(4)) == (try schedule.finishedMAC(secret, try transcriptHash())) else {
            throw ClientFailure("the server's Finished is wrong")
        }
        note(message)
        try schedule.advanceToMain()
        let hash = try transcriptHash()
        upcomingWriteSecret = try schedule.derive("c ap traffic", hash)
        let server = try schedule.derive("s ap traffic", hash)
        secrets["CLIENT_TRAFFIC_SECRET_0"] = upcomingWriteSecret
        secrets["SERVER_TRAFFIC_SECRET_0"] = server
        secrets["EXPORTER_SECRET"] = try schedule.derive("exp master", hash)
        reading = try ClientProtection(schedule, server)
        self.schedule = schedule
        received.isFinished = true
    }

    private func receive(keyUpdate message: HandshakeMessage, _ isLast: Bool) throws {
        guard isLast else { throw ClientFailure("KeyUpdate does not end its record") }
        received.keyUpdates.append(try message.decode(KeyUpdate.codec, "KeyUpdate"))
        guard received.isFinished, let schedule, let secret = reading?.secret else {
            throw ClientFailure("KeyUpdate before Finished")
        }
        reading = try ClientProtection(schedule, try next(schedule, secret))
    }
}
