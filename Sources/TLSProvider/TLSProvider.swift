public import TLSMessages

/// A TLS implementation: ours (`InternalProvider`) or the system's libssl (`PlatformProvider`).
public protocol TLSProvider: Sendable {
    /// A short name for reports, such as `internal`.
    var name: String { get }

    /// Checks a configuration and makes the immutable snapshot that connections share.
    ///
    /// - Throws: `TLSError.Code.invalidConfiguration`, with what to change.
    func makeServerContext(_ configuration: TLSServerConfiguration) throws(TLSError) -> any TLSServerContext

    /// Checks a client's configuration and makes the immutable snapshot that connections share.
    ///
    /// - Throws: `TLSError.Code.invalidConfiguration`, with what to change.
    func makeClientContext(_ configuration: TLSClientConfiguration) throws(TLSError) -> any TLSClientContext

    /// A session of this provider's in bytes, to be kept beyond the process, by the same provider only.
    ///
    /// Its keys are in there: whoever reads them can read early data and take the client's place. Keep them as a private key
    /// is kept.
    ///
    /// - Throws: `invalidConfiguration` for a session of another provider.
    func unsafelySerialize(_ session: TLSResumableSession) throws(TLSError) -> [UInt8]

    /// The session that was serialized.
    ///
    /// - Throws: `invalidConfiguration` for bytes that hold none of this provider's.
    func resumableSession(serialized bytes: [UInt8]) throws(TLSError) -> TLSResumableSession
}

extension TLSProvider {
    /// Throws `invalidConfiguration`.
    public func unsafelySerialize(_ session: TLSResumableSession) throws(TLSError) -> [UInt8] {
        throw ConfigurationRules.invalid("the \(name) provider keeps sessions within the process only")
    }

    /// Throws `invalidConfiguration`.
    public func resumableSession(serialized bytes: [UInt8]) throws(TLSError) -> TLSResumableSession {
        throw ConfigurationRules.invalid("the \(name) provider keeps sessions within the process only")
    }
}

/// A checked server configuration, shared by connections and replaced whole.
public protocol TLSServerContext: Sendable {
    /// What it was made from.
    var configuration: TLSServerConfiguration { get }

    /// A new connection, waiting for a ClientHello.
    ///
    /// - Parameter now: what time it is. Without it no session is resumed, and none can be later.
    func makeSession(at now: UnixTime?) -> any TLSSession
}

extension TLSServerContext {
    /// A new connection, waiting for a ClientHello, that neither resumes a session nor can be resumed.
    public func makeSession() -> any TLSSession { makeSession(at: nil) }
}

/// A checked client configuration, shared by connections and replaced whole.
public protocol TLSClientContext: Sendable {
    /// What it was made from.
    var configuration: TLSClientConfiguration { get }

    /// A new connection, whose ClientHello waits to be sent.
    ///
    /// - Parameter now: what time it is. Without it no session is resumed, and none can be later.
    func makeSession(at now: UnixTime?) -> any TLSSession
}

extension TLSClientContext {
    /// A new connection, whose ClientHello waits to be sent, that neither resumes a session nor can be resumed.
    public func makeSession() -> any TLSSession { makeSession(at: nil) }
}
