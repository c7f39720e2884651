import Logging
import NIOConcurrencyHelpers
import TLSCertificates
import TLSProvider

/// The system's authorities, read when somebody first asks for them and shared by the whole process.
enum SystemAuthorities {
    private struct State {
        var source: ReloadingTrust?
        var generation = -1
        /// By the rules that they are held to, made once for each reading.
        var stores: [CertificateProfile: TrustStore] = [:]
    }

    private static let state = NIOLockedValueBox(State())

    /// The authorities, with the rules that their certificates are held to.
    ///
    /// - Throws: 271 when the system has none.
    static func store(_ profile: CertificateProfile, logger: Logger) throws(SSLError) -> TrustStore {
        let result: Result<TrustStore, SSLError> = state.withLockedValue { state in
            do throws(SSLError) {
                return .success(try store(profile, logger, &state))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func store(
        _ profile: CertificateProfile, _ logger: Logger, _ state: inout State
    ) throws(SSLError) -> TrustStore {
        let source: ReloadingTrust
        if let known = state.source { source = known } else { source = try ReloadingTrust(.system, logger: logger) }
        state.source = source
        let content = source.content
        if content.generation != state.generation {
            state.generation = content.generation
            state.stores = [:]
        }
        if let known = state.stores[profile] { return known }
        let store = TrustStore(content.certificates, profile: profile)
        state.stores[profile] = store
        return store
    }

    /// Reads the files again where they have changed; whether they were taken over.
    static func reloadIfChanged() throws(SSLError) -> Bool {
        guard let source = state.withLockedValue({ $0.source }) else { return false }
        return try source.reloadIfChanged()
    }
}
