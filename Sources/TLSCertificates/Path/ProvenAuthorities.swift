import TLSPrimitives

/// Authorities whose signatures were checked before: every peer below an authority sends its certificate anew.
///
/// Only what stood in an accepted path comes in, so nobody fills it who has no authority to vouch for him. It spares reading
/// the certificate and its key and checking its signature again; dates, lengths and all other rules are judged each time.
final class ProvenAuthorities: Sendable {
    /// An authority's certificate with its key, and the key that its signature was made with.
    struct Entry {
        let facts: CertificateFacts
        let key: PublicKey
        let issuer: PublicKey
    }

    private let entries = Lock<[X509Certificate: Entry]>([:])

    func entry(for certificate: X509Certificate) -> Entry? {
        entries.withLock { $0[certificate] }
    }

    func add(_ facts: CertificateFacts, key: PublicKey, issuer: PublicKey) {
        entries.withLock { entries in
            guard entries[facts.certificate] == nil else { return }
            // All are read anew now and then where there are so many; nothing else is lost.
            if entries.count >= Limits.provenAuthorities { entries.removeAll() }
            entries[facts.certificate] = Entry(facts: facts, key: key, issuer: issuer)
        }
    }
}
