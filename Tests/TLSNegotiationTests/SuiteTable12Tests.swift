import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

/// What a suite consists of, read from its registered name.
private struct NamedParts {
    let keyExchange: String
    let cipher: String
    let hash: String

    init?(_ suite: CipherSuite) {
        let name = suite.description
        guard name.hasPrefix("TLS_"), let with = name.firstRange(of: "_WITH_") else { return nil }
        keyExchange = String(name[..<with.lowerBound].dropFirst(4))
        var rest = name[with.upperBound...].split(separator: "_")
        if let last = rest.last, ["SHA", "SHA256", "SHA384", "MD5"].contains(last) {
            hash = String(last)
            rest.removeLast()
        } else {
            // CCM names no hash: RFC 6655 §3.
            hash = "SHA256"
        }
        cipher = rest.joined(separator: "_")
    }
}

@Suite("Each suite of TLS 1.2 consists of what its name says. RFC 5246 §A.5, RFC 5288, RFC 5289, RFC 6655, RFC 7905")
struct SuiteTable12Tests {
    private static let keyExchanges: [String: KeyExchange12] = [
        "RSA": .rsa, "DHE_RSA": .dheRSA, "DHE_DSS": .dheDSS, "ECDHE_RSA": .ecdheRSA, "ECDHE_ECDSA": .ecdheECDSA,
        "ECDH_RSA": .ecdhRSA, "ECDH_ECDSA": .ecdhECDSA,
    ]
    private static let aeads: [String: AEADAlgorithm] = [
        "AES_128_GCM": .aes128GCM, "AES_256_GCM": .aes256GCM, "CHACHA20_POLY1305": .chaCha20Poly1305,
        "AES_128_CCM": .aes128CCM, "AES_256_CCM": .aes256CCM, "AES_128_CCM_8": .aes128CCM8,
        "AES_256_CCM_8": .aes256CCM8,
    ]
    private static let blocks: [String: BlockCipher] = [
        "AES_128_CBC": .aes128, "AES_256_CBC": .aes256, "3DES_EDE_CBC": .tripleDES, "DES_CBC": .des,
    ]
    private static let macs: [String: HashAlgorithm] = [
        "SHA": .sha1, "SHA256": .sha256, "SHA384": .sha384, "MD5": .md5,
    ]

    @Test("Every suite with a name has its row, once", arguments: CipherSuite.namedOlder)
    func rows(_ suite: CipherSuite) throws {
        let row = try #require(CipherSuiteTable12.row(of: suite))
        let parts = try #require(NamedParts(suite))
        #expect(row.suite == suite)
        #expect(row.keyExchange == Self.keyExchanges[parts.keyExchange])
        #expect(row.hash == (parts.hash == "SHA384" ? .sha384 : .sha256))
        let mac = try #require(Self.macs[parts.hash])
        switch row.bulk {
        case .aead(let algorithm): #expect(algorithm == Self.aeads[parts.cipher])
        case .block(let cipher, let named):
            #expect(cipher == Self.blocks[parts.cipher])
            #expect(named == mac)
        case .rc4(let named):
            #expect(parts.cipher == "RC4_128")
            #expect(named == mac)
        }
        #expect(CipherSuiteTable12.rows.count { $0.suite == suite } == 1)
        #expect(CipherSuiteTable.row(of: suite) == nil)
    }

    @Test("The table has nothing else")
    func complete() {
        #expect(Set(CipherSuiteTable12.rows.map(\.suite)) == Set(CipherSuite.namedOlder))
        #expect(CipherSuiteTable12.row(of: .TLS_AES_128_GCM_SHA256) == nil)
        #expect(CipherSuiteTable12.row(of: .TLS_FALLBACK_SCSV) == nil)
    }

    @Test(
        "What is on by default is an AEAD with ECDHE, and nothing speaks against it; all else is only spoken when named"
    )
    func defaults() {
        let defaults = CipherSuiteTable12.rows.filter(\.isDefault)
        #expect(
            Set(defaults.map(\.suite)) == [
                .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
                .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
                .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
            ])
        #expect(defaults.allSatisfy { $0.weaknesses.isEmpty })
        let unweakened = CipherSuiteTable12.rows.filter { !$0.isDefault && $0.weaknesses.isEmpty }
        #expect(
            Set(unweakened.map(\.suite)) == [.TLS_ECDHE_ECDSA_WITH_AES_128_CCM, .TLS_ECDHE_ECDSA_WITH_AES_256_CCM])
    }

    @Test("What speaks against a suite is told")
    func weaknesses() {
        func of(_ suite: CipherSuite) -> [CipherSuiteWeakness]? { CipherSuiteTable12.row(of: suite)?.weaknesses }
        #expect(of(.TLS_RSA_WITH_AES_128_GCM_SHA256) == [.keyTransport])
        #expect(of(.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384) == [.finiteField])
        #expect(of(.TLS_DHE_DSS_WITH_DES_CBC_SHA) == [.finiteField, .dsa, .cbc, .des])
        #expect(of(.TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA) == [.staticKey, .cbc, .tripleDES])
        #expect(of(.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384) == [.cbc])
        #expect(of(.TLS_RSA_WITH_RC4_128_MD5) == [.keyTransport, .rc4])
        #expect(of(.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8) == [.shortTag])
        let texts = CipherSuiteWeakness.allCases.map(\.description)
        #expect(Set(texts).count == texts.count)
        let found = CipherSuiteTable12.rows.flatMap(\.weaknesses)
        #expect(Set(found) == Set(CipherSuiteWeakness.allCases))
    }

    @Test("The strength is the bits of the cipher's key")
    func strength() {
        for row in CipherSuiteTable12.rows {
            #expect(
                row.strength == (row.usesDES ? row.strength : row.recordCipher(encryptsThenMACs: false).keyLength * 8))
        }
        #expect(CipherSuiteTable12.row(of: .TLS_RSA_WITH_DES_CBC_SHA)?.strength == 56)
        #expect(CipherSuiteTable12.row(of: .TLS_RSA_WITH_3DES_EDE_CBC_SHA)?.strength == 168)
        #expect(CipherSuiteTable12.row(of: .TLS_RSA_WITH_RC4_128_SHA)?.strength == 128)
        #expect(CipherSuiteTable.rows.map(\.strength) == [128, 256, 256])
    }

    @Test("Suites of a strength are kept in their order, whatever the version")
    func minimumStrength() {
        let named: [CipherSuite] = [
            .TLS_AES_128_GCM_SHA256, .TLS_RSA_WITH_3DES_EDE_CBC_SHA, .TLS_CHACHA20_POLY1305_SHA256,
            .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .TLS_RSA_WITH_DES_CBC_SHA, CipherSuite(rawValue: 0x0a0a),
        ]
        #expect(suites(named, ofStrength: 0) == named)
        #expect(suites(named, ofStrength: 57) == [named[0], named[1], named[2], named[3]])
        #expect(suites(named, ofStrength: 129) == [named[1], named[2], named[3]])
        #expect(suites(named, ofStrength: 256) == [named[2], named[3]])
        #expect(suites(named, ofStrength: 257) == [])
    }

    @Test("encrypt_then_mac changes block ciphers, and nothing else. RFC 7366 §3")
    func recordCipher() {
        for row in CipherSuiteTable12.rows {
            let plain = row.recordCipher(encryptsThenMACs: false), changed = row.recordCipher(encryptsThenMACs: true)
            #expect((plain != changed) == row.usesBlockCipher)
            if case .block(let cipher, let mac, let encryptsThenMACs) = changed {
                #expect(encryptsThenMACs)
                #expect(row.bulk == .block(cipher, mac: mac))
            }
        }
    }
}

extension CipherSuiteRow12 {
    /// Its keys have bits that are not used.
    fileprivate var usesDES: Bool {
        switch bulk {
        case .block(.des, _), .block(.tripleDES, _): true
        default: false
        }
    }
}
