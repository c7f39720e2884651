public import Logging
import TLSProvider

/// A TLS client on a TCP connection that tells what happens by events.
///
/// ```swift
/// let client = SSLClient()
/// try client.configure { $0.pinnedKeys = [pin] }
/// client.onDataIn = { event in print(event.text) }
/// try await client.connect(host: "example.org", port: 8443)
/// try await client.sendLine("hello")
/// ```
///
/// One object has one connection at a time; after its end `connect` makes another. A property whose value can be refused
/// is set by a throwing method (`setRemoteHost`); all of them together, and all settings in typed form, by `configure`.
/// `config("NAME=VALUE")` takes the settings as strings.
///
/// A server is trusted when its certificate is for the host and leads to an authority of the system's or of
/// `authorityFiles`. `pinnedKeys` and `sslAcceptServerCert` trust a key or a certificate instead, and the handler of
/// `onSSLServerAuthentication` has the last word.
public final class SSLClient: Sendable {
    let core: ClientCore

    /// Makes a client with every property at its default.
    public init(logger: Logger = Logger(label: "SSLClient")) {
        core = ClientCore(logger: logger)
    }

    /// The TLS implementation that connects with the configuration as it is: `internal` or `platform`.
    public var providerName: String { core.configuration.common.provider.name }

    /// Everything the client is told, typed.
    public var configuration: Configuration { core.configuration }

    /// Changes the configuration as a whole: either all of the change comes into force or, on a throw, none.
    ///
    /// While connected, how data is cut and how long things may take holds from then on; the rest, for the next connection.
    ///
    /// - Throws: what is wrong with the new values, or with changing them now.
    public func configure(_ change: (inout Configuration) throws(SSLError) -> Void) throws(SSLError) {
        try core.configure(change)
    }
}
