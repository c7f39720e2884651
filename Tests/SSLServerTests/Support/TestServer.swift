import FakeTLSProvider
import Logging
import NIOConcurrencyHelpers
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSProvider
import Testing

/// A server over the fake provider, listening on a port of the kernel's choice, with a recorder of its events.
struct TestServer: Sendable {
    let server: SSLServer
    let events = Recorder()

    init(
        provider: any TLSProvider = FakeTLSProvider(), listens: Bool = true, logger: Logger = .silent,
        configure: (inout SSLServer.Configuration) throws(SSLError) -> Void = { _ in }
    ) async throws {
        server = SSLServer(provider: provider, logger: logger)
        let certificate = try TestIdentity.certificate
        try server.configure { configuration throws(SSLError) in
            configuration.localHost = "127.0.0.1"
            configuration.sslCert = certificate
            try configure(&configuration)
        }
        events.attach(to: server)
        if listens { try await server.startListening() }
    }

    var port: Int { server.localPort }

    /// A client whose handshake is complete and told, and the server's side of it.
    func connect(receiveBuffer: Int? = nil) async throws -> (client: WireClient, connection: SSLServer.Connection) {
        let before = Set(server.connections.keys)
        let client = try await WireClient.established(port, receiveBuffer: receiveBuffer)
        let port = client.localPort
        let mine = server.connections.values.first { connection in
            !before.contains(connection.connectionId) && (try? connection.remotePort) == port
        }
        let connection = try #require(mine)
        await events.wait(for: "ReadyToSend \(connection.connectionId)")
        return (client, connection)
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// A certificate made once for all tests.
enum TestIdentity {
    private static let made = Result<TLSIdentity, KeyStoreError> { () throws(KeyStoreError) in
        try TLSIdentity.selfSigned(
            names: ["localhost"], notBefore: CertificateTime(secondsSinceEpoch: 1_700_000_000),
            notAfter: CertificateTime(secondsSinceEpoch: 4_000_000_000))
    }

    static var identity: TLSIdentity { get throws { try made.get() } }
    static var certificate: Certificate { get throws { Certificate(identity: try identity) } }
}

/// What a call throws, or nil.
func sslError(_ body: () async throws -> Void) async -> SSLError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? SSLError
    }
}
