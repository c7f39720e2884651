/// The authorities that are trusted: a snapshot that many threads share, replaced whole when trust changes.
///
/// Each certificate is read once, when the store is made. Looking up an issuer costs the same however many there are.
public struct TrustStore: Sendable {
    /// The anchors, in the order given, each once.
    public let anchors: [TrustAnchor]
    /// The anchors of a name, by its canonical form.
    private let bySubject: [[UInt8]: [Int]]

    /// Makes a store of anchors.
    public init(_ anchors: [TrustAnchor]) {
        var known: Set<TrustAnchor> = []
        self.anchors = anchors.filter { known.insert($0).inserted }
        var bySubject: [[UInt8]: [Int]] = [:]
        for (index, anchor) in self.anchors.enumerated() {
            bySubject[anchor.facts.subjectName, default: []].append(index)
        }
        self.bySubject = bySubject
    }

    /// Makes a store that trusts these certificates as authorities, and those that signed themselves as what they are.
    public init(_ certificates: [X509Certificate], profile: CertificateProfile = .rfc5280) {
        self.init(certificates.map { TrustAnchor($0, profile: profile) })
    }

    /// A store of the anchors of both.
    public func adding(_ other: TrustStore) -> TrustStore {
        TrustStore(anchors + other.anchors)
    }

    /// The names of the authorities, as a server tells them to clients. RFC 9846 §4.3.4.
    public var authorityNames: [DistinguishedName] {
        anchors.filter { $0.role.contains(.authority) }.map(\.certificate.subject)
    }

    /// The anchors that may have issued a certificate: those of its issuer's name.
    func authorities(named name: [UInt8]) -> [TrustAnchor] {
        (bySubject[name] ?? []).map { anchors[$0] }.filter { $0.role.contains(.authority) }
    }

    /// The anchor that is exactly this certificate and may be trusted as such.
    func endEntity(_ facts: CertificateFacts) -> TrustAnchor? {
        (bySubject[facts.subjectName] ?? []).map { anchors[$0] }.first {
            !$0.role.isDisjoint(with: [.endEntity, .selfSigned]) && $0.certificate == facts.certificate
        }
    }
}
