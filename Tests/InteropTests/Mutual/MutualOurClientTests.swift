import Foundation
import NIOCore
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Mutual TLS: our client judges the servers of others by their paths")
struct MutualOurClientTests {
    private func client(
        _ provider: OurProvider, _ port: Int, _ version: MutualVersion = .tls13
    ) throws -> ClientUnderTest {
        let root = try Fixture.text("mutual/root")
        let identity = Certificate(identity: try Fixture.identity(MutualClient.good.identity))
        return try ClientUnderTest(provider, port) { configuration in
            configuration.pinnedKeys = []
            configuration.sslServerCACerts = root
            configuration.trustsSystemAuthorities = false
            configuration.sslCert = identity
            configuration.sslEnabledProtocols = version == .tls12 ? .tls12 : .tls13
        }
    }

    @Test(
        "One that an authority vouches for is trusted, and sees our chain of two", arguments: OurProvider.allCases,
        PeerServer.all)
    func good(provider: OurProvider, peer: Client) async throws {
        try peer.require()
        for version in MutualVersion.allCases {
            try await Turnstile.programs.pass {
                let server = try await PeerServer.start(
                    peer, version: version.protocolVersion, identity: "mutual/server", root: "mutual/root")
                let test = try client(provider, server.port, version)
                try await test.client.connect()
                let negotiated = try #require(test.client.negotiated)
                #expect(negotiated.version == version.protocolVersion)
                let chain = try Fixture.identity("mutual/server").certificateChain
                #expect(negotiated.verifiedPath?.certificates == chain)
                #expect(try await test.echoes("hello\n"))
                try await test.client.finishSending()
                #expect(try await test.ended()?.statusCode == 0)
                if peer == .gnutls {
                    #expect(server.program.output.contains("client.test"), "\(server.program.output)")
                    await server.program.end()
                } else {
                    #expect(try await server.program.finished(within: .seconds(20)).status == 0)
                    // It has demanded a certificate and verified it by the root, which takes the intermediate.
                    let leaf = try Fixture.identity(MutualClient.good.identity).certificateChain[0]
                    #expect(server.value("peer") == (try leaf.fingerprint(.sha256)).filter { $0 != ":" })
                }
            }
        }
    }

    @Test(
        "One for another name, and one of a stranger, are refused, and are told why", arguments: OurProvider.allCases,
        PeerServer.all)
    func faulty(provider: OurProvider, peer: Client) async throws {
        try peer.require()
        let cases: [(String, SSLErrorCode, String, AlertDescription)] = [
            ("mutual/server-other", .certificateRefused, "nameMismatch", .badCertificate),
            // The intermediate has the name of the one that the root has certified, and another key.
            ("mutual/server-stranger", .cannotVerifyChain, "unknownAuthority", .unknownCA),
        ]
        for version in MutualVersion.allCases {
            for (identity, code, word, alert) in cases {
                try await Turnstile.programs.pass {
                    let server = try await PeerServer.start(
                        peer, version: version.protocolVersion, identity: identity, root: "mutual/root")
                    let test = try client(provider, server.port, version)
                    let error = await #expect(throws: SSLError.self) { try await test.client.connect() }
                    #expect(error?.code == code && error?.detail.contains(word) == true, "\(error?.description ?? "")")
                    #expect(error?.tlsError == nil || error?.tlsError?.alert == alert)
                    if peer == .gnutls {
                        await server.program.end()
                    } else {
                        let result = try await server.program.finished(within: .seconds(20))
                        // In TLS 1.3 libssl's client sends it in the clear, as only libssl's servers take it.
                        let isUnreadable = provider == .platform && version == .tls13 && [.java, .go].contains(peer)
                        if isUnreadable { return }
                        #expect(Spellings.alert(in: result.transcript) == alert, "\(result.transcript)")
                    }
                }
            }
        }
    }

    @Test("openssl s_server sees our chain, and our alerts", arguments: OurProvider.allCases, MutualVersion.allCases)
    func openssl(provider: OurProvider, version: MutualVersion) async throws {
        try Client.openssl.require()
        let cases: [(String, SSLErrorCode?, UInt8)] = [
            ("mutual/server", nil, 0), ("mutual/server-other", .certificateRefused, 42),
            ("mutual/server-stranger", .cannotVerifyChain, 48),
        ]
        for (identity, code, alert) in cases {
            let server = try await OpenSSLServer.start(
                ["-rev", "-alpn", "echo", "-Verify", "3", "-verify_return_error"], identity: identity,
                root: "mutual/root")
            let test = try client(provider, server.port, version)
            if let code {
                let error = await #expect(throws: SSLError.self) { try await test.client.connect() }
                #expect(error?.code == code)
                try await server.program.printed("SSL alert number \(alert)")
            } else {
                try await test.client.connect()
                try await test.client.sendText("hello\n")
                #expect(try await test.received(6) == ByteBuffer(string: "olleh\n"))
                await test.client.disconnect()
                try await server.program.printed("depth=1")
            }
            await server.program.end()
        }
    }

    /// libssl's client does not ask for a response.
    @Test("A stapled OCSP response counts", arguments: MutualVersion.allCases, [false, true])
    func staple(version: MutualVersion, isRevoked: Bool) async throws {
        try Client.openssl.require()
        let name = isRevoked ? "mutual/server-revoked" : "mutual/server"
        let response = String(Places.fixture("\(name).ocsp").dropLast(".pem".count))
        let server = try await OpenSSLServer.start(
            ["-rev", "-alpn", "echo", "-status_file", response], identity: name, root: "mutual/root")
        let test = try client(.internal, server.port, version)
        if isRevoked {
            let error = await #expect(throws: SSLError.self) { try await test.client.connect() }
            #expect(error?.code == .certificateRefused && error?.detail.contains("revoked") == true)
            try await server.program.printed("SSL alert number 44")
        } else {
            try await test.client.connect()
            let negotiated = try #require(test.client.negotiated)
            #expect(negotiated.peerStatements.ocspResponse == (try Fixture.bytes("\(name).ocsp")))
            #expect(negotiated.verifiedPath?.revocation.count == 2)
            await test.client.disconnect()
        }
        await server.program.end()
    }

    @Test("A server whose response is another's is refused")
    func otherStaple() async throws {
        try Client.openssl.require()
        let response = String(Places.fixture("mutual/server-revoked.ocsp").dropLast(".pem".count))
        let server = try await OpenSSLServer.start(
            ["-rev", "-alpn", "echo", "-status_file", response], identity: "mutual/server", root: "mutual/root")
        let test = try client(.internal, server.port)
        let error = await #expect(throws: SSLError.self) { try await test.client.connect() }
        #expect(error?.code == .certificateRefused && error?.detail.contains("badStatusResponse") == true)
        try await server.program.printed("SSL alert number 113")
        await server.program.end()
    }

    @Test("Revocation lists decide as a response does", arguments: OurProvider.allCases, [false, true])
    func lists(provider: OurProvider, isRevoked: Bool) async throws {
        try Client.openssl.require()
        let server = try await OpenSSLServer.start(
            ["-rev", "-alpn", "echo"], identity: isRevoked ? "mutual/server-revoked" : "mutual/server",
            root: "mutual/root")
        let test = try client(provider, server.port)
        try await test.client.config("SSLCRLs=" + Fixture.text("mutual/lists"))
        if isRevoked {
            let error = await #expect(throws: SSLError.self) { try await test.client.connect() }
            #expect(error?.code == .certificateRefused)
            try await server.program.printed("SSL alert number 44")
        } else {
            try await test.client.connect()
            await test.client.disconnect()
        }
        await server.program.end()
    }
}
