import HandshakeBench
import InternalProvider
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

@Suite("Tickets are opaque, and whoever touches one gets a full handshake")
struct TicketTests {
    /// The same session with another ticket.
    private func changed(
        _ session: TLSResumableSession, _ change: (inout [UInt8]) -> Void
    ) throws -> TLSResumableSession {
        let original = try #require(session.storage as? ClientSession)
        var facts = original.facts
        change(&facts.ticket)
        return TLSResumableSession(storage: ClientSession(facts, secret: original.secret.copy()))
    }

    @Test("Every bit of a ticket flipped: a full handshake, and no alert")
    func everyBit() throws {
        let bench = try ResumptionSetup()
        _ = try bench.connect()
        let session = try #require(bench.sessions.last)
        let count = try #require(session.storage as? ClientSession).facts.ticket.count
        for bit in 0..<count * 8 {
            bench.setup.client.session = try changed(session) { $0[bit / 8] ^= 1 << UInt8(bit % 8) }
            let pair = try bench.pair()
            pair.exchange()
            #expect(
                pair.server.completed?.isResumed == false && pair.client.completed?.isResumed == false, "bit \(bit)")
            #expect(pair.server.error == nil && pair.client.error == nil)
        }
    }

    @Test("Cut or lengthened it is no ticket of ours", arguments: [1, 15, 16, 28, 43, 44, 45, 60, -1])
    func length(_ count: Int) throws {
        let bench = try ResumptionSetup()
        _ = try bench.connect()
        let session = try #require(bench.sessions.last)
        bench.setup.client.session = try changed(session) { ticket in
            if count < 0 { ticket.append(0) } else { ticket = Array(ticket.prefix(count)) }
        }
        let pair = try bench.pair()
        pair.exchange()
        #expect(pair.server.completed?.isResumed == false && pair.server.error == nil)
    }

    @Test("Two tickets of one connection have nothing in common but the key's name")
    func unlinkable() throws {
        let bench = try ResumptionSetup()
        _ = try bench.connect()
        let tickets = bench.sessions.all.compactMap { ($0.storage as? ClientSession)?.facts }
        try #require(tickets.count == 2)
        #expect(tickets[0].ticket.prefix(16) == tickets[1].ticket.prefix(16))
        #expect(tickets[0].ticket.dropFirst(16) != tickets[1].ticket.dropFirst(16))
        #expect(tickets[0].ageAdd != tickets[1].ageAdd)
        #expect(Set(tickets[0].ticket.prefix(16)) != [0])
    }

    @Test("As many as the configuration says, 0 to 16", arguments: [0, 1, 2, 16])
    func count(_ count: Int) throws {
        let bench = try ResumptionSetup { $0.server.ticketCount = count }
        _ = try bench.connect()
        #expect(bench.sessions.count == count)
    }

    @Test("None for a client that offers no way to use it, and none that a client does not keep")
    func unwanted() throws {
        let bench = try ResumptionSetup { $0.client.receiveSession = nil }
        let pair = try bench.connect()
        #expect(recordTypes(pair.fromServer).filter { $0 == 23 }.count == 1)
    }

    @Test("A client's chain too long for a hello makes no ticket, and the connection lives", arguments: [1, 100])
    func longChain(_ count: Int) throws {
        let identity = try Identities.ofClient()
        let chain = Array(repeating: identity.certificateChain[0], count: count)
        let bench = try ResumptionSetup {
            $0.server.clientAuthentication = .request
            $0.server.limits.maximumChainLength = count
        }
        bench.setup.client.identities = [
            try TLSIdentity(certificateChain: chain, privateKey: identity.privateKey)
        ]
        let pair = try bench.connect()
        #expect(pair.server.completed?.peerCertificates.count == count)
        #expect(bench.sessions.count == (count == 1 ? 2 : 0))
    }

    @Test("What cannot be is refused with what to change")
    func configuration() throws {
        let changes: [(inout TLSServerConfiguration) -> Void] = [
            { $0.ticketCount = 17 }, { $0.ticketCount = -1 }, { $0.ticketLifetime = 0 },
            { $0.ticketLifetime = 604_801 }, { $0.sessionLifetime = 0 },
            { $0.earlyData = .accept(upTo: 0, filter: TLSReplayFilter()) },
            { $0.earlyData = .accept(upTo: 1 << 32, filter: TLSReplayFilter()) },
        ]
        for change in changes {
            var setup = try ClientSetup()
            change(&setup.server)
            #expect(throws: TLSError(.invalidConfiguration, "")) { try setup.pair() }
        }
    }
}

@Suite("A store gives each session away once")
struct SessionStoreTests {
    @Test("It resumes once; the same ticket then makes a full handshake")
    func singleUse() throws {
        let store = TLSMemorySessionStore()
        let bench = try ResumptionSetup { $0.server.sessionStore = store }
        _ = try bench.connect()
        #expect(store.count == 2)
        let session = try #require(bench.sessions.last)
        #expect(try bench.resumes())
        bench.setup.client.session = session
        let pair = try bench.pair()
        pair.exchange()
        #expect(pair.client.completed?.isResumed == false && pair.client.error == nil)
    }

    @Test("A HelloRetryRequest does not use it up")
    func retry() throws {
        let bench = try ResumptionSetup {
            $0.server.sessionStore = TLSMemorySessionStore()
            $0.server.groups = [.secp384r1]
        }
        #expect(try !bench.resumes())
        #expect(try bench.resumes())
    }

    @Test("It holds what its capacity says, and the newest are in it")
    func capacity() throws {
        let store = TLSMemorySessionStore(capacity: 100)
        let end = UnixTime(milliseconds: 1)
        for number in 0..<1000 { store.store([UInt8(number & 255)], under: identifier(number), until: end) }
        #expect(store.count == 100)
        #expect(store.take(identifier(899)) == nil && store.take(identifier(900)) == [UInt8(900 & 255)])
        #expect(store.take(identifier(900)) == nil && store.count == 99)
    }

    @Test("Taking and storing over and over keeps it bounded")
    func churn() throws {
        let store = TLSMemorySessionStore(capacity: 10)
        for number in 0..<10_000 {
            store.store([1], under: identifier(number), until: UnixTime(milliseconds: 1))
            #expect(store.take(identifier(number)) == [1])
        }
        #expect(store.count == 0)
    }

    private func identifier(_ number: Int) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
