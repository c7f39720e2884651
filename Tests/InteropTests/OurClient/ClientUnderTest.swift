import Logging
import NIOCore
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// Which of our implementations the client has.
enum OurProvider: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case `internal`, platform

    var testDescription: String { rawValue }
}

/// `SSLClient`, which knows the servers of these tests by the key of `p256`, and collects what it gets.
struct ClientUnderTest: Sendable {
    /// What it has seen.
    struct View: Sendable, CustomStringConvertible {
        var data = ByteBuffer()
        var end: SSLClient.DisconnectedEvent?

        var description: String { "\(data.readableBytes) bytes, end: \(end?.description ?? "none")" }
    }

    let client = SSLClient(logger: .init(label: "interop"))
    let view = Watched(View())

    init(
        _ provider: OurProvider, _ port: Int,
        configure: (inout SSLClient.Configuration) throws(SSLError) -> Void = { _ in }
    ) throws {
        let pin = try PublicKeyPin(of: try Fixture.identity("p256").certificateChain[0])
        let identity = Certificate(identity: try Fixture.identity("client-p256"))
        try client.configure { configuration throws(SSLError) in
            configuration.remoteHost = "127.0.0.1"
            configuration.remotePort = port
            configuration.serverName = "server.test"
            configuration.sslProvider = provider == .internal ? .sslpInternal : .sslpPlatform
            configuration.sslEnabledProtocols = .tls13
            configuration.pinnedKeys = [pin]
            configuration.sslCert = identity
            configuration.applicationProtocols = ["other", "echo"]
            configuration.timeout = 30
            try configure(&configuration)
        }
        let view = view
        client.onDataIn = { event in view.change { $0.data.writeImmutableBuffer(event.buffer) } }
        client.onDisconnected = { event in view.change { $0.end = event } }
    }

    /// Sends a line, and waits until it has come back.
    func echoes(_ line: String) async throws -> Bool {
        try await client.sendText(line)
        return try await received(line.utf8.count) == ByteBuffer(string: line)
    }

    /// Forgets what was seen, before another connection.
    func forget() {
        view.change { $0 = View() }
    }

    /// Waits until this much has come, or the connection has ended.
    func received(_ count: Int) async throws -> ByteBuffer {
        try await view.wait(for: "\(count) bytes", within: .seconds(60)) {
            $0.data.readableBytes >= count || $0.end != nil
        }.data
    }

    /// Waits for the connection's end.
    func ended() async throws -> SSLClient.DisconnectedEvent? {
        try await view.wait(for: "the end", within: .seconds(20)) { $0.end != nil }.end
    }
}
