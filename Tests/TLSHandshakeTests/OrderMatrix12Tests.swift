import TLSMessages
import TLSPrimitives
import TLSWire
import Testing

@testable import TLSHandshake

/// Every type there is a name for, and some there is none for.
private let types = HandshakeType.allCases + [3, 6, 23, 67, 255].map(HandshakeType.init(rawValue:))

private func messages(_ type: HandshakeType) -> [HandshakeMessage] {
    ([[], [0], [UInt8](repeating: 0, count: 32)] as [[UInt8]]).map { HandshakeMessage(type, $0, .rest) }
}

/// A state of a client of TLS 1.2, and how to get there.
private enum ClientAwaiting: String, CaseIterable, Sendable {
    case serverHello, serverHelloOfEither, certificate, statusOrKeyExchange, statusOrRequest, serverKeyExchange
    case keyExchangeBehindStatus, requestBehindStatus, requestOrDone, requestOrDoneOfStaticKey, serverHelloDone
    case ticket, changeCipherSpec, changeWithoutTicket, finished
    case ticketOfResumed, changeOfResumed, changeOfIdentifier, finishedOfResumed
    case established

    /// The message types that the state takes.
    var accepts: [HandshakeType] {
        switch self {
        case .serverHello, .serverHelloOfEither: [.serverHello]
        case .certificate: [.certificate]
        case .statusOrKeyExchange: [.certificateStatus, .serverKeyExchange]
        case .statusOrRequest: [.certificateStatus, .certificateRequest, .serverHelloDone]
        case .serverKeyExchange, .keyExchangeBehindStatus: [.serverKeyExchange]
        case .requestOrDone, .requestOrDoneOfStaticKey, .requestBehindStatus: [.certificateRequest, .serverHelloDone]
        case .serverHelloDone: [.serverHelloDone]
        case .ticket, .ticketOfResumed: [.newSessionTicket]
        case .changeCipherSpec, .changeWithoutTicket, .changeOfResumed, .changeOfIdentifier: []
        case .finished, .finishedOfResumed: [.finished]
        case .established: [.helloRequest]
        }
    }

    /// RFC 5246 §7.4.1.1.
    var passesHelloRequests: Bool { self != .established }

    var takesChangeCipherSpec: Bool {
        switch self {
        case .changeCipherSpec, .changeWithoutTicket, .changeOfResumed, .changeOfIdentifier: true
        // In TLS 1.3 it may come there, and this may yet be TLS 1.3. RFC 9846 §5.
        case .serverHelloOfEither: true
        default: false
        }
    }

    func client() throws -> ClientEnd {
        switch self {
        case .statusOrKeyExchange, .statusOrRequest, .keyExchangeBehindStatus, .requestBehindStatus:
            return try clientBehindStatus()
        case .ticketOfResumed, .changeOfResumed, .changeOfIdentifier, .finishedOfResumed:
            return try resumingClient()
        default: break
        }
        var settings = TestSettings()
        if self == .serverHelloOfEither {
            settings.clientVersions = [.tls13, .tls12]
            settings.suites.append(.TLS_AES_128_GCM_SHA256)
        }
        if self != .changeWithoutTicket { settings.sessions = TestSessions(areInTickets: true) }
        if self == .serverHelloDone { settings.server.clientCertificates = .requested }
        if self == .requestOrDoneOfStaticKey {
            settings.suites = [.TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256]
            settings.keys = [TestKeys.agreeing]
        }
        let link = try settings.link()
        try link.run(untilClientGets: { isNext($0) })
        return link.client
    }

    /// Whether this would move the client on from the state.
    private func isNext(_ wire: Wire) -> Bool {
        switch self {
        case .serverHello, .serverHelloOfEither: wire.type == .serverHello
        case .certificate: wire.type == .certificate
        case .serverKeyExchange: wire.type == .serverKeyExchange
        case .requestOrDone, .requestOrDoneOfStaticKey, .serverHelloDone: wire.type == .serverHelloDone
        case .ticket, .ticketOfResumed: wire.type == .newSessionTicket
        case .changeCipherSpec, .changeWithoutTicket, .changeOfResumed, .changeOfIdentifier:
            wire.content == .changeCipherSpec
        case .finished, .finishedOfResumed: wire.type == .finished
        case .established: false
        case .statusOrKeyExchange, .statusOrRequest, .keyExchangeBehindStatus, .requestBehindStatus: false
        }
    }

    private func resumingClient() throws -> ClientEnd {
        var settings = TestSettings()
        settings.sessions = TestSessions(areInTickets: self != .changeOfIdentifier)
        try settings.resume()
        let link = try settings.link()
        try link.run(untilClientGets: { isNext($0) })
        return link.client
    }

    private func clientBehindStatus() throws -> ClientEnd {
        var settings = TestSettings()
        settings.client.wishedStatements.status = true
        let isStatic = self == .statusOrRequest || self == .requestBehindStatus
        let suite: CipherSuite =
            isStatic ? .TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256 : .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
        settings.suites = [suite]
        let identity = isStatic ? TestKeys.agreeing : TestKeys.p256
        let server = try ScriptedServer12(try settings.clientSettings, suite: suite, identity: identity)
        try server.sendHello { $0.extensions.statusRequest = Empty() }
        try server.sendCertificate()
        if self == .keyExchangeBehindStatus || self == .requestBehindStatus {
            try server.send(.certificateStatus, CertificateStatus(ocspResponse: [1]), CertificateStatus.codec)
        }
        return server.client
    }
}

@Suite("Only the message that is due moves a client of TLS 1.2 on. RFC 5246 §7.3, §7.1")
struct ClientOrderMatrix12Tests {
    @Test("Every other message is unexpected_message", arguments: ClientAwaiting.allCases)
    private func matrix(_ state: ClientAwaiting) throws {
        for type in types where !state.accepts.contains(type) {
            guard type != .helloRequest || !state.passesHelloRequests else { continue }
            for message in messages(type) {
                let client = try state.client()
                #expect(client.fault == nil && !client.awaitsVerdict)
                client.take(.message(message))
                #expect(client.fault?.misbehaviour == .unexpectedMessage, "\(type)")
                #expect((client.sink.outcome != nil) == (state == .established))
                client.take(.message(message))
                #expect(!client.isEstablished)
            }
        }
    }

    @Test("change_cipher_spec is taken where it is due, and nowhere else", arguments: ClientAwaiting.allCases)
    private func changeCipherSpec(_ state: ClientAwaiting) throws {
        let client = try state.client()
        let reading = client.sink.reading
        client.take(.changeCipherSpec)
        if state.takesChangeCipherSpec {
            #expect(client.fault == nil)
            #expect((client.sink.reading != reading) == (state != .serverHelloOfEither))
        } else {
            #expect(client.fault?.misbehaviour == .unexpectedChangeCipherSpec)
            #expect(client.fault?.alert == .unexpectedMessage && client.sink.reading == reading)
        }
    }

    @Test("A message that is due and empty, or goes on, is decode_error", arguments: ClientAwaiting.allCases)
    private func malformed(_ state: ClientAwaiting) throws {
        for type in state.accepts {
            let client = try state.client()
            let isEmpty = type == .serverHelloDone || type == .helloRequest
            client.take(.message(HandshakeMessage(type, isEmpty ? [0] : [], .rest)))
            #expect(client.fault?.alert == .decodeError, "\(type)")
        }
    }

    @Test("A HelloRequest changes nothing before the handshake is complete", arguments: ClientAwaiting.allCases)
    private func helloRequest(_ state: ClientAwaiting) throws {
        guard state.passesHelloRequests else { return }
        let client = try state.client()
        client.take(.message(HandshakeMessage(.helloRequest, Empty(), HelloRequest.codec)))
        #expect(client.fault == nil && client.sink.outcome == nil)
    }

    @Test("While a verdict is awaited nothing is taken", arguments: [true, false])
    func verdict(_ isResumed: Bool) throws {
        var settings = TestSettings()
        settings.sessions = TestSessions(areInTickets: true)
        if isResumed { try settings.resume() }
        for type in types {
            for message in messages(type) {
                let link = try settings.link()
                link.client.judges = false
                try link.run(untilClientGets: { _ in link.client.awaitsVerdict })
                #expect(link.client.awaitsVerdict)
                link.client.take(.message(message))
                #expect(link.client.fault?.misbehaviour == .unexpectedMessage)
            }
        }
        let link = try settings.link()
        link.client.judges = false
        try link.run(untilClientGets: { _ in link.client.awaitsVerdict })
        link.client.take(.changeCipherSpec)
        #expect(link.client.fault?.misbehaviour == .unexpectedChangeCipherSpec)
    }

    @Test("A flight with a message left out, doubled, or changed with its neighbour fails", arguments: [true, false])
    func flights(_ isResumed: Bool) throws {
        var settings = TestSettings()
        settings.sessions = TestSessions(areInTickets: true)
        if isResumed { try settings.resume() }
        let count = try settings.completedLink().sentByServer.count
        #expect(count == (isResumed ? 4 : 7))
        for place in 0..<count {
            for change in ["left out", "doubled", "swapped"] {
                if change == "swapped", place == count - 1 { continue }
                let link = try settings.link()
                var seen = 0
                var held: Wire?
                link.changeForClient = { wire in
                    defer { seen += 1 }
                    if seen == place {
                        if change == "left out" { return [] }
                        if change == "doubled" { return [wire, wire] }
                        held = wire
                        return []
                    }
                    guard let before = held else { return [wire] }
                    held = nil
                    return [
                        Wire(content: wire.content, keys: before.keys), Wire(content: before.content, keys: wire.keys),
                    ]
                }
                try link.runLoosely()
                #expect(!link.client.isEstablished, "\(change) \(place)")
                // Where a flight ends nothing comes that would show it.
                let isOpen = change == "left out" && place == count - 1
                let awaitsUs = !isResumed && place == 3 && change != "doubled"
                let alert = link.client.fault?.alert
                #expect(alert == (isOpen || awaitsUs ? nil : .unexpectedMessage), "\(change) \(place)")
            }
        }
    }
}

/// A state of a server of TLS 1.2, and how to get there.
private enum ServerAwaiting: String, CaseIterable, Sendable {
    case clientHello, certificate, clientKeyExchange, keyExchangeBehindCertificate, keyExchangeBehindNone
    case certificateVerify, changeCipherSpec, changeBehindVerify, finished
    case changeOfResumed, finishedOfResumed, established

    var accepts: [HandshakeType] {
        switch self {
        case .clientHello: [.clientHello]
        case .certificate: [.certificate]
        case .clientKeyExchange, .keyExchangeBehindCertificate, .keyExchangeBehindNone: [.clientKeyExchange]
        case .certificateVerify: [.certificateVerify]
        case .changeCipherSpec, .changeBehindVerify, .changeOfResumed: []
        case .finished, .finishedOfResumed: [.finished]
        case .established: [.clientHello]
        }
    }

    func server() throws -> ServerEnd {
        var settings = TestSettings()
        settings.sessions = TestSessions(areInTickets: true)
        switch self {
        case .certificate, .keyExchangeBehindNone: settings.server.clientCertificates = .requested
        case .keyExchangeBehindCertificate, .certificateVerify, .changeBehindVerify:
            settings.server.clientCertificates = .required
            settings.clientKeys = [TestKeys.client]
        case .changeOfResumed, .finishedOfResumed:
            try settings.resume()
        default: break
        }
        let link = try settings.link()
        try link.run(untilServerGets: { isNext($0) })
        return link.server
    }

    private func isNext(_ wire: Wire) -> Bool {
        switch self {
        case .changeCipherSpec, .changeBehindVerify, .changeOfResumed: wire.content == .changeCipherSpec
        case .established: false
        default: accepts.contains { $0 == wire.type }
        }
    }
}

@Suite("Only the message that is due moves a server of TLS 1.2 on. RFC 5246 §7.3, §7.1")
struct ServerOrderMatrix12Tests {
    @Test("Every other message is unexpected_message", arguments: ServerAwaiting.allCases)
    private func matrix(_ state: ServerAwaiting) throws {
        for type in types where !state.accepts.contains(type) {
            for message in messages(type) {
                let server = try state.server()
                #expect(server.fault == nil)
                server.take(.message(message))
                #expect(server.fault?.misbehaviour == .unexpectedMessage, "\(type)")
                #expect((server.sink.outcome != nil) == (state == .established))
            }
        }
    }

    @Test("change_cipher_spec is taken where it is due, and nowhere else", arguments: ServerAwaiting.allCases)
    private func changeCipherSpec(_ state: ServerAwaiting) throws {
        let server = try state.server()
        let reading = server.sink.reading
        server.take(.changeCipherSpec)
        switch state {
        case .changeCipherSpec, .changeBehindVerify, .changeOfResumed:
            #expect(server.fault == nil && server.sink.reading != reading)
        default:
            #expect(server.fault?.misbehaviour == .unexpectedChangeCipherSpec && server.sink.reading == reading)
        }
    }

    @Test(
        "A hello in the form of SSL 2 is taken first, and nowhere else. RFC 5246 §E.2",
        arguments: ServerAwaiting.allCases)
    private func ssl2Hello(_ state: ServerAwaiting) throws {
        let server = try state.server()
        let hello = SSL2ClientHello(
            version: .tls12, cipherSpecs: [0x00_c02b], challenge: [UInt8](repeating: 1, count: 32))
        server.takeSSL2Hello(SSL2ClientHello.codec.encode(hello))
        if state == .clientHello {
            // It cannot say which schemes it takes.
            #expect(server.fault?.incompatibility == .noCommonSignatureScheme)
        } else {
            #expect(server.fault?.misbehaviour == .unexpectedMessage && !server.isEstablished)
        }
    }

    @Test("A flight with a message left out or doubled fails", arguments: [true, false])
    func flights(_ provesItself: Bool) throws {
        var settings = TestSettings()
        if provesItself {
            settings.server.clientCertificates = .required
            settings.clientKeys = [TestKeys.client]
        }
        let count = try settings.completedLink().sentByClient.count
        for place in 0..<count {
            for change in ["left out", "doubled"] {
                let link = try settings.link()
                var seen = 0
                link.changeForServer = { wire in
                    defer { seen += 1 }
                    guard seen == place else { return [wire] }
                    return change == "left out" ? [] : [wire, wire]
                }
                try link.runLoosely()
                let isLast = place == count - 1
                if change == "left out" {
                    #expect(!link.server.isEstablished, "\(place)")
                } else {
                    #expect(link.server.fault?.alert == .unexpectedMessage, "\(place)")
                    #expect((link.server.sink.outcome != nil) == isLast)
                }
            }
        }
    }
}
