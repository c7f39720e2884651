import FakeTLSProvider
import Logging
import SSLServer
import TLSKeyStores
import TLSProvider
import Testing

/// A client with a recorder of its events, for a server on this machine.
struct TestClient: Sendable {
    let client: SSLClient
    let events = Recorder()

    /// A client over the fake provider, which trusts every server.
    init(_ port: Int, configure: (inout SSLClient.Configuration) throws(SSLError) -> Void = { _ in }) throws {
        client = SSLClient(provider: FakeTLSProvider(), logger: .silent)
        try setUp(port) { configuration throws(SSLError) in
            configuration.sslAcceptAnyServerCert = true
            try configure(&configuration)
        }
    }

    /// A client with a real implementation of TLS, which trusts the server of these tests by its key.
    init(
        _ kind: ProviderKind, _ port: Int,
        configure: (inout SSLClient.Configuration) throws(SSLError) -> Void = { _ in }
    ) throws {
        client = SSLClient(logger: .silent)
        let pin = try PublicKeyPin(of: TestIdentity.identity.certificateChain[0])
        try setUp(port) { configuration throws(SSLError) in
            configuration.sslProvider = kind.setting
            configuration.pinnedKeys = [pin]
            if kind == .platform { configuration.sslEnabledProtocols = .tls13 }
            try configure(&configuration)
        }
    }

    private func setUp(_ port: Int, _ configure: (inout SSLClient.Configuration) throws(SSLError) -> Void) throws {
        try client.configure { configuration throws(SSLError) in
            configuration.remoteHost = "127.0.0.1"
            configuration.serverName = "localhost"
            configuration.remotePort = port
            try configure(&configuration)
        }
        events.attach(to: client)
    }
}
