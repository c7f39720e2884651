/// A TLS implementation: ours (`InternalProvider`) or the system's libssl (`PlatformProvider`).
public protocol TLSProvider: Sendable {
    /// A short name for reports, such as `internal`.
    var name: String { get }

    /// Checks a configuration and makes the immutable snapshot that connections share.
    ///
    /// - Throws: `TLSError.Code.invalidConfiguration`, with what to change.
    func makeServerContext(_ configuration: TLSServerConfiguration) throws(TLSError) -> any TLSServerContext
}

/// A checked server configuration, shared by connections and replaced whole.
public protocol TLSServerContext: Sendable {
    /// What it was made from.
    var configuration: TLSServerConfiguration { get }

    /// A new connection, waiting for a ClientHello.
    func makeSession() -> any TLSSession
}
