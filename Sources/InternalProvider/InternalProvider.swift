package import TLSHandshake
public import TLSProvider

/// TLS in Swift: our own record layer and handshakes over libcrypto's primitives.
public struct InternalProvider: TLSProvider {
    private let randomness: any HandshakeRandomness
    private let adjustOptions: @Sendable (inout ServerOptions) -> Void
    private let adjustSettings: @Sendable (ServerSettings) -> ServerSettings

    /// Makes the provider.
    public init() {
        self.init(randomness: SystemHandshakeRandomness())
    }

    /// A provider whose random choices, rarely needed options and finished settings a test sets.
    package init(
        randomness: any HandshakeRandomness,
        adjustingOptions: @escaping @Sendable (inout ServerOptions) -> Void = { _ in },
        adjustingSettings: @escaping @Sendable (ServerSettings) -> ServerSettings = { $0 }
    ) {
        self.randomness = randomness
        adjustOptions = adjustingOptions
        adjustSettings = adjustingSettings
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

    /// There is no client yet.
    public func makeClientContext(
        _ configuration: TLSClientConfiguration
    ) throws(TLSError) -> any TLSClientContext {
        throw TLSError(
            .invalidConfiguration, "this provider has no client yet: take `PlatformProvider` for the client's side")
    }
}
