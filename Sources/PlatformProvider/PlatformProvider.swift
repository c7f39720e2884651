public import TLSProvider

/// TLS by the system's libssl: a thin shim, for those who want the platform's own implementation and policy.
public struct PlatformProvider: TLSProvider {
    /// Makes the provider.
    public init() {}

    /// `platform`
    public var name: String { "platform" }

    /// Checks a configuration and makes the snapshot that connections share.
    public func makeServerContext(
        _ configuration: TLSServerConfiguration
    ) throws(TLSError) -> any TLSServerContext {
        try PlatformServerContext(configuration)
    }

    /// Checks a client's configuration and makes the snapshot that connections share.
    public func makeClientContext(
        _ configuration: TLSClientConfiguration
    ) throws(TLSError) -> any TLSClientContext {
        try PlatformClientContext(configuration)
    }
}
