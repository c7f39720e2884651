import TLSMessages
import TLSPrimitives
import Testing

@testable import TLSHandshake

@Suite("A premaster secret is encrypted to the server's key. RFC 5246 §7.4.7.1")
struct KeyTransport12Tests {
    private static let suite = CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256

    private func server() throws -> ScriptedServer12 {
        var settings = TestSettings()
        settings.suites = [Self.suite]
        return try ScriptedServer12(try settings.clientSettings, suite: Self.suite, identity: TestKeys.rsa)
    }

    @Test("It begins with the version that was offered, and is new each time")
    func premaster() throws {
        let key = try #require(try TestKeys.rsa.get().privateKey)
        var seen: Set<[UInt8]> = []
        for _ in 0..<10 {
            let server = try server()
            server.premaster = { value in
                #expect(value.count == 256)
                // Whatever does not begin with this version is decrypted to something random.
                let secret = try key.decryptPremaster(value.span.bytes, clientVersion: 0x0303).copied
                #expect(secret.count == 48 && secret.starts(with: [3, 3]))
                #expect(seen.insert(secret).inserted)
                return secret
            }
            try server.sendHello()
            try server.sendCertificate()
            try server.sendDone()
            try server.readFlight()
            try server.sendFinished()
            #expect(server.client.isEstablished)
        }
    }

    @Test("A ServerKeyExchange has no place there. RFC 5246 §7.4.3")
    func noExport() throws {
        let server = try server()
        try server.sendHello()
        try server.sendCertificate()
        let parameters = ECDHEParameters(group: .x25519, publicValue: [UInt8](repeating: 9, count: 32))
        try server.sendKeyExchange(parameters, .rsaPKCS1SHA256, .rsaPKCS1(.sha256))
        #expect(server.client.fault?.misbehaviour == .unexpectedMessage)
        #expect(server.client.fault?.alert == .unexpectedMessage)
    }

    @Test("Nor does a certificate whose key only signs go with it. RFC 5246 §7.4.2")
    func otherKeys() throws {
        for key in [TestKeys.rsaPSS, TestKeys.p256, TestKeys.ed25519] {
            var settings = TestSettings()
            settings.suites = [Self.suite]
            let server = try ScriptedServer12(try settings.clientSettings, suite: Self.suite, identity: key)
            try server.sendHello()
            try server.sendCertificate()
            #expect(server.client.fault?.misbehaviour == .certificateDoesNotFitSuite)
        }
    }
}
