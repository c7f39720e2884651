import TLSCertificates
import TLSProvider

/// Who a client is, as its certificate says.
struct ClientFacts: Hashable, Sendable {
    /// Whom the certificate is for.
    var subject: String
    /// Who has issued it.
    var issuer: String
    /// Its SHA-256 fingerprint.
    var fingerprint: String
    /// How many certificates lead from it to its authority's, both counted; nil when nobody has looked.
    var pathLength: Int?

    /// The path in words.
    var pathText: String {
        switch pathLength {
        case nil: "not looked for"
        case 1?: "1 certificate, trusted itself"
        case let length?: "\(length) certificates, with the authority's"
        }
    }
}

extension ClientFacts {
    /// The client of a connection; nil when it has presented no certificate.
    init?(_ negotiated: NegotiatedParameters) {
        guard let leaf = negotiated.peerCertificates.first else { return nil }
        self.init(
            subject: leaf.subject.description, issuer: leaf.issuer.description,
            fingerprint: (try? leaf.fingerprint(.sha256))?.uppercased() ?? "",
            pathLength: negotiated.verifiedPath?.chain.count)
    }

    /// The client in lines of a name and a value.
    var rows: [(String, String)] {
        [("Client is", subject), ("Certified by", issuer), ("SHA-256", fingerprint), ("Path", pathText)]
    }

    /// The client for programs.
    var json: JSONValue {
        .object([
            .init("subject", .string(subject)), .init("issuer", .string(issuer)),
            .init("sha256", .string(fingerprint)),
            .init("pathLength", pathLength.map { .number($0) } ?? .null),
        ])
    }
}
