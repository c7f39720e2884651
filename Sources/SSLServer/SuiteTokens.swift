import TLSMessages
import TLSProvider

/// The names of the settings for cipher suites.
enum SuiteTokens {
    /// The ciphers in suites' names, and the bits of their keys.
    private static let ciphers: [(name: String, keyBits: Int)] = [
        ("AES_128_GCM", 128), ("AES_256_GCM", 256), ("CHACHA20_POLY1305", 256), ("AES_128_CBC", 128),
        ("AES_256_CBC", 256), ("AES_128_CCM_8", 128), ("AES_256_CCM_8", 256), ("AES_128_CCM", 128),
        ("AES_256_CCM", 256), ("3DES_EDE_CBC", 168), ("DES_CBC", 56), ("RC4_128", 128),
    ]

    /// Every suite that can be named.
    static let all = CipherSuite.allTLS13 + CipherSuite.namedOlder

    static func keyBits(of suite: CipherSuite) -> Int {
        row(of: suite)?.keyBits ?? 0
    }

    /// The bulk cipher's name.
    static func cipher(of suite: CipherSuite) -> String {
        row(of: suite)?.name ?? suite.description
    }

    /// Whether DSA certificates go with it.
    static func usesDSA(_ suite: CipherSuite) -> Bool { suite.description.contains("_DSS_") }

    /// How the key exchange is called where no group tells it; empty where there is none.
    static func keyExchange(of suite: CipherSuite) -> String {
        if suite.description.hasPrefix("TLS_RSA_WITH_") { return "RSA" }
        return suite.isTLS13 ? "PSK" : ""
    }

    private static func row(of suite: CipherSuite) -> (name: String, keyBits: Int)? {
        // A name of CCM ends with the cipher.
        let name = suite.description + "_"
        return ciphers.first { name.contains("_\($0.name)_") }
    }

    /// Reads `*`, or names separated by semicolons or commas; nil for `*`. Names of Windows' CryptoAPI select all suites of
    /// their cipher.
    static func parse(_ text: String) throws(SSLError) -> [CipherSuite]? {
        guard text != "*" else { return nil }
        var suites: [CipherSuite] = []
        var restricts = false
        for name in TokenList.split(text) {
            // A name that is not known, or not there, must not quietly widen or empty the list.
            let named: [CipherSuite]
            if let suite = CipherSuite(named: name) {
                named = [suite]
            } else if let algorithm = CryptoAPIAlgorithm(name) {
                guard algorithm.isCipher else { continue }
                named = try algorithm.suites()
            } else {
                throw SSLError(.invalidArgument, "cipher suite \(escapeForLog(name)) is not known to this build")
            }
            restricts = true
            for suite in named where !suites.contains(suite) { suites.append(suite) }
        }
        guard restricts else {
            guard TokenList.split(text).isEmpty else { return nil }
            throw SSLError(.invalidArgument, "SSLEnabledCipherSuites must name a suite or be *")
        }
        return suites
    }

    static func describe(_ suites: [CipherSuite]?) -> String {
        suites.map { $0.map(\.description).joined(separator: ";") } ?? "*"
    }
}
