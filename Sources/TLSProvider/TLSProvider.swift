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
}

/// A checked server configuration, shared by connections and replaced whole.
public protocol TLSServerContext: Sendable {
    /// What it was made from.
    var configuration: TLSServerConfiguration { get }

    /// A new connection, waiting for a ClientHello.
    func makeSession() -> any TLSSession
}

/// A checked client configuration, shared by connections and replaced whole.
public protocol TLSClientContext: Sendable {
    /// What it was made from.
    var configuration: TLSClientConfiguration { get }

    /// A new connection, whose ClientHello waits to be sent.
    func makeSession() -> any TLSSession
}
