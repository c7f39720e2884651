import Foundation
import NIOCore
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Our client in TLS 1.2 with nginx")
struct Nginx12Tests {
    /// By the key that signs.
    private static let suites: [(identity: String, suite: CipherSuite)] = [
        ("p256", .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256), ("p256", .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256),
        ("rsa", .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256), ("rsa", .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384),
    ]

    /// A client that offers this suite of TLS 1.2 alone, beside TLS 1.3.
    private func client(
        _ provider: OurProvider, _ port: Int, _ identity: String, _ suite: CipherSuite
    ) async throws -> ClientUnderTest {
        let pin = try PublicKeyPin(of: try Fixture.identity(identity).certificateChain[0])
        let test = try ClientUnderTest(provider, port) {
            $0.sslEnabledProtocols = [.tls12, .tls13]
            $0.pinnedKeys = [pin]
            $0.applicationProtocols = ["other", "http/1.1"]
        }
        try await test.client.config("SSLEnabledCipherSuites=TLS_AES_128_GCM_SHA256;\(suite)")
        return test
    }

    /// What it answers to a request on this connection, which it closes.
    private func answer(_ test: ClientUnderTest, to path: String) async throws -> String {
        try await test.client.sendText("GET \(path) HTTP/1.0\r\n\r\n")
        #expect(try await test.ended()?.statusCode == 0)
        return String(buffer: test.view.value.data).components(separatedBy: "\r\n\r\n").last ?? ""
    }

    @Test("agrees on what both say", arguments: OurProvider.allCases, suites)
    func agrees(provider: OurProvider, _ row: (identity: String, suite: CipherSuite)) async throws {
        try NginxServer.require()
        try await Places.withFolder { folder in
            let server = try await NginxServer.start(folder, version: .tls12, identity: row.identity)
            let test = try await client(provider, server.port, row.identity, row.suite)
            try await test.client.connect()
            let negotiated = try #require(test.client.negotiated)
            #expect(negotiated.version == .tls12 && negotiated.cipherSuite == row.suite && !negotiated.isResumed)
            #expect(negotiated.applicationProtocol == "http/1.1" && negotiated.group == .x25519)
            #expect(negotiated.usesExtendedMasterSecret || provider == .platform)
            #expect(negotiated.peerCertificates == (try Fixture.identity(row.identity).certificateChain))
            let name = try #require(SuiteParts(row.suite)).openSSLName
            let subject = try Fixture.identity("client-p256").certificateChain[0].subject.description
            let said = try await answer(test, to: "/info")
            #expect(said == "TLSv1.2 \(name) http/1.1 server.test \(subject) SUCCESS\n")
            await server.program.end()
        }
    }

    @Test("resumes by ticket, and both ends say so. RFC 5077 §3.1", arguments: OurProvider.allCases, suites)
    func resumes(provider: OurProvider, _ row: (identity: String, suite: CipherSuite)) async throws {
        try NginxServer.require()
        try await Places.withFolder { folder in
            // It keeps no sessions itself: a ticket is all there is.
            let server = try await NginxServer.start(folder, version: .tls12, identity: row.identity)
            let test = try await client(provider, server.port, row.identity, row.suite)
            for (isResumed, reused) in [(false, "."), (true, "r"), (true, "r")] {
                try await test.client.connect()
                let negotiated = try #require(test.client.negotiated)
                #expect(negotiated.version == .tls12 && negotiated.isResumed == isResumed)
                #expect(negotiated.cipherSuite == row.suite)
                let own = try Fixture.identity(row.identity).certificateChain.first
                #expect(negotiated.peerCertificates.first == own)
                #expect(try await answer(test, to: "/reused") == reused)
                test.forget()
            }
            await server.program.end()
        }
    }

    @Test("does not resume where nginx gives no tickets and keeps no sessions", arguments: OurProvider.allCases)
    func withoutTickets(provider: OurProvider) async throws {
        try NginxServer.require()
        let (identity, suite) = try #require(Self.suites.first)
        try await Places.withFolder { folder in
            let server = try await NginxServer.start(folder, version: .tls12, identity: identity, givesTickets: false)
            let test = try await client(provider, server.port, identity, suite)
            for _ in 0..<2 {
                try await test.client.connect()
                #expect(test.client.negotiated?.isResumed == false)
                #expect(try await answer(test, to: "/reused") == ".")
                test.forget()
            }
            await server.program.end()
        }
    }

    @Test("downloads ten megabytes as they are", arguments: OurProvider.allCases, suites)
    func download(provider: OurProvider, _ row: (identity: String, suite: CipherSuite)) async throws {
        try NginxServer.require()
        try await Places.withFolder { folder in
            let data = Data((0..<10 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) })
            try data.write(to: URL(filePath: "\(folder)/file"))
            let server = try await NginxServer.start(folder, version: .tls12, identity: row.identity)
            let test = try await client(provider, server.port, row.identity, row.suite)
            try await test.client.connect()
            #expect(test.client.negotiated?.version == .tls12)
            try await test.client.sendText("GET /file HTTP/1.0\r\n\r\n")
            #expect(try await test.ended()?.statusCode == 0)
            #expect(Data(test.view.value.data.readableBytesView).suffix(data.count) == data)
            await server.program.end()
        }
    }
}
