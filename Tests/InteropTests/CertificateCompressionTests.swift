import Foundation
import InternalProvider
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// tlslite-ng, which compresses certificates, in Python.
private enum Compressor {
    /// Where `.ci/install-peers` puts it.
    private static let folder = Places.tool("python")

    /// Ends a test whose peer is missing.
    static func require() throws {
        let isThere =
            Places.command("python3") != nil && FileManager.default.fileExists(atPath: "\(folder)/tlslite/api.py")
        guard !isThere else { return }
        guard ProcessInfo.processInfo.environment["CI"] != "true" else {
            throw Client.Missing(description: "tlslite-ng \(Client.advice)")
        }
        try Test.cancel("tlslite-ng \(Client.advice)")
    }

    static func start(_ role: String, _ options: String...) async throws -> RunningProgram {
        try await RunningProgram.start(
            Places.command("python3") ?? "python3", [Places.peer("compression.py"), "role=\(role)"] + options,
            environment: ["PYTHONPATH": folder])
    }
}

@Suite("Compressed certificates, both ways: RFC 8879")
struct CertificateCompressionTests {
    @Test("Our server with tlslite-ng's client", arguments: [true, false])
    func server(_ isOn: Bool) async throws {
        try Compressor.require()
        var setup = ServerSetup()
        setup.clientAuthentication = .require
        setup.compressesCertificates = isOn
        try await HandlerServer.with(setup) { server in
            let result = try await Turnstile.programs.pass {
                let client = try await Compressor.start(
                    "client", "port=\(server.port)", "cert=\(Places.fixture("client-p256"))")
                return try await client.finished(within: .seconds(60))
            }
            let algorithm = isOn ? "zlib" : "None"
            #expect(
                result.output == "server=\(algorithm)\nclient=\(algorithm)\nline=a line\npeer=2\n",
                "\(result.transcript)")
            let chain = try Fixture.identity("client-p256").certificateChain
            #expect(try await server.connection().negotiated?.peerCertificates == chain)
        }
    }

    @Test("Our client with tlslite-ng's server", arguments: [true, false])
    func client(_ isOn: Bool) async throws {
        try Compressor.require()
        try await Turnstile.programs.pass {
            let server = try await Compressor.start("server", "cert=\(Places.fixture("p256"))")
            try await server.printed("\n", within: .seconds(30))
            let port = try #require(server.output.firstMatch(of: #/port=(\d+)/#).flatMap { Int($0.1) })
            var configuration = TLSClientConfiguration(serverName: "server.test")
            configuration.identities = [try Fixture.identity("client-p256")]
            configuration.compressesCertificates = isOn
            let session = try InternalProvider().makeClientContext(configuration).makeSession()
            try await exchange(session, Array("a line\n".utf8), with: port)
            let result = try await server.finished(within: .seconds(60))
            let algorithm = isOn ? "zlib" : "None"
            #expect(
                result.output.hasSuffix("server=\(algorithm)\nclient=\(algorithm)\nline=a line\npeer=2\n"),
                "\(result.transcript)")
        }
    }

    /// Sends a line to an echo server once the handshake is complete, and closes when it has come back.
    private func exchange(_ session: any TLSSession, _ line: [UInt8], with port: Int) async throws {
        let transport = try await RawClient.connect(to: port)
        var taken = 0
        var pending: [UInt8] = []
        var data: [UInt8] = []
        while data.count < line.count {
            await transport.send(session.takeOutgoing())
            let seen = taken
            let received = try await transport.received.wait(for: "the server to answer") {
                $0.bytes.count > seen || $0.isOver
            }
            try #require(received.bytes.count > taken, "the server has hung up")
            pending += received.bytes[taken...]
            taken = received.bytes.count
            data += try session.receive(consuming: &pending)
            while let event = session.nextEvent() {
                if case .peerCertificates = event { try session.resume(with: PeerVerdict.accept) }
                if case .handshakeCompleted = event {
                    await transport.send(session.takeOutgoing() + (try session.seal(line)))
                }
            }
            data += try session.receive(consuming: &pending)
        }
        #expect(data == line)
        session.close()
        await transport.send(session.takeOutgoing())
        await transport.close()
    }
}
