import TLSMessages
import TLSProvider

/// A checked client configuration in libssl's hands.
final class PlatformClientContext: TLSClientContext {
    let configuration: TLSClientConfiguration
    let library: LibsslContext

    init(_ configuration: TLSClientConfiguration) throws(TLSError) {
        self.configuration = configuration
        library = try LibsslContext(configuration)
    }

    func makeSession(at now: UnixTime?) -> any TLSSession {
        PlatformSession(library)
    }
}
