package import TLSMessages
import TLSPrimitives

/// What a server has enabled for TLS 1.2, each best first.
package struct Enabled12: Sendable {
    /// The suites of TLS 1.2 among those enabled.
    package let rows: [CipherSuiteRow12]
    /// The same for clients that want ChaCha20-Poly1305.
    fileprivate let rowsForChaCha20: [CipherSuiteRow12]
    /// Curves for ECDHE, and groups of RFC 7919 for DHE.
    package let groups: [NamedGroup]
    package let signatureSchemes: [SignatureScheme]

    package init(cipherSuites: [CipherSuite], groups: [NamedGroup], signatureSchemes: [SignatureScheme]) {
        rows = cipherSuites.compactMap(CipherSuiteTable12.row)
        rowsForChaCha20 = rows.filter(\.isChaCha20) + rows.filter { !$0.isChaCha20 }
        self.groups = groups
        self.signatureSchemes = signatureSchemes
    }

    /// Our suites as they are tried with a client. No list is made: this runs in each handshake.
    ///
    /// A client that lists ChaCha20-Poly1305 before every AES suite has no fast AES: ours then move to the front.
    fileprivate func rows(for offered: [CipherSuite]) -> [CipherSuiteRow12] {
        let leader = offered.lazy.compactMap { suite in rows.first { $0.suite == suite } }.first
        return leader?.isChaCha20 ?? false ? rowsForChaCha20 : rows
    }
}

extension CipherSuiteRow12 {
    fileprivate var isChaCha20: Bool { bulk == .aead(.chaCha20Poly1305) }
}

/// What choices see of a certificate and its key.
package struct CertificateTraits: Hashable, Sendable {
    package let key: SignatureSchemeRow.Key
    /// What the certificate allows and the key can do.
    package let uses: CertificateUse
    /// The schemes it signs with, best first; nil for all that are enabled.
    package let schemes: [SignatureScheme]?

    package init(key: SignatureSchemeRow.Key, uses: CertificateUse = .any, schemes: [SignatureScheme]? = nil) {
        self.key = key
        self.uses = uses
        self.schemes = schemes
    }
}

/// A suite with all that goes with it.
package struct SuiteChoice12: Sendable {
    package let row: CipherSuiteRow12
    /// Which of the certificates, by its place.
    package let certificate: Int
    /// Of an ephemeral key exchange.
    package let group: NamedGroup?
    /// What signs an ephemeral key exchange.
    package let scheme: SignatureSchemeRow12?
}

/// Why there is no suite: what the suite that came furthest lacks.
package enum NoSuite12: Error, Hashable, Sendable, Comparable {
    case noSuiteInCommon
    /// No certificate of a suite in common, or none whose key may be used so.
    case noCertificate
    case noSignatureScheme
    case noGroup
}

/// The suite of TLS 1.2 that a server takes: its first that the client offers and that a certificate goes with, with a
/// group, a curve and a signature scheme that both have. RFC 5246 §7.4.1.3, RFC 8422 §5.1, RFC 7919 §4.
///
/// - Parameter certificates: best first. Those for the name that the client asks for are tried by themselves, before all.
package func chooseSuite12(
    _ hello: ClientHello, enabled: Enabled12, certificates: [CertificateTraits]
) throws(NoSuite12) -> SuiteChoice12 {
    var reason = NoSuite12.noSuiteInCommon
    for row in enabled.rows(for: hello.cipherSuites) where hello.cipherSuites.contains(row.suite) {
        do throws(NoSuite12) {
            return try complete(row, hello.extensions, enabled, certificates)
        } catch {
            reason = max(reason, error)
        }
    }
    throw reason
}

/// Finds what a suite needs besides itself.
private func complete(
    _ row: CipherSuiteRow12, _ offer: ClientHelloExtensions, _ enabled: Enabled12, _ certificates: [CertificateTraits]
) throws(NoSuite12) -> SuiteChoice12 {
    let group = try chooseGroup(of: row.keyExchange, offer, enabled)
    var reason = NoSuite12.noCertificate
    for (place, certificate) in certificates.enumerated() where row.keyExchange.fits(certificate.key) {
        // The certificate's key_usage binds, or else a key made for signing decrypts. RFC 5246 §7.4.2.
        guard certificate.uses.contains(row.keyExchange.use) else { continue }
        if case .ec(let curve) = certificate.key, !takesCurve12(curve, offer) {
            reason = max(reason, .noGroup)
            continue
        }
        guard row.keyExchange.isEphemeral else {
            return SuiteChoice12(row: row, certificate: place, group: nil, scheme: nil)
        }
        let scheme = chooseSignatureScheme12(
            offered: offer.signatureAlgorithms, enabled: certificate.schemes ?? enabled.signatureSchemes,
            key: certificate.key)
        if let scheme { return SuiteChoice12(row: row, certificate: place, group: group, scheme: scheme) }
        reason = max(reason, .noSignatureScheme)
    }
    throw reason
}

private func chooseGroup(
    of keyExchange: KeyExchange12, _ offer: ClientHelloExtensions, _ enabled: Enabled12
) throws(NoSuite12) -> NamedGroup? {
    let group: NamedGroup?
    switch keyExchange.groups {
    case .none, .certificate: return nil
    case .finiteField: group = chooseFiniteFieldGroup12(offer, enabled: enabled.groups)
    case .ellipticCurve: group = chooseCurve12(offer, enabled: enabled.groups)
    }
    guard let group else { throw .noGroup }
    return group
}
