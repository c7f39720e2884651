import TLSMessages

/// The ways that a suite of TLS 1.2 uses the server's certificate, each with an identity in `Vectors/interop/suites`.
enum SuiteIdentity: String, CaseIterable, Sendable {
    case rsa, ecdsa, dsa
    /// For static ECDH: keys for key agreement, by who signed their certificates.
    case ecdhRSA = "ecdh-rsa"
    case ecdhECDSA = "ecdh-ecdsa"

    /// The identity that a server needs for a suite.
    init(for suite: CipherSuite) {
        self =
            switch SuiteParts(suite)?.keyExchange {
            case "ECDHE_ECDSA": .ecdsa
            case "DHE_DSS": .dsa
            case "ECDH_RSA": .ecdhRSA
            case "ECDH_ECDSA": .ecdhECDSA
            default: .rsa
            }
    }

    /// The fixture's name.
    var fixture: String { "suites/\(rawValue)" }

    /// The kind of its key, as Java calls it.
    var javaKeyType: String {
        switch self {
        case .rsa: "RSA"
        case .dsa: "DSA"
        case .ecdsa, .ecdhRSA, .ecdhECDSA: "EC"
        }
    }
}
