import TLSCertificates

/// Which certificate of a store is meant.
enum StoreSearch: Hashable {
    /// `*`: the first.
    case first
    /// A distinguished name, or a part of one.
    case subject(String)
    /// A hash: hexadecimal, upper-case and without separators.
    case thumbprint(String)

    private static let thumbprintPrefix = "thumbprint="

    init(_ text: String) {
        if text == "*" {
            self = .first
        } else if text.lowercased().hasPrefix(Self.thumbprintPrefix) {
            self.init(thumbprint: String(text.dropFirst(Self.thumbprintPrefix.count)))
        } else {
            self = .subject(text)
        }
    }

    init(thumbprint: String) {
        self = .thumbprint(thumbprint.filter { !": ".contains($0) }.uppercased())
    }

    /// The certificates that are meant: those with the whole name where there are any, or else those with a part of it.
    func hits(in certificates: [X509Certificate]) -> [Int] {
        switch self {
        case .first: return Array(certificates.indices)
        case .thumbprint(let wanted):
            guard let algorithm = Self.algorithm(ofDigits: wanted.count) else { return [] }
            return certificates.indices.filter { certificates[$0].thumbprint(algorithm) == wanted }
        case .subject(let wanted):
            let names = certificates.map(\.subject.description)
            // Spaces and quotes that mean nothing go by reading the name and printing it.
            let printed = (try? DistinguishedName(text: wanted))?.description ?? wanted
            let exact = names.indices.filter { names[$0] == printed || names[$0] == wanted }
            guard exact.isEmpty else { return exact }
            let part = wanted.lowercased()
            return names.indices.filter { names[$0].lowercased().contains(part) }
        }
    }

    private static func algorithm(ofDigits count: Int) -> FingerprintAlgorithm? {
        switch count {
        case 32: .md5
        case 40: .sha1
        case 64: .sha256
        default: nil
        }
    }
}
