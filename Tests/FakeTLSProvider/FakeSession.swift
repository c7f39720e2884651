import TLSMessages
import TLSPrimitives
import TLSProvider

/// One side of a fake connection.
final class FakeSession: TLSSession {
    private enum Step {
        case hello, choice, verdict, established
        /// A client that has sent its hello.
        case answer
    }

    private enum Side {
        case server(TLSServerConfiguration)
        case client(TLSClientConfiguration)
    }

    private let side: Side
    private var step: Step
    private var serverName: String?
    private var events: [TLSEvent] = []
    private var outgoing: [UInt8] = []
    private var failure: TLSError?
    private(set) var isReadClosed = false
    private(set) var isWriteClosed = false
    private(set) var negotiated: NegotiatedParameters?

    init(_ configuration: TLSServerConfiguration) {
        side = .server(configuration)
        step = .hello
    }

    init(_ configuration: TLSClientConfiguration) {
        side = .client(configuration)
        step = .answer
        serverName = configuration.serverName
        outgoing = FakeClient.hello(serverName: configuration.serverName ?? "")
    }

    var isPaused: Bool { failure == nil && (step == .choice || step == .verdict) }
    var isEstablished: Bool { step == .established && !isWriteClosed && failure == nil }
    var outgoingCount: Int { outgoing.count }

    // MARK: Receiving

    func receive(_ input: inout MutableSpan<UInt8>) throws(TLSError) -> ReceivedRecord {
        if let failure { throw failure }
        if isPaused { return ReceivedRecord(needing: 0) }
        if isReadClosed { return ReceivedRecord(consumed: input.count) }
        guard input.count >= FakeRecord.headerCount else { return ReceivedRecord(needing: FakeRecord.headerCount) }
        guard input[1] == 3 else { throw fail(.notTLS, "not a record", .unexpectedMessage) }
        let end = FakeRecord.headerCount + Int(input[3]) << 8 + Int(input[4])
        guard end <= FakeRecord.headerCount + FakeRecord.maximumContent + 256 else {
            throw fail(.malformedMessage, "the record is too long", .recordOverflow)
        }
        guard input.count >= end else { return ReceivedRecord(needing: end) }
        switch input[0] {
        case FakeRecord.handshake:
            var content: [UInt8] = []
            for index in FakeRecord.headerCount..<end { content.append(input[index]) }
            try handshake(content)
            return ReceivedRecord(consumed: end)
        case FakeRecord.alert:
            try alert(input[end - 1])
            return ReceivedRecord(consumed: end)
        default:
            return ReceivedRecord(consumed: end, applicationData: try open(&input, end))
        }
    }

    private func open(_ input: inout MutableSpan<UInt8>, _ end: Int) throws(TLSError) -> Range<Int> {
        guard step == .established else {
            throw fail(.peerMisbehaved, "data before the handshake is complete", .unexpectedMessage)
        }
        let content = FakeRecord.headerCount..<max(FakeRecord.headerCount, end - FakeRecord.tag.count)
        guard end - content.upperBound == FakeRecord.tag.count, input[end - 1] == FakeRecord.tag[0] else {
            throw fail(.badRecord, "the record does not authenticate", .badRecordMAC)
        }
        for index in content { input[index] ^= FakeRecord.mask }
        return content
    }

    private func handshake(_ content: [UInt8]) throws(TLSError) {
        switch (step, content.first) {
        case (.hello, 1):
            serverName = String(decoding: content.dropFirst(), as: UTF8.self)
            guard case .server(let configuration) = side else { return }
            guard configuration.chooseForClient != nil else { return answer() }
            step = .choice
            var info = ClientHelloInfo(rawMessage: content)
            info.serverName = serverName
            info.supportedVersions = [.tls13]
            info.cipherSuites = [.TLS_AES_128_GCM_SHA256, CipherSuite(rawValue: 0x1A1A)]
            info.signatureSchemes = [.ed25519, .rsaPSSRSAESHA256]
            events.append(.clientHello(info))
        case (.answer, 2):
            step = .verdict
            events.append(.peerCertificates([]))
        case (.established, 24):
            events.append(.keysUpdated(received: true))
            if content.last == 1 { outgoing += FakeRecord.encode(FakeRecord.handshake, [24, 0]) }
        default:
            throw fail(.peerMisbehaved, "this message is not expected now", .unexpectedMessage)
        }
    }

    private func alert(_ description: UInt8) throws(TLSError) {
        switch AlertDescription(rawValue: description) {
        case .closeNotify where step == .established:
            isReadClosed = true
            events.append(.closeNotify)
        case .userCanceled:
            events.append(.warning(.userCanceled))
        case let alert:
            let error = TLSError(.alertReceived, "the peer ended the connection", alert: alert, direction: .received)
            failure = error
            throw error
        }
    }

    func receiveEndOfTransport() throws(TLSError) {
        if let failure { throw failure }
        if isReadClosed { return }
        let error = TLSError(.truncated, "the transport ended without close_notify")
        failure = error
        throw error
    }

    func nextEvent() -> TLSEvent? {
        events.isEmpty ? nil : events.removeFirst()
    }

    // MARK: The handshake's steps

    private func answer() {
        outgoing += FakeServer.answer
        complete()
    }

    private func complete() {
        step = .established
        let (suites, groups, protocols) =
            switch side {
            case .server(let configuration):
                (configuration.cipherSuites, configuration.groups, configuration.applicationProtocols)
            case .client(let configuration):
                (configuration.cipherSuites, configuration.groups, configuration.applicationProtocols)
            }
        var parameters = NegotiatedParameters(
            version: .tls13, cipherSuite: suites.first ?? .TLS_AES_128_GCM_SHA256)
        parameters.group = groups.first
        parameters.applicationProtocol = protocols.first
        parameters.serverName = serverName
        negotiated = parameters
        events.append(.handshakeCompleted(parameters))
    }

    func resume(with decision: ClientHelloDecision) throws(TLSError) {
        if let failure { throw failure }
        guard step == .choice else { throw TLSError(.wrongState, "no answer is awaited") }
        if case .refuse(let alert) = decision { throw fail(.applicationRefused, "refused", alert) }
        answer()
    }

    func resume(with verdict: PeerVerdict) throws(TLSError) {
        if let failure { throw failure }
        guard step == .verdict else { throw TLSError(.wrongState, "no answer is awaited") }
        if case .reject(let alert, let reason) = verdict { throw fail(.peerCertificateRejected, reason, alert) }
        complete()
    }

    // MARK: Sending and closing

    func drainOutgoing(into output: inout OutputRawSpan) {
        let count = min(outgoing.count, output.freeCapacity)
        for byte in outgoing.prefix(count) { output.append(byte) }
        outgoing.removeFirst(count)
    }

    func sealedCount(of count: Int) -> Int {
        let records = max(1, (count + FakeRecord.maximumContent - 1) / FakeRecord.maximumContent)
        return outgoing.count + count + records * (FakeRecord.headerCount + FakeRecord.tag.count)
    }

    func seal(_ plaintext: Span<UInt8>, into output: inout OutputRawSpan) throws(TLSError) -> Int {
        if let failure { throw failure }
        guard isEstablished else { throw TLSError(.wrongState, "data cannot be sent now") }
        drainOutgoing(into: &output)
        var taken = 0
        while taken < plaintext.count {
            let count = min(plaintext.count - taken, FakeRecord.maximumContent)
            guard output.freeCapacity >= count + FakeRecord.headerCount + FakeRecord.tag.count else { break }
            let length = count + FakeRecord.tag.count
            for byte in [FakeRecord.applicationData, 3, 3, UInt8(length >> 8), UInt8(length & 0xFF)] {
                output.append(byte)
            }
            for index in taken..<taken + count { output.append(plaintext[index] ^ FakeRecord.mask) }
            for byte in FakeRecord.tag { output.append(byte) }
            taken += count
        }
        return taken
    }

    func updateKeys(requestingPeer: Bool) throws(TLSError) {
        guard isEstablished else { throw TLSError(.wrongState, "keys cannot be updated now") }
        outgoing += FakeRecord.encode(FakeRecord.handshake, [24, requestingPeer ? 1 : 0])
    }

    func close() {
        guard !isWriteClosed, failure == nil else { return }
        if step == .hello {
            isWriteClosed = true
            return
        }
        if step != .established { outgoing += FakeClient.alert(1, AlertDescription.userCanceled.rawValue) }
        outgoing += FakeClient.closeNotify
        isWriteClosed = true
    }

    func fail(_ error: TLSError) {
        guard failure == nil else { return }
        failure = error
        if let alert = error.alert, error.alertDirection == .sent, !isWriteClosed {
            outgoing += FakeClient.alert(2, alert.rawValue)
        }
        isWriteClosed = true
    }

    private func fail(_ code: TLSError.Code, _ reason: String, _ alert: AlertDescription) -> TLSError {
        let error = TLSError(code, reason, alert: alert)
        fail(error)
        return error
    }

    func exportKeyingMaterial(label: String, context: [UInt8]?, count: Int) throws(TLSError) -> [UInt8] {
        guard step == .established else { throw TLSError(.wrongState, "the handshake is not complete") }
        return [UInt8](repeating: UInt8(truncatingIfNeeded: label.utf8.count), count: count)
    }
}
