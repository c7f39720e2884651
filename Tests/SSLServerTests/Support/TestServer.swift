import Logging
import NIOConcurrencyHelpers
import ProviderTesting
import SSLServer
import TLSProvider
import Testing

/// A server of the class, listening on a port of the kernel's choice, with a recorder of its events.
struct TestServer: Sendable {
    let provider: Provider
    let server: SSLServer
    let events = Recorder()

    init(
        _ provider: Provider, listens: Bool = true, logger: Logger = .silent,
        configure: (inout SSLServer.Configuration) throws(SSLError) -> Void = { _ in }
    ) async throws {
        self.provider = provider
        server = SSLServer(logger: logger)
        let certificate = try TestIdentity.certificate
        try server.configure { configuration throws(SSLError) in
            configuration.localHost = "127.0.0.1"
            configuration.sslProvider = provider.setting
            configuration.sslCert = certificate
            try configure(&configuration)
        }
        events.attach(to: server)
        if listens { try await server.startListening() }
    }

    var port: Int { server.localPort }

    /// A client that is connected and has said nothing.
    ///
    /// - Parameter client: whose client it is; the other provider's, unless a test needs what only one can do.
    func dial(
        client: Provider? = nil, serverName: String = "localhost", receiveBuffer: Int? = nil,
        _ change: (inout TLSClientConfiguration) -> Void = { _ in }
    ) async throws -> SocketPeer {
        try await SocketPeer.connect(
            port, by: client ?? provider.other, serverName: serverName, receiveBuffer: receiveBuffer, change)
    }

    /// A client whose handshake has ended, well or not.
    func shaken(
        client: Provider? = nil, serverName: String = "localhost",
        _ change: (inout TLSClientConfiguration) -> Void = { _ in }
    ) async throws -> SocketPeer {
        let client = try await dial(client: client, serverName: serverName, change)
        try await client.shake()
        return client
    }

    /// A client whose handshake is complete and told, and the server's side of it.
    func connect(receiveBuffer: Int? = nil) async throws -> (client: SocketPeer, connection: SSLServer.Connection) {
        let before = Set(server.connections.keys)
        let client = try await dial(receiveBuffer: receiveBuffer)
        try await client.shake()
        try #require(client.negotiated != nil, "\(client.seen)")
        let port = client.localPort
        await events.wait { [server] _ in
            server.connections.values.contains { !before.contains($0.connectionId) && (try? $0.remotePort) == port }
        }
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

extension Provider {
    /// What selects it.
    var setting: SSLServer.SSLProviders { self == .internal ? .sslpInternal : .sslpPlatform }

    /// A server that is set to it.
    func makeServer(logger: Logger = .silent) throws -> SSLServer {
        let server = SSLServer(logger: logger)
        try server.setSSLProvider(setting)
        return server
    }

    /// A client that is set to it.
    func makeClient() throws -> SSLClient {
        let client = SSLClient(logger: .silent)
        try client.configure { $0.sslProvider = setting }
        return client
    }
}

extension TestIdentity {
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
