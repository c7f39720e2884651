import TLSPrimitives

/// Certificates whose signatures were checked before: every peer below an authority sends that one's anew, and most peers come
/// back with their own.
///
/// Only what stood in an accepted path comes in, so nobody fills it who has no authority to vouch for him. It spares reading
/// extensions and checking a signature that cannot have changed; dates, names, revocation and all other rules are judged
/// each time.
final class ProvenCertificates: Sendable {
    /// What is known of a certificate.
    final class Entry: Sendable {
        let facts: CertificateFacts
        /// The certified key, of an authority.
        let key: PublicKey?
        /// The key that the signature was made with.
        let issuer: PublicKey

        init(_ facts: CertificateFacts, key: PublicKey?, issuer: PublicKey) {
            self.facts = facts
            self.key = key
            self.issuer = issuer
        }
    }

    /// Two ages: what was not asked for while the younger filled up goes with the older.
    private struct Ages {
        var younger: [X509Certificate: Entry] = [:]
        var older: [X509Certificate: Entry] = [:]

        mutating func find(_ certificate: X509Certificate) -> Entry? {
            if let known = younger[certificate] { return known }
            guard let known = older.removeValue(forKey: certificate) else { return nil }
            add(known)
            return known
        }

        mutating func add(_ entry: Entry) {
            if younger.count >= Limits.provenCertificates / 2 {
                older = younger
                younger = [:]
            }
            younger[entry.facts.certificate] = entry
        }
    }

    private let ages = Lock(Ages())

    /// What is known of each of these.
    func entries(for certificates: [X509Certificate]) -> [Entry?] {
        ages.withLock { ages in certificates.map { ages.find($0) } }
    }

    func add(_ entries: [Entry]) {
        guard !entries.isEmpty else { return }
        ages.withLock { ages in
            for entry in entries { ages.add(entry) }
        }
    }

    /// How many are kept.
    var count: Int { ages.withLock { $0.younger.count + $0.older.count } }
}
