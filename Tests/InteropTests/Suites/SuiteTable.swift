import InternalProvider
import TLSMessages
import TLSProvider

/// The table of the article `CipherSuites`: what each suite of TLS 1.2 is, and whom it is spoken with in the tests.
enum SuiteTable {
    static var lines: [String] {
        let head = [
            "Suite", "Number", "Key exchange", "On by default, or why not", "Our server with", "Our client with",
        ]
        return [row(head), row(head.map { _ in "---" })] + Spellings.olderSuites.map(line)
    }

    private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

    private static func line(_ suite: CipherSuite) -> String {
        let number = hexadecimal([UInt8(suite.rawValue >> 8), UInt8(suite.rawValue & 0xff)]).uppercased()
        return row([
            "`\(suite)`", "0x\(number)", keyExchange(of: suite), standing(of: suite),
            names(suite, asServer: false), names(suite, asServer: true),
        ])
    }

    /// What the premaster secret comes from, and what the certificate is for.
    private static func keyExchange(of suite: CipherSuite) -> String {
        switch SuiteParts(suite)?.keyExchange {
        case "RSA": "sent to the certificate's RSA key"
        case "DHE_RSA": "a finite-field group, signed with RSA"
        case "DHE_DSS": "a finite-field group, signed with DSA"
        case "ECDHE_RSA": "a curve, signed with RSA"
        case "ECDHE_ECDSA": "a curve, signed with ECDSA or EdDSA"
        case "ECDH_RSA": "the certificate's own curve; certified with RSA"
        case "ECDH_ECDSA": "the certificate's own curve; certified with ECDSA"
        default: ""
        }
    }

    private static func standing(of suite: CipherSuite) -> String {
        guard !CipherSuite.allDefault.contains(suite) else { return "on" }
        let weaknesses = InternalProvider.weaknesses(of: suite)
        return weaknesses.isEmpty ? "rarely wanted" : weaknesses.joined(separator: "; ")
    }

    private static func names(_ suite: CipherSuite, asServer: Bool) -> String {
        SuitePeer.allCases.filter { $0.suites(asServer: asServer).contains(suite) }.map(\.rawValue)
            .joined(separator: ", ")
    }
}
