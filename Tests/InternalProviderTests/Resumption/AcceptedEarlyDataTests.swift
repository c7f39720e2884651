import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

/// A server that takes early data, and a client with a ticket that allows it.
private func earlyBench(
    _ limit: Int = 16_384, _ change: (inout ClientSetup) -> Void = { _ in }
) throws -> ResumptionSetup {
    let filter = TLSReplayFilter()
    let bench = try ResumptionSetup {
        $0.server.earlyData = .accept(upTo: limit, filter: filter)
        $0.client.offersEarlyData = true
        change(&$0)
    }
    #expect(try !bench.resumes())
    bench.setup.client.session = bench.sessions.last
    bench.advance(seconds: 5)
    return bench
}

@Suite("Data comes with the hello. RFC 9846 §2.3, §4.3.10")
struct AcceptedEarlyDataTests {
    private let request = Array("GET / HTTP/1.1".utf8)

    /// Sends the request with the hello, and goes as far as it goes.
    private func send(_ bench: ResumptionSetup, _ data: [UInt8]? = nil) throws -> SessionPair {
        let pair = try bench.pair()
        let (sealed, taken) = try pair.client.session.sealEarlyData(data ?? request)
        #expect(taken == (data ?? request).count)
        pair.server.give(sealed)
        return pair
    }

    @Test(
        "The server has it before its flight is out, marked as what it is",
        arguments: CipherSuite.allTLS13)
    func accepted(_ suite: CipherSuite) throws {
        let bench = try earlyBench { $0.client.cipherSuites = [suite] }
        let pair = try send(bench)
        #expect(pair.server.earlyData == request && pair.server.data.isEmpty)
        #expect(pair.server.isEarlyDataAccepted == true && !pair.server.isEstablished)
        pair.exchange()
        #expect(pair.client.isEarlyDataAccepted == true && pair.client.isEstablished && pair.server.isEstablished)
        for end in [pair.client, pair.server] {
            #expect(end.completed?.isEarlyDataAccepted == true && end.completed?.isResumed == true)
        }
        #expect(pair.client.session.earlyDataRoom == 0)
        try pair.echo()
        #expect(pair.server.earlyData == request)
    }

    @Test("The server answers before the client's second flight. RFC 9846 §2.3")
    func halfRoundTrip() throws {
        let pair = try send(try earlyBench())
        #expect(pair.server.session.canSeal && !pair.server.isEstablished)
        pair.client.give(try pair.server.session.seal([1, 2, 3]))
        #expect(pair.client.data == [1, 2, 3] && pair.client.isEstablished)
        pair.exchange()
        try pair.echo()
    }

    @Test("It is streamed until the server's Finished, in many records")
    func streamed() throws {
        let pair = try send(try earlyBench(), [UInt8](repeating: 7, count: 5000))
        let (more, taken) = try pair.client.session.sealEarlyData([UInt8](repeating: 8, count: 1000))
        #expect(taken == 1000)
        pair.server.give(more)
        pair.exchange()
        #expect(pair.server.earlyData == [UInt8](repeating: 7, count: 5000) + [UInt8](repeating: 8, count: 1000))
        #expect(throws: TLSError(.wrongState, "")) { try pair.client.session.sealEarlyData([1]) }
    }

    @Test("Both ends export the same from it. RFC 9846 §7.5")
    func exporters() throws {
        let pair = try send(try earlyBench())
        let material = try pair.client.session.exportEarlyKeyingMaterial(label: "x", context: nil, count: 32)
        #expect(material == (try pair.server.session.exportEarlyKeyingMaterial(label: "x", context: [], count: 32)))
        pair.exchange()
        let later = try pair.client.session.exportKeyingMaterial(label: "x", context: nil, count: 32)
        #expect(material != later && material.count == 32)
    }

    @Test("The client sends no more than the ticket allows")
    func clientLimit() throws {
        let bench = try earlyBench(100)
        let pair = try bench.pair()
        #expect(pair.client.session.earlyDataRoom == 100)
        let (sealed, taken) = try pair.client.session.sealEarlyData([UInt8](repeating: 1, count: 150))
        #expect(taken == 100 && pair.client.session.earlyDataRoom == 0)
        pair.server.give(sealed)
        #expect(pair.server.earlyData.count == 100)
        pair.exchange()
        #expect(pair.client.isEstablished)
    }

    @Test("More than the ticket allows is unexpected_message")
    func overLimit() throws {
        let bench = try earlyBench(100)
        let original = try #require(bench.setup.client.session?.storage as? ClientSession)
        var facts = original.facts
        facts.maximumEarlyData = 1000
        bench.setup.client.session = TLSResumableSession(
            storage: ClientSession(facts, secret: original.secret.copy()))
        let pair = try send(bench, [UInt8](repeating: 1, count: 101))
        #expect(pair.server.error?.alert == .unexpectedMessage && pair.server.earlyData.isEmpty)
    }

    @Test("A record of it that does not open is bad_record_mac")
    func broken() throws {
        let pair = try earlyBench().pair()
        var sealed = try pair.client.session.sealEarlyData(request).sealed
        sealed[sealed.count - 1] ^= 1
        pair.server.give(sealed)
        #expect(pair.server.error?.alert == .badRecordMAC && pair.server.earlyData.isEmpty)
    }

    @Test("change_cipher_spec goes out once, in front of it. RFC 9846 §E.4")
    func changeCipherSpec() throws {
        let pair = try earlyBench().pair()
        let sealed = try pair.client.session.sealEarlyData(request).sealed
        #expect(recordTypes(sealed) == [22, 20, 23])
        pair.server.give(sealed)
        pair.exchange()
        #expect(!recordTypes(pair.fromClient).contains(20))
    }

    @Test("The client's end before its second flight is a truncation")
    func truncated() throws {
        let pair = try send(try earlyBench())
        pair.server.endTransport()
        #expect(pair.server.error?.code == .truncated)
    }
}

@Suite("Early data is refused where it could be a replay, or mean something else; the session still resumes")
struct RefusedEarlyDataTests {
    private let request = [UInt8](repeating: 0x47, count: 300)

    /// Expects that early data is refused and passed over, and that the connection works.
    private func expectRefusal(
        _ bench: ResumptionSetup, isResumed: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let pair = try bench.pair()
        let sealed = try pair.client.session.sealEarlyData(request).sealed
        pair.server.give(sealed)
        pair.exchange()
        #expect(pair.server.earlyData.isEmpty && pair.server.data.isEmpty, sourceLocation: sourceLocation)
        #expect(pair.client.isEarlyDataAccepted == false, sourceLocation: sourceLocation)
        #expect(pair.server.isEarlyDataAccepted == nil, sourceLocation: sourceLocation)
        for end in [pair.client, pair.server] {
            let agreed = try #require(end.completed, "\(String(describing: end.error))", sourceLocation: sourceLocation)
            #expect(!agreed.isEarlyDataAccepted && agreed.isResumed == isResumed, sourceLocation: sourceLocation)
        }
        try pair.echo(sourceLocation: sourceLocation)
    }

    @Test("By default")
    func byDefault() throws {
        let bench = try earlyBench { $0.server.ticketKeys = TLSTicketKeys() }
        bench.setup.server.earlyData = .refuse
        bench.restartServer()
        try expectRefusal(bench)
    }

    @Test("A hello that comes again: once it is accepted, ten times it is not, and never after a restart")
    func replay() throws {
        let bench = try earlyBench { $0.server.ticketKeys = TLSTicketKeys() }
        let pair = try bench.pair()
        let recorded = try pair.client.session.sealEarlyData(request).sealed
        var accepted = 0
        for round in 0..<12 {
            if round == 11 {
                bench.setup.server.earlyData = .accept(upTo: 16_384, filter: TLSReplayFilter())
                bench.restartServer()
            }
            let server = try bench.pair().server
            server.give(recorded)
            #expect(server.error == nil)
            if server.isEarlyDataAccepted == true { accepted += 1 }
            #expect(server.earlyData.isEmpty == (server.isEarlyDataAccepted != true))
        }
        #expect(accepted == 1)
    }

    @Test("A ticket whose age is not what the client says", arguments: [-11, -9, 9, 11])
    func age(_ skew: Int64) throws {
        let bench = try earlyBench()
        let client = try bench.setup.clientContext().makeSession(at: bench.now.adding(seconds: 20))
        let sealed = try client.sealEarlyData(request).sealed
        bench.advance(seconds: 20 + skew)
        let server = try bench.pair().server
        server.give(sealed)
        #expect((server.isEarlyDataAccepted == true) == (abs(skew) < 10))
    }

    @Test("Another application protocol")
    func applicationProtocol() throws {
        let bench = try earlyBench {
            $0.server.applicationProtocols = ["h2", "x"]
            $0.client.applicationProtocols = ["x"]
        }
        bench.setup.client.applicationProtocols = ["h2", "x"]
        try expectRefusal(bench)
    }

    @Test("A client that does not offer the session's protocol offers no early data")
    func protocolNotOffered() throws {
        let bench = try earlyBench {
            $0.server.applicationProtocols = ["h2", "x"]
            $0.client.applicationProtocols = ["x"]
        }
        bench.setup.client.applicationProtocols = ["h2"]
        let pair = try bench.pair()
        #expect(pair.client.session.earlyDataRoom == 0)
        #expect(throws: TLSError(.wrongState, "")) { try pair.client.session.sealEarlyData(request) }
        pair.exchange()
        #expect(pair.client.completed?.isResumed == true && pair.client.isEarlyDataAccepted == nil)
    }

    @Test("Another suite")
    func suite() throws {
        let bench = try earlyBench { $0.server.ticketKeys = TLSTicketKeys() }
        bench.setup.server.cipherSuites = [.TLS_CHACHA20_POLY1305_SHA256, .TLS_AES_128_GCM_SHA256]
        bench.restartServer()
        try expectRefusal(bench)
    }

    @Test("A HelloRetryRequest: the second hello is in the clear again, and in none of the keys of early data")
    func retry() throws {
        let bench = try earlyBench { $0.server.ticketKeys = TLSTicketKeys() }
        bench.setup.server.groups = [.secp384r1]
        bench.restartServer()
        try expectRefusal(bench)
    }

    @Test("A ticket that is not known any more")
    func otherKeys() throws {
        let bench = try earlyBench()
        bench.restartServer()
        try expectRefusal(bench, isResumed: false)
    }

    @Test("A filter without room")
    func fullFilter() throws {
        let filter = TLSReplayFilter(capacity: 1)
        let bench = try ResumptionSetup {
            $0.server.earlyData = .accept(upTo: 1000, filter: filter)
            $0.client.offersEarlyData = true
        }
        #expect(try !bench.resumes())
        bench.setup.client.session = bench.sessions.last
        let first = try bench.pair()
        first.server.give(try first.client.session.sealEarlyData(request).sealed)
        #expect(first.server.isEarlyDataAccepted == true)
        try expectRefusal(bench)
        bench.advance(seconds: 41)
        let later = try bench.pair()
        later.server.give(try later.client.session.sealEarlyData(request).sealed)
        #expect(later.server.isEarlyDataAccepted == true)
    }

    @Test("A client that was asked for nothing sends none")
    func notOffered() throws {
        let bench = try earlyBench { $0.client.offersEarlyData = false }
        let pair = try bench.pair()
        #expect(pair.client.session.earlyDataRoom == 0)
        pair.exchange()
        #expect(pair.client.completed?.isResumed == true && pair.client.completed?.isEarlyDataAccepted == false)
    }

    @Test("Where a client's certificate is judged, nothing is given out before the verdict")
    func verdict() throws {
        let bench = try earlyBench {
            $0.server.clientAuthentication = .request
            $0.client.identities = (try? [Identities.ofClient()]) ?? []
        }
        let pair = try bench.pair()
        pair.server.verdict = nil
        pair.server.give(try pair.client.session.sealEarlyData(request).sealed)
        #expect(pair.server.session.isPaused && pair.server.earlyData.isEmpty && !pair.server.session.canSeal)
        try pair.server.session.resume(with: PeerVerdict.accept)
        pair.server.run()
        #expect(pair.server.earlyData == request && pair.server.session.canSeal)
        pair.exchange()
        #expect(pair.server.isEstablished)
    }
}
