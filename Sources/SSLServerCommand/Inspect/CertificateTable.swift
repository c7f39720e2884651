import SSLServer
import TLSCertificates

/// A certificate in lines of a name and a value.
enum CertificateTable {
    /// The lines, with the values in a column and nothing in them that acts on a terminal.
    static func lines(_ rows: [(String, String)], indent: String) -> [String] {
        let width = rows.map(\.0.utf8.count).max() ?? 0
        return rows.map { name, value in
            indent + name + String(repeating: " ", count: width - name.utf8.count + 2) + value.printable
        }
    }

    /// Who it is, until when, and with which key.
    static func rows(_ certificate: X509Certificate) -> [(String, String)] {
        let key = certificate.subjectPublicKeyInfo.keyDescription
        let names = (try? certificate.subjectAlternativeNames)?.map(\.description) ?? []
        var rows = [
            ("Subject", certificate.subject.description),
            ("Issuer", certificate.issuer.description),
            ("Valid from", certificate.notBefore.description),
            ("Valid until", certificate.notAfter.description),
        ]
        if !names.isEmpty { rows.append(("Names", names.joined(separator: ", "))) }
        rows.append(("Key", key.bits > 0 ? "\(key.algorithm), \(key.bits) bits" : key.algorithm))
        for (name, algorithm) in [("SHA-256", FingerprintAlgorithm.sha256), ("SHA-1", .sha1)] {
            if let text = try? certificate.fingerprint(algorithm) { rows.append((name, text.uppercased())) }
        }
        return rows
    }
}
