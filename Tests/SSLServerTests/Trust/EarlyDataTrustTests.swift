import NIOCore
import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSProvider
import Testing

/// libssl's sessions take and send none.
@Suite("Early data waits for the verdict over its client", .timeLimit(.minutes(1)))
struct EarlyDataTrustTests {
    @Test("a client that is not trusted any more is not heard", arguments: [true, false])
    func withdrawn(isTrusted: Bool) async throws {
        let identity = try TestAuthority.shared.identity()
        let server = try await TestServer(.internal) { configuration throws(SSLError) in
            try configuration.trustTestAuthority()
            configuration.maxEarlyDataLength = 1000
        }
        let early = Awaited<[UInt8]>([])
        server.server.onEarlyDataIn = { event in early.change { $0 += event.textB } }
        server.server.onDataIn = { [server = server.server] event in
            try await server.send(event.connectionId, buffer: event.buffer)
        }
        let test = try TestClient(.internal, server.port) { $0.sslCert = Certificate(identity: identity) }
        try await test.client.connect()
        try await test.client.sendText("x")
        await test.events.wait(for: "DataIn x")
        await test.client.disconnect()
        let verdicts = Awaited<[Bool]>([])
        server.server.onSSLClientAuthentication = { event in
            if !isTrusted { event.accept = false }
            #expect(early.value.isEmpty)
            verdicts.change { $0.append(event.accept) }
        }
        _ = await sslError { _ = try await test.client.connect(earlyData: Array("secret".utf8)) }
        await server.events.wait(for: "Connected 2 \(isTrusted ? 0 : 280)")
        #expect(verdicts.value == [isTrusted])
        #expect(early.value == (isTrusted ? Array("secret".utf8) : []))
        await test.client.disconnect()
        try await server.server.shutdown()
    }
}
