import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

private let choices: [[ProtocolVersion]] = [[.tls12], [.tls13], [.tls13, .tls12]]

/// Which versions an end speaks in a first connection and in a second one.
private struct Pairing: Sendable, CustomTestStringConvertible {
    let first: (server: [ProtocolVersion], client: [ProtocolVersion])
    let second: (server: [ProtocolVersion], client: [ProtocolVersion])
    let usesStore: Bool

    var testDescription: String {
        "\(first.server)-\(first.client), then \(second.server)-\(second.client)\(usesStore ? ", stored" : "")"
    }

    /// The best that both have.
    static func agreed(_ server: [ProtocolVersion], _ client: [ProtocolVersion]) -> ProtocolVersion? {
        server.filter(client.contains).max()
    }

    static let all: [Pairing] = [false, true].flatMap { usesStore in
        choices.flatMap { server in
            choices.flatMap { client in
                choices.flatMap { laterServer in
                    choices.map { laterClient in
                        Pairing(first: (server, client), second: (laterServer, laterClient), usesStore: usesStore)
                    }
                }
            }
        }
    }
}

@Suite("What ends with each set of versions agree on, and what of it can be resumed. RFC 9846 §4.3.1, §4.7.1")
struct VersionMatrix12Tests {
    @Test("The newest in common, or protocol_version on both ends", arguments: choices, choices)
    func versions(_ server: [ProtocolVersion], _ client: [ProtocolVersion]) throws {
        var setup = try ClientSetup()
        setup.server.versions = server
        setup.client.versions = client
        let pair = try setup.shaken()
        if let expected = Pairing.agreed(server, client) {
            #expect(pair.server.completed?.version == expected && pair.client.completed?.version == expected)
            try pair.echo()
        } else {
            #expect(pair.server.error?.code == .incompatiblePeer && pair.server.error?.alert == .protocolVersion)
            #expect(pair.client.error?.alert == .protocolVersion && pair.client.completed == nil)
        }
    }

    @Test("A session resumes in its own version, and in no other", arguments: Pairing.all)
    private func sessions(_ pairing: Pairing) throws {
        guard let before = Pairing.agreed(pairing.first.server, pairing.first.client),
            let after = Pairing.agreed(pairing.second.server, pairing.second.client)
        else { return }
        let store = pairing.usesStore ? TLSMemorySessionStore() : nil
        let bench = try ResumptionSetup {
            $0.client.groups = [.x25519, .secp256r1]
            $0.server.ticketKeys = TLSTicketKeys()
            $0.server.sessionStore = store
            $0.server.versions = pairing.first.server
            $0.client.versions = pairing.first.client
        }
        #expect(try !bench.resumes())
        bench.setup.server.versions = pairing.second.server
        bench.setup.client.versions = pairing.second.client
        bench.restartServer()
        let pair = try bench.connect()
        for end in [pair.client, pair.server] {
            #expect(end.completed?.version == after)
            #expect(end.completed?.isResumed == (before == after))
        }
        try pair.echo()
    }

    @Test("A ticket of one version in the other's place is none", arguments: [true, false])
    func swappedTickets(_ usesStore: Bool) throws {
        for (before, after) in [(ProtocolVersion.tls13, ProtocolVersion.tls12), (.tls12, .tls13)] {
            let bench = try ResumptionSetup {
                $0.client.groups = [.x25519, .secp256r1]
                $0.server.sessionStore = usesStore ? TLSMemorySessionStore() : nil
                $0.client.versions = [before]
            }
            _ = try bench.connect()
            let session = try #require(bench.sessions.last?.storage as? ClientSession)
            let suite = before == .tls13 ? CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 : .TLS_AES_128_GCM_SHA256
            var facts = session.facts
            facts.cipherSuite = suite
            // What the server knew it by goes where the other version looks.
            if after == .tls13, facts.ticket.isEmpty { (facts.ticket, facts.sessionID) = (facts.sessionID, []) }
            if after == .tls12, usesStore { (facts.ticket, facts.sessionID) = ([], facts.ticket) }
            facts.usesExtendedMasterSecret = true
            let secret = [UInt8](repeating: 1, count: after == .tls12 ? 48 : 32)
            bench.setup.client.versions = [after]
            bench.setup.client.session = .with(facts, secret)
            let pair = try bench.pair()
            pair.exchange()
            #expect(pair.server.completed?.version == after && pair.server.completed?.isResumed == false)
            #expect(pair.client.completed?.isResumed == false)
        }
    }
}

@Suite("Whoever makes both ends take less than they can is found out. RFC 9846 §4.2.3, RFC 7507")
struct Downgrade12Tests {
    @Test("A server of both versions marks the Random of TLS 1.2, and one of TLS 1.2 alone does not")
    func mark() throws {
        let mark = Array("DOWNGRD".utf8) + [1]
        for (versions, isMarked) in [([.tls13, .tls12], true), ([.tls12], false)] as [([ProtocolVersion], Bool)] {
            var setup = try ClientSetup.tls12(.TLS_RSA_WITH_AES_128_GCM_SHA256)
            setup.server.versions = versions
            setup.server.cipherSuites += CipherSuite.allTLS13
            let client = try ScriptedClient12(try setup.serverSession(), try Identities12.rsa)
            try client.complete()
            try client.expectEstablished()
            #expect(client.serverRandom.suffix(8).elementsEqual(mark) == isMarked)
        }
    }

    @Test("A hello robbed of TLS 1.3 on its way ends with illegal_parameter. RFC 9846 §4.2.3")
    func robbed() throws {
        let pair = try ClientSetup().pair()
        var hello = pair.client.take()
        // supported_versions becomes an extension that nobody knows.
        let place = try #require(hello.firstRange(of: [0, 43, 0]))
        hello[place.lowerBound] = 0x7a
        pair.server.give(hello)
        #expect(pair.server.error == nil)
        pair.client.give(pair.server.take())
        #expect(pair.client.error?.alert == .illegalParameter && pair.client.completed == nil)
        #expect(pair.client.error?.reason == Misbehaviour.markedAsDowngrade.description)
    }

    @Test("A client of TLS 1.2 alone passes over the mark: it has lost nothing")
    func unmarked() throws {
        var setup = try ClientSetup()
        setup.client.versions = [.tls12]
        #expect(try setup.established().client.completed?.version == .tls12)
    }

    @Test(
        "A second attempt at less is refused by a server that could do better, and taken by one that cannot. RFC 7507 §3"
    )
    func fallback() throws {
        for (server, isTaken) in [([.tls13, .tls12], false), ([.tls12], true)] as [([ProtocolVersion], Bool)] {
            var setup = try ClientSetup()
            setup.server.versions = server
            setup.client.versions = [.tls12]
            setup.adjustments.options = { $0.isFallback = true }
            let pair = try setup.shaken()
            #expect(pair.client.isEstablished == isTaken && pair.server.isEstablished == isTaken)
            if !isTaken {
                #expect(pair.server.error?.alert == .inappropriateFallback)
                #expect(pair.client.error?.alert == .inappropriateFallback)
            }
        }
    }
}
