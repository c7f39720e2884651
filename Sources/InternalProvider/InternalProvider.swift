package import TLSHandshake
public import TLSProvider

/// TLS in Swift: our own record layer and handshakes over libcrypto's primitives.
public struct InternalProvider: TLSProvider {
    private let randomness: any HandshakeRandomness
    private let adjustOptions: @Sendable (inout ServerOptions) -> Void

    /// Makes the provider.
    public init() {
        self.init(randomness: SystemHandshakeRandomness())
    }

    /// A provider whose random choices and rarely needed options a test sets.
    package init(
        randomness: any HandshakeRandomness,
        adjustingOptions: @escaping @Sendable (inout ServerOptions) -> Void = { _ in }
    ) {
        self.randomness = randomness
        adjustOptions = adjustingOptions
    }

    /// `internal`
    public var name: String { "internal" }

    /// Checks a configuration and makes the snapshot that connections share.
    public func makeServerContext(
        _ configuration: TLSServerConfiguration
    ) throws(TLSError) -> any TLSServerContext {
        try InternalServerContext(configuration, randomness: randomness, adjustOptions: adjustOptions)
    }
}
