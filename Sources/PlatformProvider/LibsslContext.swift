internal import CLibssl
import TLSKeyStores
import TLSMessages
import TLSProvider

// SAFETY: the context is made and set up in `init` and not changed after it; libssl lets several threads make
// connections of one, and locks its session cache itself.
/// libssl's context: a checked configuration that connections share.
@safe final class LibsslContext: @unchecked Sendable {
    let pointer: OpaquePointer
    let settings: SessionSettings

    init(_ configuration: TLSServerConfiguration) throws(TLSError) {
        try ConfigurationChecks.check(configuration)
        try Self.start()
        var settings = SessionSettings(configuration)
        settings.identities = try Self.load(configuration.identities)
        unsafe pointer = try Self.make(TLS_server_method()) { setup throws(TLSError) in
            try setup.setUp(
                configuration.versions, configuration.suitesForLibssl, configuration.groups,
                configuration.signatureSchemes, configuration.platform)
            try setup.take(settings, configuration.limits)
            try setup.setServerOptions(configuration, settings)
        }
        self.settings = settings
    }

    init(_ configuration: TLSClientConfiguration) throws(TLSError) {
        try ConfigurationChecks.check(configuration)
        try Self.start()
        var settings = SessionSettings(configuration)
        settings.identities = try Self.load(configuration.identities)
        settings.session = configuration.session?.storage as? StoredSession
        unsafe pointer = try Self.make(TLS_client_method()) { setup throws(TLSError) in
            try setup.setUp(
                configuration.versions, configuration.suitesForLibssl, configuration.groups,
                configuration.signatureSchemes, configuration.platform)
            try setup.take(settings, configuration.limits)
            try setup.setClientOptions(settings)
        }
        self.settings = settings
    }

    deinit {
        unsafe SSL_CTX_free(pointer)
        clibssl_clear_errors()
    }

    /// Before anything else is asked of libssl, which would set itself up in its own way.
    private static func start() throws(TLSError) {
        clibssl_clear_errors()
        guard clibssl_start() == 1 else { throw LibsslErrors.failure("libssl does not start") }
    }

    /// A context in the process's default library context, so that the system's configuration and providers hold; freed
    /// when what is set up in it is refused.
    private static func make(
        _ method: OpaquePointer?, _ setUp: (ContextSetup) throws(TLSError) -> Void
    ) throws(TLSError) -> OpaquePointer {
        clibssl_clear_errors()
        defer { clibssl_clear_errors() }
        guard let context = unsafe SSL_CTX_new(method) else { throw LibsslErrors.failure("libssl makes no context") }
        do throws(TLSError) {
            try setUp(unsafe ContextSetup(context: context))
        } catch {
            unsafe SSL_CTX_free(context)
            throw error
        }
        return unsafe context
    }

    static func load(_ identities: [TLSIdentity]) throws(TLSError) -> [LoadedIdentity] {
        var loaded: [LoadedIdentity] = []
        for identity in identities { loaded.append(try LoadedIdentity(identity)) }
        return loaded
    }
}

extension TLSServerConfiguration {
    /// The suites to name to libssl: only when they were chosen do they take the place of its own list.
    fileprivate var suitesForLibssl: [CipherSuite] { namesCipherSuites ? cipherSuites : CipherSuite.allTLS13 }
}

extension TLSClientConfiguration {
    fileprivate var suitesForLibssl: [CipherSuite] { namesCipherSuites ? cipherSuites : CipherSuite.allTLS13 }
}
