import Logging
import NIOConcurrencyHelpers
import TLSCertificates
import TLSKeyStores

/// Fetches OCSP responses for the certificates that a server serves with, and keeps the good ones until they are over.
///
/// Nothing that goes wrong here reaches a connection: without a response a certificate is sent alone.
final class StapleKeeper: Sendable {
    /// One certificate that responses are fetched for.
    private struct Entry {
        let task: Task<Void, Never>
        var staple: Staple?
    }

    private struct Warning: Hashable {
        let certificate: X509Certificate
        let message: String
    }

    private struct State {
        var fetcher: TimedFetch.Fetcher?
        var logger = Logger(label: "SSLServer")
        var onChange: (@Sendable () -> Void)?
        var entries: [X509Certificate: Entry] = [:]
        /// What was said, and need not be said again.
        var warned: Set<Warning> = []
    }

    private let clock: any StaplingClock
    private let state = NIOLockedValueBox(State())

    init(_ clock: any StaplingClock) {
        self.clock = clock
    }

    // MARK: What is served

    /// An identity with the response that may be sent now; where responses are not fetched, with its own as it is.
    func stapled(_ identity: TLSIdentity, isFetched: Bool) -> TLSIdentity {
        guard isFetched, let leaf = identity.certificateChain.first else { return identity }
        var stapled = identity
        let (isKnown, staple) = state.withLockedValue { ($0.entries[leaf] != nil, $0.entries[leaf]?.staple) }
        let current = isKnown ? staple : ownStaple(of: identity)
        stapled.ocspResponse = current.flatMap { $0.until >= clock.now ? $0.response : nil }
        return stapled
    }

    /// The response that an identity came with, if it is good.
    private func ownStaple(of identity: TLSIdentity) -> Staple? {
        guard let response = identity.ocspResponse,
            let request = try? OCSPFetchRequest(chain: identity.certificateChain),
            case .good(let staple) = Staple.judge(response, to: request, at: clock.now)
        else { return nil }
        return staple
    }

    // MARK: Beginning and ending

    /// Keeps responses for the certificates of these identities from now on, and for no others.
    ///
    /// - Parameters:
    ///   - sendsStaples: whether the implementation of TLS sends responses at all.
    ///   - onChange: called when there is another response to send than before.
    func keep(
        _ identities: [TLSIdentity], _ fetcher: TimedFetch.Fetcher?, sendsStaples: Bool, logger: Logger,
        onChange: @escaping @Sendable () -> Void
    ) {
        let isFetched = fetcher != nil && sendsStaples
        for identity in identities { warnIfDemanded(identity, isFetched: isFetched, sendsStaples, logger) }
        let ended = state.withLockedValue { state in
            state.fetcher = fetcher
            state.logger = logger
            state.onChange = onChange
            let kept = isFetched ? Set(identities.compactMap(\.certificateChain.first)) : []
            let ended = state.entries.filter { !kept.contains($0.key) }
            for certificate in ended.keys { state.entries[certificate] = nil }
            if isFetched { for identity in identities { begin(identity, &state) } }
            return ended.values.map(\.task)
        }
        for task in ended { task.cancel() }
    }

    /// Forgets everything.
    func stop() {
        let tasks = state.withLockedValue { state in
            defer { state = State() }
            return state.entries.values.map(\.task)
        }
        for task in tasks { task.cancel() }
    }

    private func begin(_ identity: TLSIdentity, _ state: inout State) {
        guard let leaf = identity.certificateChain.first, state.entries[leaf] == nil else { return }
        let request: OCSPFetchRequest
        do {
            guard let made = try OCSPFetchRequest(chain: identity.certificateChain) else {
                warn(leaf, "the chain has no certificate of its issuer", &state)
                return
            }
            request = made
        } catch {
            warn(leaf, "\(error.field): \(error.reason)", &state)
            return
        }
        // The task and its keeper hold each other until `stop`, or until the certificate is served no more.
        let task = Task { await run(request) }
        state.entries[leaf] = Entry(task: task, staple: ownStaple(of: identity))
    }

    private func warn(_ leaf: X509Certificate, _ reason: String, _ state: inout State) {
        let message = "no OCSP responses are fetched for a certificate"
        guard state.warned.insert(Warning(certificate: leaf, message: message)).inserted else { return }
        state.logger.warning("\(message)", metadata: Self.metadata(leaf, reason))
    }

    /// Says so where clients will refuse a certificate that comes without a response. RFC 7633 §4.2.3.1.
    private func warnIfDemanded(
        _ identity: TLSIdentity, isFetched: Bool, _ sendsStaples: Bool, _ logger: Logger
    ) {
        guard let leaf = identity.certificateChain.first, (try? leaf.requiresStaple) ?? false,
            !sendsStaples || stapled(identity, isFetched: isFetched).ocspResponse == nil
        else { return }
        let message = "a certificate demands an OCSP response beside it, and has none"
        let isNew = state.withLockedValue { state in
            state.entries[leaf] == nil
                && state.warned.insert(Warning(certificate: leaf, message: message)).inserted
        }
        guard isNew else { return }
        let reason =
            sendsStaples
            ? isFetched ? "none is fetched yet" : "none was given, and there is no fetcher"
            : "the platform's TLS sends none"
        logger.warning("\(message)", metadata: Self.metadata(leaf, reason))
    }

    // MARK: Fetching

    /// Fetches responses for a certificate until the task is cancelled.
    private func run(_ request: OCSPFetchRequest) async {
        let fetch = TimedFetch(clock)
        var failures = 0
        while !Task.isCancelled {
            failures = await self.fetch(request, by: fetch) ? 0 : failures + 1
            await wait(pause(for: request.certificate, failures), for: request.certificate)
        }
    }

    /// Fetches a response and takes it, if it is good; whether it was.
    private func fetch(_ request: OCSPFetchRequest, by fetch: TimedFetch) async -> Bool {
        let leaf = request.certificate
        let (fetcher, logger) = state.withLockedValue { ($0.fetcher, $0.logger) }
        guard let fetcher else { return false }
        let response: [UInt8]
        do {
            response = try await fetch.run(fetcher, request)
        } catch {
            guard !Task.isCancelled else { return false }
            let metadata = Self.metadata(leaf, "\(error)")
            logger.warning("an OCSP response could not be fetched", metadata: metadata)
            return false
        }
        guard !Task.isCancelled else { return false }
        switch Staple.judge(response, to: request, at: clock.now) {
        case .good(let staple): return take(staple, for: leaf, logger)
        case .revoked(let reason):
            logger.error("a certificate that is served was revoked", metadata: Self.metadata(leaf, reason))
            end(leaf, if: { _ in true })
        case .useless(let reason):
            logger.warning("an OCSP response is not served", metadata: Self.metadata(leaf, reason))
        }
        return false
    }

    private func take(_ staple: Staple, for leaf: X509Certificate, _ logger: Logger) -> Bool {
        let (isTaken, onChange) = state.withLockedValue { state in
            guard var entry = state.entries[leaf] else { return (false, nil as (@Sendable () -> Void)?) }
            // A cache of the responder's may still have an older one.
            if let old = entry.staple, staple.since < old.since { return (false, nil) }
            let isAnother = entry.staple != staple
            entry.staple = staple
            state.entries[leaf] = entry
            return (true, isAnother ? state.onChange : nil)
        }
        if isTaken {
            logger.info("an OCSP response is served", metadata: Self.metadata(leaf, "good until \(staple.until)"))
        } else {
            logger.warning("an OCSP response is not served", metadata: Self.metadata(leaf, "it is older than the last"))
        }
        onChange?()
        return isTaken
    }

    /// Sends a certificate's response no more, if it is such; whether it was.
    @discardableResult
    private func end(_ leaf: X509Certificate, if isOver: (Staple) -> Bool) -> Bool {
        let (isEnded, onChange) = state.withLockedValue { state in
            guard let staple = state.entries[leaf]?.staple, isOver(staple) else {
                return (false, nil as (@Sendable () -> Void)?)
            }
            state.entries[leaf]?.staple = nil
            return (true, state.onChange)
        }
        onChange?()
        return isEnded
    }

    // MARK: Waiting

    private func pause(for leaf: X509Certificate, _ failures: Int) -> Int64 {
        guard failures == 0, let staple = state.withLockedValue({ $0.entries[leaf]?.staple }) else {
            return StapleTimes.pause(afterFailures: failures)
        }
        return StapleTimes.pause(after: staple, at: clock.now)
    }

    /// Waits, and ends a response whose time is over meanwhile. Returns at once when the task is cancelled.
    private func wait(_ seconds: Int64, for leaf: X509Certificate) async {
        var left = seconds
        while left > 0 {
            let step = step(left, for: leaf)
            do {
                try await clock.sleep(seconds: step)
            } catch {
                return
            }
            left -= step
            endWhatIsOver(leaf)
        }
    }

    /// How long to sleep of what is left: not past the response's end.
    private func step(_ left: Int64, for leaf: X509Certificate) -> Int64 {
        let most = min(left, StapleTimes.longestTimer)
        guard let staple = state.withLockedValue({ $0.entries[leaf]?.staple }) else { return most }
        let rest = staple.until.secondsSinceEpoch - clock.now.secondsSinceEpoch + 1
        return max(1, min(most, rest))
    }

    private func endWhatIsOver(_ leaf: X509Certificate) {
        let now = clock.now
        guard end(leaf, if: { $0.until < now }) else { return }
        state.withLockedValue { $0.logger }.warning(
            "an OCSP response is not served any more", metadata: Self.metadata(leaf, "its time is over"))
    }

    private static func metadata(_ leaf: X509Certificate, _ reason: String) -> Logger.Metadata {
        [
            "certificate": "\(escapeForLog(leaf.subject.shortDescription))", "reason": "\(escapeForLog(reason))",
        ]
    }
}
