import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

/// What a client accepts, what we have enabled, a key, and the scheme it signs with.
private struct SchemeCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let offered: [SignatureScheme]
    let enabled: [SignatureScheme]
    let key: SignatureSchemeRow.Key
    let chosen: SignatureScheme?

    static let rsa: [SignatureScheme] = [.rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512]

    init(
        _ name: String, offered: [SignatureScheme],
        enabled: [SignatureScheme] = SignatureSchemeTable.rows.map(\.scheme),
        _ key: SignatureSchemeRow.Key, _ chosen: SignatureScheme?
    ) {
        testDescription = name
        self.offered = offered
        self.enabled = enabled
        self.key = key
        self.chosen = chosen
    }

    static let all: [SchemeCase] = [
        SchemeCase("our order rules", offered: rsa.reversed(), .rsa, .rsaPSSRSAESHA256),
        SchemeCase("our order rules, another", offered: rsa, enabled: rsa.reversed(), .rsa, .rsaPSSRSAESHA512),
        SchemeCase(
            "PKCS #1 signs no handshake of 1.3", offered: [.rsaPKCS1SHA256, .rsaPKCS1SHA512], .rsa, nil),
        SchemeCase(
            "PKCS #1 is passed over", offered: [.rsaPKCS1SHA256, .rsaPSSRSAESHA384],
            enabled: [.rsaPKCS1SHA256, .rsaPSSRSAESHA384],
            .rsa, .rsaPSSRSAESHA384),
        SchemeCase("rsae is not for an RSA-PSS key", offered: rsa, .rsaPSS, nil),
        SchemeCase("pss is not for an RSA key", offered: [.rsaPSSPSSSHA256], .rsa, nil),
        SchemeCase("an RSA-PSS key", offered: rsa + [.rsaPSSPSSSHA384], .rsaPSS, .rsaPSSPSSSHA384),
        SchemeCase("a curve has one hash", offered: [.ecdsaSecp384r1SHA384], .ec(.p256), nil),
        SchemeCase(
            "P-384 among all curves", offered: [.ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .ecdsaSecp521r1SHA512],
            .ec(.p384), .ecdsaSecp384r1SHA384),
        SchemeCase("P-521", offered: [.ecdsaSecp521r1SHA512], .ec(.p521), .ecdsaSecp521r1SHA512),
        SchemeCase("Ed25519", offered: [.ed448, .ed25519], .ed25519, .ed25519),
        SchemeCase("Ed448 only when offered", offered: [.ed25519], .ed448, nil),
        SchemeCase(
            "SHA-1 is never taken", offered: [.ecdsaSHA1, .rsaPKCS1SHA1], enabled: [.ecdsaSHA1, .rsaPKCS1SHA1], .rsa,
            nil),
        SchemeCase("offered but not enabled", offered: [.ed25519], enabled: rsa, .ed25519, nil),
        SchemeCase("GREASE", offered: [SignatureScheme(rawValue: 0x3a3a)], .rsa, nil),
    ]
}

@Suite("A server signs with its first scheme that fits key and client. RFC 9846 §4.3.3, §4.5.2")
struct SignatureSchemeTests {
    @Test("The scheme is chosen", arguments: SchemeCase.all)
    private func chooses(_ scheme: SchemeCase) {
        let row = chooseSignatureScheme(offered: scheme.offered, enabled: scheme.enabled, key: scheme.key)
        #expect(row?.scheme == scheme.chosen)
    }

    @Test("A row's algorithm and key belong together")
    func table() {
        for row in SignatureSchemeTable.rows {
            let type: KeyType =
                switch row.key {
                case .rsa: .rsa(bits: 2048)
                case .rsaPSS: .rsaPSS(bits: 2048)
                case .ec(let curve): .ec(curve)
                case .ed25519: .ed25519
                case .ed448: .ed448
                case .dsa: .dsa(bits: 2048)
                }
            #expect(row.algorithm.fits(type), "\(row.scheme)")
            #expect(SignatureSchemeRow.Key(type) == row.key)
            #expect(SignatureSchemeTable.row(of: row.scheme)?.key == row.key)
        }
        #expect(Set(SignatureSchemeTable.rows.map(\.scheme)).count == SignatureSchemeTable.rows.count)
        for row in SignatureSchemeTable.rows where row.scheme.description.hasPrefix("rsa_pkcs1") {
            #expect(!row.signsHandshake13)
        }
    }
}

@Suite("A server takes its first protocol that the client offers. RFC 7301 §3.2")
struct ProtocolTests {
    @Test(
        "The protocol is chosen",
        arguments: [
            (["h2", "http/1.1"], ["http/1.1", "h2"], "http/1.1"), (["x", "h2"], ["h2"], "h2"), (["H2"], ["h2"], nil),
            (["h2c"], ["h2"], nil), ([], ["h2"], nil), (["h2"], [], nil), (["h2", "h2"], ["h2"], "h2"),
        ] as [([String], [String], String?)])
    func chooses(_ offered: [String], _ enabled: [String], _ chosen: String?) {
        let result = chooseProtocol(offered: offered.map { Array($0.utf8) }, enabled: enabled.map { Array($0.utf8) })
        #expect(result == chosen.map { Array($0.utf8) })
    }

    @Test("Names are bytes, not text")
    func bytes() {
        #expect(chooseProtocol(offered: [[0xff, 0x00]], enabled: [[0xff, 0x00]]) == [0xff, 0x00])
    }
}
