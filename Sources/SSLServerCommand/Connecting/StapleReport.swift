import Glibc
import TLSCertificates

/// What the server's OCSP response says, the one that comes with its certificate.
enum StapleReport: Hashable, Sendable {
    /// None came.
    case missing
    /// What it says of the server's certificate.
    case status(RevocationStatus)
    /// It came, and nobody is known who could have issued the certificate.
    case unchecked
    /// It cannot be read. Why, in one line.
    case unreadable(String)

    /// Reads a response about the first certificate of a chain, which has that of its issuer somewhere behind it.
    init(_ response: [UInt8]?, chain: [X509Certificate]) {
        guard let response else {
            self = .missing
            return
        }
        guard let leaf = chain.first,
            let issuer = chain.dropFirst().first(where: { $0.subject.matches(leaf.issuer) })
        else {
            self = .unchecked
            return
        }
        do {
            let now = CertificateTime(secondsSinceEpoch: Int64(Glibc.time(nil)))
            let read = try OCSPResponse(derBytes: response)
            self = .status(read.status(of: leaf, issuer: try IssuingAuthority(issuer), at: now))
        } catch {
            self = .unreadable("\(error)")
        }
    }

    /// In words.
    var text: String {
        switch self {
        case .missing: "none"
        case .status(let status): status.description
        case .unchecked: "not checked: the certificate's issuer is not known"
        case .unreadable(let reason): "cannot be read: \(reason)"
        }
    }
}
