public import Logging
import NIOConcurrencyHelpers
import TLSProvider

/// A TLS server on a TCP port that tells what happens by events.
///
/// ```swift
/// let server = SSLServer()
/// try server.setSSLCert(Certificate(identity: identity))
/// try server.setLocalPort(8443)
/// server.onDataIn = { event in try await server.sendBytes(event.connectionId, event.textB) }
/// try await server.startListening()
/// ```
///
/// A property whose value can be refused is set by a throwing method (`setLocalPort`); all of them together, and all
/// settings in typed form, by `configure`. `config("NAME=VALUE")` takes the settings as strings.
public final class SSLServer: Sendable {
    let core: ServerCore

    /// Makes a server with every property at its default.
    public init(logger: Logger = Logger(label: "SSLServer")) {
        core = ServerCore(logger: logger)
    }

    /// Makes a server whose OCSP responses go by a clock of a test's.
    init(logger: Logger, clock: any StaplingClock) {
        core = ServerCore(logger: logger, clock: clock)
    }

    /// The TLS implementation that serves with the configuration as it is: `internal` or `platform`.
    public var providerName: String { core.configuration.provider.name }

    /// Everything the server is told, typed.
    public var configuration: Configuration { core.configuration }

    /// Changes the configuration as a whole: either all of the change comes into force or, on a throw, none.
    ///
    /// While listening, what concerns sockets and TLS holds for connections accepted from then on.
    ///
    /// - Throws: what is wrong with the new values, or with changing them now.
    public func configure(_ change: (inout Configuration) throws(SSLError) -> Void) throws(SSLError) {
        try core.configure(change)
    }
}
