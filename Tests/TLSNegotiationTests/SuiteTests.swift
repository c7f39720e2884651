import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

private let aes128 = CipherSuite.TLS_AES_128_GCM_SHA256
private let aes256 = CipherSuite.TLS_AES_256_GCM_SHA384
private let chacha = CipherSuite.TLS_CHACHA20_POLY1305_SHA256
private let grease = CipherSuite(rawValue: 0x1a1a)
private let tls12Suite = CipherSuite(rawValue: 0xc02f)

/// What a client offers, what we have enabled, and the suite taken.
private struct SuiteCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let offered: [CipherSuite]
    let enabled: [CipherSuite]
    let chosen: CipherSuite?

    init(
        _ name: String, offered: [CipherSuite], enabled: [CipherSuite] = [aes128, aes256, chacha],
        _ chosen: CipherSuite?
    ) {
        testDescription = name
        self.offered = offered
        self.enabled = enabled
        self.chosen = chosen
    }

    static let all: [SuiteCase] = [
        SuiteCase("our order rules", offered: [aes256, aes128, chacha], aes128),
        SuiteCase("our order rules, another", offered: [aes128, aes256], enabled: [aes256, aes128], aes256),
        SuiteCase("the client lists ChaCha20 first", offered: [chacha, aes128, aes256], chacha),
        SuiteCase("ChaCha20 first behind GREASE", offered: [grease, chacha, aes128], chacha),
        SuiteCase("ChaCha20 first behind suites of 1.2", offered: [tls12Suite, chacha, aes128], chacha),
        SuiteCase("ChaCha20 second", offered: [aes256, chacha, aes128], aes128),
        SuiteCase("ChaCha20 first, not enabled", offered: [chacha, aes128], enabled: [aes256, aes128], aes128),
        SuiteCase(
            "ChaCha20 first behind a suite that is not enabled", offered: [aes256, chacha, aes128],
            enabled: [aes128, chacha], chacha),
        SuiteCase("only the second of ours", offered: [aes256], aes256),
        SuiteCase("offered twice", offered: [aes256, aes256], aes256),
        SuiteCase("nothing in common", offered: [grease, tls12Suite, .TLS_FALLBACK_SCSV], nil),
        SuiteCase("nothing enabled", offered: [aes128], enabled: [], nil),
        SuiteCase("nothing offered", offered: [], nil),
        SuiteCase("enabled but not known here", offered: [grease], enabled: [grease], nil),
    ]
}

@Suite("A server takes its first suite that the client offers. RFC 9846 §4.2.2")
struct SuiteTests {
    @Test("The suite is chosen", arguments: SuiteCase.all)
    private func chooses(_ suite: SuiteCase) {
        #expect(chooseSuite(offered: suite.offered, enabled: suite.enabled, version: .tls13)?.suite == suite.chosen)
    }

    @Test("A suite of one version is never taken for another")
    func version() {
        #expect(chooseSuite(offered: [aes128, chacha], enabled: [aes128, chacha], version: .tls12) == nil)
    }

    @Test("Each suite has its AEAD and hash. RFC 9846 §B.4")
    func table() {
        let expected: [CipherSuite: (AEADAlgorithm, HashAlgorithm)] = [
            aes128: (.aes128GCM, .sha256), aes256: (.aes256GCM, .sha384), chacha: (.chaCha20Poly1305, .sha256),
        ]
        let rows = CipherSuiteTable.rows.filter { $0.version == .tls13 }
        #expect(rows.count == expected.count)
        for row in rows {
            #expect(row.aead == expected[row.suite]?.0)
            #expect(row.hash == expected[row.suite]?.1)
        }
        #expect(Set(CipherSuiteTable.rows.map(\.suite)).count == CipherSuiteTable.rows.count)
    }

    @Test("A hello with every number there is costs one pass")
    func everySuite() {
        let offered = (UInt16.min...UInt16.max).map(CipherSuite.init(rawValue:))
        #expect(chooseSuite(offered: offered, enabled: [chacha, aes256], version: .tls13)?.suite == chacha)
    }
}
