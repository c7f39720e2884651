import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSProvider
import Testing

/// The flags of the setting's table.
private enum Flags {
    static let acting: [SSLSecurityFlags] = [
        .validity, .unknownAuthority, .wrongUsage, .unknownRevocation, .unknownAuthorityRevocation, .wrongName,
    ]
    /// Those that mean nothing here: trust lists, nested times, revoked roots, test roots.
    static let inert = [0x2, 0x4, 0x200, 0x800, 0x8000, 0x4000].map { SSLSecurityFlags(rawValue: $0) }
    static let all = acting + inert
    static let bits = all.map(\.rawValue)
}

@Suite("SSLSecurityFlags", .serialized, .timeLimit(.minutes(3)))
struct SecurityFlagTests {
    @Test("are read in hexadecimal and in decimal, and read back in hexadecimal", arguments: Provider.all)
    func spelling(provider: Provider) async throws {
        let server = try provider.makeServer()
        let client = try provider.makeClient()
        #expect(Flags.all.count == 12)
        for flag in Flags.all {
            let hexadecimal = "0x" + String(flag.rawValue, radix: 16)
            for text in [hexadecimal, String(flag.rawValue), hexadecimal.uppercased()] {
                #expect(try await server.config("SSLSecurityFlags=\(text)") == hexadecimal)
                #expect(try await client.config("SSLSecurityFlags=\(text)") == hexadecimal)
            }
            #expect(server.configuration.sslSecurityFlags == flag && client.configuration.sslSecurityFlags == flag)
        }
        let whole = Flags.all.reduce(into: SSLSecurityFlags()) { $0.formUnion($1) }
        #expect(try await server.config("SSLSecurityFlags=\(whole.rawValue)") == "0x8000cf37")
        #expect(try await server.config("SSLSecurityFlags=0") == "0x0")
    }

    @Test("refuse bits that mean nothing, and keep their value")
    func unknownBits() async throws {
        let server = try Provider.internal.makeServer()
        try await server.config("SSLSecurityFlags=0x10")
        for bit in 0..<32 where !Flags.bits.contains(1 << UInt32(bit)) {
            let text = "SSLSecurityFlags=0x" + String(1 << UInt32(bit), radix: 16)
            #expect(await sslError { try await server.config(text) }?.code == .invalidArgument, "\(text)")
        }
        for text in ["", "0x", "-1", "x", "0x100000000", "4294967296", "1 2"] {
            #expect(await sslError { try await server.config("SSLSecurityFlags=\(text)") }?.code == .invalidArgument)
        }
        #expect(try await server.config("SSLSecurityFlags") == "0x10")
    }

    @Test("make a server accept a client's own fault each, and no other", arguments: Provider.all, Flags.bits)
    func clients(provider: Provider, bits: UInt32) async throws {
        let flag = SSLSecurityFlags(rawValue: bits)
        let test = try await TestServer(provider) { configuration throws(SSLError) in
            try configuration.trustTestAuthority()
        }
        let verdicts = Awaited<[Bool]>([])
        test.server.onSSLClientAuthentication = { event in
            #expect(event.accept == (event.status == "OK"))
            verdicts.change { $0.append(event.accept) }
        }
        try await test.server.config("SSLSecurityFlags=\(bits)")
        for (index, kind) in PeerKind.allCases.enumerated() {
            let identity = try kind.identity()
            let lists = try kind.lists(identity).pemText
            try test.server.configure { $0.sslCRLs = lists }
            let client = try await test.shaken { $0.identities = identity.map { [$0] } ?? [] }
            await verdicts.wait { $0.count > index }
            let isAccepted = kind == .good || kind.flag == flag
            #expect(verdicts.value.last == isAccepted, "\(kind) with \(String(bits, radix: 16))")
            let code = isAccepted ? "0" : kind == .none ? "281" : "280"
            await test.events.wait(for: "Connected \(index + 1) \(code)")
            try await client.close()
        }
        try await test.server.shutdown()
    }

    @Test("make a client accept a server's own fault each, and no other", arguments: Provider.all, Flags.bits)
    func servers(provider: Provider, bits: UInt32) async throws {
        let flag = SSLSecurityFlags(rawValue: bits)
        let server = try await TestServer(provider.other)
        let root = try TestAuthority.shared.root.pemText
        for kind in PeerKind.allCases where kind != .none {
            let identity = try #require(try kind.identity())
            let lists = try kind.lists(identity).pemText
            try server.server.setSSLCert(Certificate(identity: identity))
            for isNamed in kind == .good ? [true, false] : [true] {
                let test = try TestClient(provider, server.port) { configuration in
                    configuration.pinnedKeys = []
                    configuration.sslServerCACerts = root
                    configuration.trustsSystemAuthorities = false
                    configuration.sslCRLs = lists
                    configuration.serverName = isNamed ? "localhost" : "other.example"
                    configuration.sslSecurityFlags = flag
                }
                let isAccepted = isNamed ? kind == .good || kind.flag == flag : flag == .wrongName
                let error = await sslError { try await test.client.connect() }
                #expect((error == nil) == isAccepted, "\(kind) \(isNamed): \(error?.description ?? "accepted")")
                await test.client.disconnect()
            }
        }
        try await server.server.shutdown()
    }
}
