import ProviderTesting
import SSLServer
import TLSKeyStores
import Testing

/// A client of the class, with a recorder of its events, for a server on this machine that it trusts by its key.
struct TestClient: Sendable {
    let client: SSLClient
    let events = Recorder()

    init(
        _ provider: Provider, _ port: Int,
        configure: (inout SSLClient.Configuration) throws(SSLError) -> Void = { _ in }
    ) throws {
        client = try provider.makeClient()
        let pin = try PublicKeyPin(of: TestIdentity.identity.certificateChain[0])
        try client.configure { configuration throws(SSLError) in
            configuration.remoteHost = "127.0.0.1"
            configuration.serverName = "localhost"
            configuration.remotePort = port
            configuration.pinnedKeys = [pin]
            try configure(&configuration)
        }
        events.attach(to: client)
    }
}
