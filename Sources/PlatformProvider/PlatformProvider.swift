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

    /// A session in bytes, with its keys.
    public func unsafelySerialize(_ session: TLSResumableSession) throws(TLSError) -> [UInt8] {
        guard let session = session.storage as? StoredSession else {
            throw ConfigurationRules.invalid("the session was made by another provider")
        }
        return try SerializedSession.bytes(of: session)
    }

    /// The session that was serialized.
    public func resumableSession(serialized bytes: [UInt8]) throws(TLSError) -> TLSResumableSession {
        TLSResumableSession(storage: try SerializedSession.session(in: bytes))
    }
}
