package import TLSHandshake
package import TLSMessages
import TLSNegotiation
public import TLSProvider

/// TLS in Swift: our own record layer and handshakes over libcrypto's primitives.
public struct InternalProvider: TLSProvider {
    /// The versions it speaks.
    package static let versions: [ProtocolVersion] = [.tls13, .tls12]
    /// The schemes that it signs with in TLS 1.2, and verifies.
    package static let tls12SignatureSchemes: [SignatureScheme] = SignatureSchemeTable12.rows.map(\.scheme)

    private let randomness: any HandshakeRandomness
    private let adjustOptions: @Sendable (inout ServerOptions) -> Void
    private let adjustSettings: @Sendable (ServerSettings) -> ServerSettings
    private let clientAdjustments: ClientAdjustments

    /// Makes the provider.
    public init() {
        self.init(randomness: SystemHandshakeRandomness())
    }

    /// A provider whose random choices, rarely needed options and finished settings a test sets.
    package init(
        randomness: any HandshakeRandomness,
        adjustingOptions: @escaping @Sendable (inout ServerOptions) -> Void = { _ in },
        adjustingSettings: @escaping @Sendable (ServerSettings) -> ServerSettings = { $0 },
        adjustingClient: ClientAdjustments = ClientAdjustments()
    ) {
        self.randomness = randomness
        adjustOptions = adjustingOptions
        adjustSettings = adjustingSettings
        clientAdjustments = adjustingClient
    }

    /// `internal`
    public var name: String { "internal" }

    /// Checks a configuration and makes the snapshot that connections share.
    public func makeServerContext(
        _ configuration: TLSServerConfiguration
    ) throws(TLSError) -> any TLSServerContext {
        try InternalServerContext(
            configuration,
            randomness: randomness, adjustOptions: adjustOptions, adjustSettings: adjustSettings)
    }

    /// Checks a client's configuration and makes the snapshot that connections share.
    public func makeClientContext(
        _ configuration: TLSClientConfiguration
    ) throws(TLSError) -> any TLSClientContext {
        try InternalClientContext(configuration, randomness: randomness, adjustments: clientAdjustments)
    }

    /// A session in bytes, with its keys.
    public func unsafelySerialize(_ session: TLSResumableSession) throws(TLSError) -> [UInt8] {
        guard let session = session.storage as? ClientSession else {
            throw ConfigurationRules.invalid("the session was made by another provider")
        }
        return session.serialized
    }

    /// The session that was serialized.
    public func resumableSession(serialized bytes: [UInt8]) throws(TLSError) -> TLSResumableSession {
        do {
            return TLSResumableSession(storage: try ClientSession(serialized: bytes))
        } catch {
            throw ConfigurationRules.invalid("the bytes hold no session: \(error)")
        }
    }
}
