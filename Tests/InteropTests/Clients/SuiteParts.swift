import Foundation
import TLSMessages

/// What the registered name of a suite of TLS 1.2 says, and how others spell it.
struct SuiteParts: Sendable {
    /// Such as `ECDHE_RSA`.
    let keyExchange: String
    /// Such as `AES_128_CBC`.
    let cipher: String
    /// The hash at the end: the MAC's where there is one. Empty for CCM.
    let hash: String

    init?(_ suite: CipherSuite) {
        let halves = suite.description.dropFirst("TLS_".count).components(separatedBy: "_WITH_")
        guard halves.count == 2 else { return nil }
        keyExchange = halves[0]
        let parts = halves[1].split(separator: "_")
        let hash = parts.last.map { String($0) } ?? ""
        self.hash = ["SHA", "SHA256", "SHA384", "MD5"].contains(hash) ? hash : ""
        cipher = parts.dropLast(self.hash.isEmpty ? 0 : 1).joined(separator: "_")
    }

    var isAEAD: Bool { cipher.contains("GCM") || cipher.contains("CCM") || cipher.contains("POLY1305") }
    var usesCBC: Bool { cipher.hasSuffix("CBC") }

    /// As OpenSSL spells the suite.
    var openSSLName: String {
        let bulk =
            switch cipher {
            case "CHACHA20_POLY1305": "CHACHA20-POLY1305"
            case "3DES_EDE_CBC": "DES-CBC3-\(hash)"
            case "DES_CBC": "DES-CBC-\(hash)"
            case "RC4_128": "RC4-\(hash)"
            default: "\(openSSLCipher)\(hash.isEmpty ? "" : "-\(hash)")"
            }
        return keyExchange == "RSA" ? bulk : "\(keyExchange.replacing("_", with: "-"))-\(bulk)"
    }

    /// AES128, AES128-GCM or AES128-CCM8.
    private var openSSLCipher: String {
        cipher.replacing("_CBC", with: "").replacing("CCM_8", with: "CCM8").replacing("AES_", with: "AES")
            .replacing("_", with: "-")
    }

    /// As GnuTLS spells the key exchange, the cipher and the MAC.
    var gnuTLSNames: (keyExchange: String, cipher: String, mac: String) {
        let cipher =
            switch cipher {
            case "3DES_EDE_CBC": "3DES-CBC"
            case "RC4_128": "ARCFOUR-128"
            default: cipher.replacing("_", with: "-")
            }
        return (keyExchange.replacing("_", with: "-"), cipher, isAEAD ? "AEAD" : hash == "SHA" ? "SHA1" : hash)
    }

    /// As the commands of NSS tell cipher and MAC.
    var nssText: String {
        let bulk =
            switch cipher {
            case "3DES_EDE_CBC": "bit 3DES"
            case "DES_CBC": "56-bit DES"
            case "RC4_128": "128-bit RC4"
            default: cipher
            }
        return "\(bulk) with \(hash == "MD5" ? "128-bit MD5" : "160-bit SHA1") MAC"
    }
}

extension Spellings {
    /// The suites of TLS 1.2 that we can speak.
    static let olderSuites: [CipherSuite] = CipherSuite.namedOlder
    private static let byOpenSSLName = Dictionary(
        uniqueKeysWithValues: olderSuites.compactMap { suite in SuiteParts(suite).map { ($0.openSSLName, suite) } })

    /// The suite of TLS 1.2 that OpenSSL calls so.
    static func openSSLSuite(_ name: String) -> CipherSuite? { byOpenSSLName[name] }
}
