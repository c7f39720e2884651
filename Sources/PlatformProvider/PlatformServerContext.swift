import TLSMessages
import TLSProvider

/// A checked server configuration in libssl's hands.
final class PlatformServerContext: TLSServerContext {
    let configuration: TLSServerConfiguration
    let library: LibsslContext

    init(_ configuration: TLSServerConfiguration) throws(TLSError) {
        self.configuration = configuration
        library = try LibsslContext(configuration)
    }

    func makeSession(at now: UnixTime?) -> any TLSSession {
        PlatformSession(library)
    }
}
