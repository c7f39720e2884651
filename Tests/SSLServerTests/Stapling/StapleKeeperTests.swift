import TLSCertificates
import TLSKeyStores
import Testing

@testable import SSLServer

@Suite("OCSP responses are fetched, judged, sent and ended in time", .timeLimit(.minutes(1)))
struct StapleKeeperTests {
    private static let hour = StaplingSample.hour

    @Test("one is fetched at once, and again when half of its time is over")
    func halfTime() async throws {
        let test = try StapleKeeping()
        let first = try test.sample.response(lasting: 4 * Self.hour)
        test.answer(first)
        test.begin()
        await test.clock.wait(forPauses: Self.hour)
        #expect(test.served == first && test.changes.value == 1 && test.requests.value.count == 1)
        let second = try test.sample.response(since: StaplingSample.now + 2 * Self.hour)
        test.answer(second)
        test.clock.advance(by: Self.hour)
        await test.clock.wait(forPauses: Self.hour)
        #expect(test.requests.value.count == 1)
        test.clock.advance(by: Self.hour)
        await test.changes.wait { $0 == 2 }
        #expect(test.served == second && test.requests.value.count == 2)
    }

    @Test("the application is asked what RFC 6960 §4.1 has, with the addresses of the certificate")
    func request() async throws {
        let test = try StapleKeeping()
        test.answer(try test.sample.response())
        test.begin()
        await test.requests.wait { !$0.isEmpty }
        let request = try #require(test.requests.value.first)
        #expect(request.certificate == test.sample.leaf && request.issuer == test.sample.root)
        #expect(request.responders == [StaplingSample.responder])
        #expect(try request.body == OCSPRequest(for: test.sample.leaf, issuer: test.sample.root).derBytes)
    }

    @Test("after failures it is tried again and again, ever less often, while the old one is sent until it is over")
    func failures() async throws {
        let test = try StapleKeeping()
        let response = try test.sample.response(lasting: 200)
        test.answer(response)
        test.begin()
        await test.clock.wait(forPauses: 100)
        test.answer(nil)
        test.clock.advance(by: 100)
        await test.clock.wait(forPauses: 30)
        #expect(test.served == response)
        test.clock.advance(by: 30)
        await test.clock.wait(forPauses: 60)
        test.clock.advance(by: 60)
        // The next try would be after 120 seconds, but the response is over a second after 200.
        await test.clock.wait(forPauses: 11)
        #expect(test.served == response && test.changes.value == 1)
        test.clock.advance(by: 11)
        await test.changes.wait { $0 == 2 }
        #expect(test.served == nil)
        await test.clock.wait(forPauses: 109)
        test.clock.advance(by: 109)
        for pause: Int64 in [240, 480, 960, 1_920] {
            await test.clock.wait(forPauses: pause)
            test.clock.advance(by: pause)
        }
        await test.clock.wait(forPauses: 3_600)
        #expect(test.requests.value.count == 9)
        #expect(test.log.filter { $0.hasPrefix("an OCSP response could not be fetched") }.count == 8)
        #expect(test.log.contains { $0.contains("is not served any more") && $0.contains("its time is over") })
        #expect(test.log.contains { $0.contains("the responder is down") })
        test.answer(try test.sample.response(since: test.clock.now))
        test.clock.advance(by: 3_600)
        await test.changes.wait { $0 == 3 }
        #expect(test.served != nil)
    }

    /// Responses that must not be sent, and why not.
    private static let uselessOnes: [(name: String, reason: String)] = [
        ("empty", "OCSPResponse"), ("garbage", "OCSPResponse"), ("too long", "OCSPResponse"),
        ("try later", "tryLater"), ("expired", "out of date"), ("future", "of the future"),
        ("unknown", "does not know"), ("other", "not about the certificate"),
        ("forged", "signature is not the issuer's"),
    ]

    private func useless(_ name: String, _ sample: StaplingSample) throws -> [UInt8] {
        switch name {
        case "empty": []
        case "garbage": Array("<html>busy</html>".utf8)
        case "too long": Array(repeating: 0x30, count: (1 << 20) + 1)
        case "try later": try OCSPResponse(error: .tryLater).derBytes
        case "expired": try sample.response(since: StaplingSample.now + -7_200, lasting: 3_600)
        case "future": try sample.response(since: StaplingSample.now + 3_600)
        case "unknown": try sample.response(.unknown)
        case "other": try sample.response(about: sample.root)
        default: try sample.response(isForged: true)
        }
    }

    @Test("one that does not say now that the certificate is good is not sent, and logged", arguments: uselessOnes)
    func useless(_ sample: (name: String, reason: String)) async throws {
        let test = try StapleKeeping()
        test.answer(try useless(sample.name, test.sample))
        test.begin()
        await test.clock.wait(forPauses: StapleTimes.firstRetry)
        #expect(test.served == nil && test.changes.value == 0)
        let line = try #require(test.log.first { $0.hasPrefix("an OCSP response is not served") }, "\(test.log)")
        #expect(line.contains(sample.reason) && line.contains("CN=localhost"), "\(line)")
    }

    @Test("one that says the certificate was revoked is an error, and ends the one before")
    func revoked() async throws {
        let test = try StapleKeeping()
        test.answer(try test.sample.response(lasting: 400))
        test.begin()
        await test.clock.wait(forPauses: 200)
        test.answer(try test.sample.response(.revoked(at: StaplingSample.now, reason: .keyCompromise)))
        test.clock.advance(by: 200)
        await test.clock.wait(forPauses: StapleTimes.firstRetry)
        #expect(test.served == nil && test.changes.value == 2)
        #expect(test.log.contains { $0.contains("was revoked") && $0.contains("key compromise") }, "\(test.log)")
    }

    @Test("one that is older than the one before is not taken")
    func older() async throws {
        let test = try StapleKeeping()
        let response = try test.sample.response(lasting: 400)
        test.answer(response)
        test.begin()
        await test.clock.wait(forPauses: 200)
        test.answer(try test.sample.response(since: StaplingSample.now + -100))
        test.clock.advance(by: 200)
        await test.clock.wait(forPauses: StapleTimes.firstRetry)
        #expect(test.served == response && test.changes.value == 1)
    }

    @Test("a fetcher that takes longer than five seconds is cancelled, and until it heeds that not asked again")
    func slow() async throws {
        let test = try StapleKeeping()
        test.hang()
        test.begin()
        await test.clock.wait(forPauses: StapleTimes.fetch, .max / 4)
        test.clock.advance(by: StapleTimes.fetch)
        await test.clock.wait(forPauses: StapleTimes.firstRetry)
        #expect(test.log.contains { $0.contains("took more than 5 seconds") }, "\(test.log)")
        test.answer(try test.sample.response())
        test.clock.advance(by: StapleTimes.firstRetry)
        await test.changes.wait { $0 == 1 }
    }

    @Test("a fetcher that never heeds is asked once")
    func deaf() async throws {
        let clock = ManualClock(StaplingSample.now)
        let fetch = TimedFetch(clock)
        let request = try #require(try OCSPFetchRequest(chain: StaplingSample.shared.get().identity.certificateChain))
        let asked = Awaited(0)
        let gate = Awaited(false)
        let fetcher: TimedFetch.Fetcher = { _ in
            asked.change { $0 += 1 }
            // Waits through being cancelled.
            await Task { await gate.wait { $0 } }.value
            return []
        }
        async let first = Result { try await fetch.run(fetcher, request) }
        await clock.wait(forPauses: StapleTimes.fetch)
        clock.advance(by: StapleTimes.fetch)
        #expect(await first.failure as? TimedFetch.Failure == .tooSlow)
        let second = await Result { try await fetch.run(fetcher, request) }
        #expect(second.failure as? TimedFetch.Failure == .stillRunning && asked.value == 1)
        gate.change { $0 = true }
    }

    @Test("nothing is fetched any more once there is no certificate for it, or it is all over")
    func stop() async throws {
        let test = try StapleKeeping()
        test.answer(try test.sample.response())
        test.begin()
        await test.clock.wait(forPauses: Self.hour)
        test.begin(test.sample.demanding)
        await test.requests.wait { $0.count == 2 }
        #expect(test.requests.value.last?.certificate == test.sample.demanding.certificateChain[0])
        test.keeper.stop()
        await test.clock.wait()
        #expect(test.served == nil)
    }

    @Test("the same certificate goes on with what was fetched for it")
    func again() async throws {
        let test = try StapleKeeping()
        test.answer(try test.sample.response())
        test.begin()
        await test.clock.wait(forPauses: Self.hour)
        test.begin()
        test.begin(test.sample.identity)
        await test.clock.wait(forPauses: Self.hour)
        #expect(test.requests.value.count == 1 && test.served != nil)
    }

    @Test("one that the identity came with is sent until there is another, if it is good")
    func own() async throws {
        let test = try StapleKeeping()
        var identity = test.sample.identity
        identity.ocspResponse = try test.sample.response()
        #expect(test.keeper.stapled(identity, isFetched: true).ocspResponse == identity.ocspResponse)
        test.begin(identity)
        await test.clock.wait(forPauses: StapleTimes.firstRetry)
        #expect(test.served == identity.ocspResponse)
        let other = try StapleKeeping()
        identity.ocspResponse = try test.sample.response(isForged: true)
        #expect(other.keeper.stapled(identity, isFetched: true).ocspResponse == nil)
        // Where nothing is fetched it is the application's alone.
        #expect(other.keeper.stapled(identity, isFetched: false).ocspResponse == identity.ocspResponse)
    }

    @Test(
        "a certificate that demands a response and has none is warned of once: RFC 7633",
        arguments: [
            (false, true, "there is no fetcher"), (true, true, "none is fetched yet"), (false, false, "platform"),
        ])
    func demand(_ fetches: Bool, _ sends: Bool, _ reason: String) async throws {
        let test = try StapleKeeping()
        test.answer(try test.sample.response(about: test.sample.demanding.certificateChain[0]))
        test.begin(test.sample.demanding, fetches: fetches, sendsStaples: sends)
        test.begin(test.sample.demanding, fetches: fetches, sendsStaples: sends)
        let lines = test.log.filter { $0.hasPrefix("a certificate demands an OCSP response") }
        #expect(lines.count == 1 && lines[0].contains(reason), "\(test.log)")
    }

    @Test("a certificate that demands a response and has one is not warned of")
    func satisfiedDemand() throws {
        let test = try StapleKeeping()
        var identity = test.sample.demanding
        identity.ocspResponse = try test.sample.response(about: identity.certificateChain[0])
        test.begin(identity, fetches: false)
        test.begin(test.sample.identity, fetches: false)
        #expect(test.log.isEmpty, "\(test.log)")
    }

    @Test("without its issuer's certificate nothing can be asked about one, which is logged")
    func noIssuer() async throws {
        let test = try StapleKeeping()
        let alone = try TLSIdentity(
            certificateChain: [test.sample.leaf], privateKey: test.sample.identity.privateKey)
        test.begin(alone)
        test.begin(alone)
        #expect(test.log.filter { $0.contains("no certificate of its issuer") }.count == 1, "\(test.log)")
        #expect(test.requests.value.isEmpty)
    }

    @Test("pauses: half of the time, or half of what is left, and never less than a minute or more than can be")
    func pauses() {
        let now = StaplingSample.now
        func pause(_ since: Int64, _ until: Int64) -> Int64 {
            StapleTimes.pause(after: Staple(response: [], since: now + since, until: now + until), at: now)
        }
        #expect(pause(0, 1_000) == 500)
        #expect(pause(-900, 100) == StapleTimes.leastPause)
        #expect(pause(-8_000, 2_000) == 1_000)
        #expect(pause(-10, -5) == StapleTimes.leastPause)
        let retries = [1, 2, 3, 8, 100, .max].map { StapleTimes.pause(afterFailures: $0) }
        #expect(retries == [30, 60, 120, 3_600, 3_600, 3_600])
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
