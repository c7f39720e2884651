import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

@Suite("Keys from outside of TLS stand for certificates. RFC 9846 §2.2, §4.3.11, RFC 9258")
struct PreSharedKeyTests {
    private let bytes = (0..<32).map { UInt8($0 * 5 + 1) }

    private func setup(_ server: [TLSPreSharedKey], _ client: [TLSPreSharedKey]) throws -> ClientSetup {
        var setup = try ClientSetup()
        setup.server.identities = []
        setup.server.preSharedKeys = server
        setup.client.preSharedKeys = client
        setup.client.groups = [.x25519, .secp384r1]
        return setup
    }

    @Test("Of either hash, and neither end needs a certificate", arguments: [TLSPreSharedKey.Hash.sha256, .sha384])
    func established(_ hash: TLSPreSharedKey.Hash) throws {
        let key = try TLSPreSharedKey(identity: Array("sensor 7".utf8), key: bytes, hash: hash)
        let pair = try setup([key], [key]).established()
        for end in [pair.client, pair.server] {
            let agreed = try #require(end.completed)
            #expect(agreed.preSharedKeyIdentity == Array("sensor 7".utf8) && !agreed.isResumed)
            #expect(agreed.peerCertificates.isEmpty && agreed.signatureScheme == nil && agreed.group == .x25519)
            #expect(agreed.cipherSuite == (hash == .sha256 ? .TLS_AES_128_GCM_SHA256 : .TLS_AES_256_GCM_SHA384))
        }
        #expect(!pair.client.events.contains { if case .peerCertificates = $0 { true } else { false } })
        try pair.echo()
    }

    @Test("The first that the server knows, among several")
    func several() throws {
        let keys = try (0..<4).map { try TLSPreSharedKey(identity: [UInt8($0)], key: bytes + [UInt8($0)]) }
        let pair = try setup([keys[2], keys[3]], keys).established()
        #expect(pair.server.completed?.preSharedKeyIdentity == [2])
        #expect(pair.client.completed?.preSharedKeyIdentity == [2])
    }

    @Test("A server looks at four of them")
    func bounded() throws {
        let keys = try (0..<5).map { try TLSPreSharedKey(identity: [UInt8($0)], key: bytes) }
        let pair = try setup([keys[4]], keys).shaken()
        #expect(pair.server.error?.alert == .handshakeFailure)
    }

    @Test("After a HelloRetryRequest, and without a key exchange", arguments: [true, false])
    func ways(_ isAlone: Bool) throws {
        let key = try TLSPreSharedKey(identity: [1], key: bytes)
        var setup = try setup([key], [key])
        if isAlone {
            setup.server.allowsPreSharedKeyAlone = true
            setup.client.allowsPreSharedKeyAlone = true
            setup.adjustments.options = { $0.pskKeyExchangeModes = [PSKKeyExchangeMode.pskOnly] }
        } else {
            setup.server.groups = [.secp384r1]
        }
        let pair = try setup.established()
        #expect(pair.server.completed?.isHelloRetried == !isAlone)
        #expect(pair.server.completed?.group == (isAlone ? nil : .secp384r1))
        try pair.echo()
    }

    @Test("The same name with another key is decrypt_error, and says nothing else")
    func wrongKey() throws {
        let pair = try setup(
            [try TLSPreSharedKey(identity: [1], key: bytes)],
            [try TLSPreSharedKey(identity: [1], key: bytes.reversed())]
        ).shaken()
        #expect(pair.server.error?.alert == .decryptError && pair.client.error?.alert == .decryptError)
        #expect(pair.server.error?.code == .peerMisbehaved)
    }

    @Test("Unknown names are passed over, where there is a certificate")
    func unknown() throws {
        let key = try TLSPreSharedKey(identity: [1], key: bytes)
        var setup = try setup([], [key])
        setup.server.identities = [try Identities.server()]
        let pair = try setup.established()
        #expect(
            pair.client.completed?.preSharedKeyIdentity == nil && pair.client.completed?.peerCertificates.count == 1)
        #expect(try setupWithoutCertificate(key).shaken().server.error?.alert == .handshakeFailure)
    }

    private func setupWithoutCertificate(_ key: TLSPreSharedKey) throws -> ClientSetup {
        try setup([try TLSPreSharedKey(identity: [2], key: bytes)], [key])
    }

    @Test("An importer makes one key a hash, which meets none but its like. RFC 9258 §4, §5")
    func imported() throws {
        let key = try TLSPreSharedKey(identity: Array("epsk".utf8), key: bytes)
        for target in [TLSPreSharedKey.Hash.sha256, .sha384] {
            let imported = try key.imported(context: [9], for: target)
            #expect(
                imported.identity == [0, 4] + Array("epsk".utf8) + [0, 1, 9, 3, 4, 0, target == .sha256 ? 1 : 2])
            let pair = try setup([imported], [imported]).established()
            #expect(pair.client.completed?.preSharedKeyIdentity == imported.identity)
        }
        let imported = try key.imported(for: .sha256)
        #expect(throws: TLSError(.invalidConfiguration, "")) { try imported.imported(for: .sha256) }
        // The binder says where a key comes from, so one of another origin with the same name fails.
        let outside = try TLSPreSharedKey(identity: imported.identity, key: bytes)
        #expect(try setup([imported], [outside]).shaken().server.error?.alert == .decryptError)
    }

    @Test("No ticket is given: what an outside key began, it begins again")
    func noTicket() throws {
        let key = try TLSPreSharedKey(identity: [1], key: bytes)
        let bench = try ResumptionSetup {
            $0.server.preSharedKeys = [key]
            $0.client.preSharedKeys = [key]
        }
        let pair = try bench.connect()
        #expect(pair.server.completed?.preSharedKeyIdentity == [1] && bench.sessions.count == 0)
    }

    @Test("What is no key is refused; a key is not printed")
    func refused() throws {
        #expect(throws: TLSError(.invalidConfiguration, "")) { try TLSPreSharedKey(identity: [], key: bytes) }
        #expect(throws: TLSError(.invalidConfiguration, "")) { try TLSPreSharedKey(identity: [1], key: [1]) }
        let key = try TLSPreSharedKey(identity: [1], key: bytes)
        let other = try TLSPreSharedKey(identity: [1], key: bytes.reversed())
        #expect(throws: TLSError(.invalidConfiguration, "")) { try setup([key, other], []).pair() }
        #expect("\(key)" == "a pre-shared key" && Mirror(reflecting: key).children.isEmpty)
    }
}
