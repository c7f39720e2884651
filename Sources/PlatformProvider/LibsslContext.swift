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
        let pointer = try unsafe Self.make(TLS_server_method())
        var settings = SessionSettings(configuration)
        do throws(TLSError) {
            try ConfigurationChecks.check(configuration)
            let setup = unsafe ContextSetup(context: pointer)
            try setup.setUp(
                configuration.versions, configuration.cipherSuites, configuration.groups,
                configuration.signatureSchemes, configuration.platform)
            settings.identities = try Self.load(configuration.identities)
            setup.setOptions(settings)
            try setup.install(settings.identities)
            try setup.setServerOptions(configuration, settings)
            unsafe ContextCallbacks.install(on: pointer, settings)
            setup.setLimits(configuration.limits, settings.padding)
        } catch {
            unsafe SSL_CTX_free(pointer)
            clibssl_clear_errors()
            throw error
        }
        unsafe self.pointer = pointer
        self.settings = settings
        clibssl_clear_errors()
    }

    init(_ configuration: TLSClientConfiguration) throws(TLSError) {
        let pointer = try unsafe Self.make(TLS_client_method())
        var settings = SessionSettings(configuration)
        do throws(TLSError) {
            try ConfigurationChecks.check(configuration)
            let setup = unsafe ContextSetup(context: pointer)
            try setup.setUp(
                configuration.versions, configuration.cipherSuites, configuration.groups,
                configuration.signatureSchemes, configuration.platform)
            settings.identities = try Self.load(configuration.identities)
            settings.session = configuration.session?.storage as? StoredSession
            setup.setOptions(settings)
            try setup.install(settings.identities)
            try setup.setClientOptions(settings)
            unsafe ContextCallbacks.install(on: pointer, settings)
            setup.setLimits(configuration.limits, settings.padding)
        } catch {
            unsafe SSL_CTX_free(pointer)
            clibssl_clear_errors()
            throw error
        }
        unsafe self.pointer = pointer
        self.settings = settings
        clibssl_clear_errors()
    }

    deinit {
        unsafe SSL_CTX_free(pointer)
        clibssl_clear_errors()
    }

    /// In the process's default library context, so that the system's configuration and providers hold.
    private static func make(_ method: OpaquePointer?) throws(TLSError) -> OpaquePointer {
        clibssl_clear_errors()
        guard clibssl_start() == 1, let context = unsafe SSL_CTX_new(method) else {
            throw LibsslErrors.failure("libssl does not start")
        }
        return unsafe context
    }

    static func load(_ identities: [TLSIdentity]) throws(TLSError) -> [LoadedIdentity] {
        var loaded: [LoadedIdentity] = []
        for identity in identities { loaded.append(try LoadedIdentity(identity)) }
        return loaded
    }
}
