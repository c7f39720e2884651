import Logging
import NIOConcurrencyHelpers

/// OCSP responses beside the server's certificates.
extension ServerCore {
    /// Fetches OCSP responses for what is served now.
    func keepStaples() {
        guard let snapshot = box.withLockedValue({ $0.snapshot }) else { return }
        let configuration = snapshot.configuration
        staples.keep(
            snapshot.identities, configuration.ocspFetcher, sendsStaples: !configuration.usesPlatform,
            logger: configuration.logger
        ) { [weak self] in self?.renewStaples() }
        // Listening may have ended meanwhile.
        if box.withLockedValue({ $0.snapshot == nil }) { staples.stop() }
    }

    /// Puts the OCSP responses there are in force for new connections, and changes nothing else.
    private func renewStaples() {
        let result: Result<Void, SSLError> = changes.withLock {
            do throws(SSLError) { return .success(try exchangeContext()) } catch { return .failure(error) }
        }
        if case .failure(let error) = result {
            logger.error("the OCSP responses could not be renewed", metadata: ["error": "\(error)"])
        }
    }

    private func exchangeContext() throws(SSLError) {
        let (old, keyLog, ticketKeys) = box.withLockedValue { ($0.snapshot, $0.keyLog, $0.ticketKeys) }
        guard let old else { return }
        let context = try makeContext(
            old.configuration, old.identities, old.authorityNames, keyLog, ticketKeys)
        let new = ServerSnapshot(
            configuration: old.configuration, lists: old.lists, context: context, trust: old.trust,
            authorityNames: old.authorityNames, identities: old.identities)
        box.withLockedValue { state in
            // Listening may have ended meanwhile.
            if state.snapshot === old { state.snapshot = new }
        }
    }
}
