import Foundation
import TLSMessages
import Testing

/// Who speaks the suites of TLS 1.2 with us, each by an implementation of its own.
enum SuitePeer: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case openssl = "OpenSSL"
    case gnutls = "GnuTLS"
    case java = "Java"
    case nss = "NSS"

    var testDescription: String { rawValue }

    /// Ends a test whose peer is missing.
    func require() throws {
        switch self {
        case .openssl: try Client.openssl.require()
        case .gnutls: try Client.gnutls.require()
        case .java: try Client.java.require()
        case .nss:
            guard ["tstclnt", "selfserv", "certutil", "pk12util"].contains(where: { Places.command($0) == nil })
            else { return }
            guard ProcessInfo.processInfo.environment["CI"] != "true" else {
                throw Client.Missing(description: "NSS \(Client.advice)")
            }
            try Test.cancel("NSS \(Client.advice)")
        }
    }

    /// The signature schemes of ours that it needs; nil: our own.
    var signatureSchemes: [SignatureScheme]? {
        // GnuTLS signs with DSA by SHA-1 alone.
        self == .gnutls ? [.rsaPKCS1SHA256, .ecdsaSecp256r1SHA256, .dsaSHA1] : nil
    }

    /// The suites that it is asked for, as a client of ours or as a server for us.
    func suites(asServer: Bool) -> [CipherSuite] {
        Spellings.olderSuites.filter { suite in
            SuiteParts(suite).map { speaks($0, asServer: asServer) } ?? false
        }
    }

    private func speaks(_ parts: SuiteParts, asServer: Bool) -> Bool {
        let isStatic = parts.keyExchange.hasPrefix("ECDH_")
        let isWeak = parts.cipher == "3DES_EDE_CBC" || parts.cipher == "RC4_128"
        return switch self {
        // OpenSSL 1.1 dropped static ECDH, and is built without the weak ciphers.
        case .openssl: !isStatic && !isWeak && parts.cipher != "DES_CBC"
        case .gnutls: !isStatic && parts.cipher != "DES_CBC"
        // JSSE has no CCM, and DES only up to TLS 1.1.
        case .java: !parts.cipher.contains("CCM") && parts.cipher != "DES_CBC"
        // The others have the rest. Its server takes no certificate that is for key agreement alone.
        case .nss: (isWeak || parts.cipher == "DES_CBC") && (!isStatic || !asServer)
        }
    }
}

/// How one connection with one suite went.
struct SuiteOutcome: Sendable {
    let suite: CipherSuite
    /// What went wrong; nil when a handshake with the suite and an exchange of data went well at both ends.
    var failure: String?
}
