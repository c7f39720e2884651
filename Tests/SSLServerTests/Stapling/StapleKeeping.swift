import Logging
import NIOConcurrencyHelpers
import TLSCertificates
import TLSKeyStores

@testable import SSLServer

/// A keeper of OCSP responses with a clock and a responder of the test's.
final class StapleKeeping: Sendable {
    struct Refused: Error, CustomStringConvertible {
        let description = "the responder is down"
    }

    private struct State {
        var answer: Result<[UInt8], Refused> = .failure(Refused())
        var isHanging = false
    }

    let sample: StaplingSample
    let clock = ManualClock(StaplingSample.now)
    let keeper: StapleKeeper
    /// What was asked.
    let requests = Awaited<[OCSPFetchRequest]>([])
    /// How often there was another response to send.
    let changes = Awaited(0)
    let logger: Logger
    private let lines = NIOLockedValueBox<[String]>([])
    private let state = NIOLockedValueBox(State())

    init() throws {
        sample = try StaplingSample.shared.get()
        keeper = StapleKeeper(clock)
        let lines = self.lines
        logger = Logger(label: "stapling") { _ in LineLog(lines: lines) }
    }

    deinit { keeper.stop() }

    var log: [String] { lines.withLockedValue { $0 } }

    /// What the responder says from now on; nil: nothing, it is down.
    func answer(_ response: [UInt8]?) {
        state.withLockedValue { state in
            state.answer = response.map { .success($0) } ?? .failure(Refused())
            state.isHanging = false
        }
    }

    /// Lets the responder never answer.
    func hang() { state.withLockedValue { $0.isHanging = true } }

    @Sendable func fetch(_ request: OCSPFetchRequest) async throws -> [UInt8] {
        requests.change { $0.append(request) }
        let (answer, isHanging) = state.withLockedValue { ($0.answer, $0.isHanging) }
        if isHanging { try await clock.sleep(seconds: .max / 4) }
        return try answer.get()
    }

    func begin(_ identity: TLSIdentity? = nil, fetches: Bool = true, sendsStaples: Bool = true) {
        let fetcher: TimedFetch.Fetcher = { [weak self] request in
            // A fetch may begin as the test ends.
            guard let self else { throw CancellationError() }
            return try await fetch(request)
        }
        keeper.keep(
            [identity ?? sample.identity], fetches ? fetcher : nil, sendsStaples: sendsStaples, logger: logger
        ) { [changes] in changes.change { $0 += 1 } }
    }

    /// What is sent now beside the sample's certificate.
    var served: [UInt8]? { keeper.stapled(sample.identity, isFetched: true).ocspResponse }
}
