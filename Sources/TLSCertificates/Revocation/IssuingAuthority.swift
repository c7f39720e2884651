package import TLSPrimitives

/// Who issued a certificate, as far as its status depends on it: by a certificate, or a trust anchor's name and key.
package struct IssuingAuthority: Hashable, Sendable {
    package let name: DistinguishedName
    package let publicKeyInfo: SubjectPublicKeyInfo
    /// What the key may be used for; nil when nothing says.
    package let keyUsage: KeyUsage?
    /// The key, where `publicKeyInfo` is not enough to know it: a DSA key with the parameters of its issuer's.
    let inheritingKey: PublicKey?

    package init(
        name: DistinguishedName, publicKeyInfo: SubjectPublicKeyInfo, keyUsage: KeyUsage? = nil, key: PublicKey? = nil
    ) {
        self.name = name
        self.publicKeyInfo = publicKeyInfo
        self.keyUsage = keyUsage
        inheritingKey = key.flatMap { publicKeyInfo.inheritsParameters ? $0 : nil }
    }

    package init(_ certificate: X509Certificate) throws(CertificateError) {
        self.init(
            name: certificate.subject, publicKeyInfo: certificate.subjectPublicKeyInfo,
            keyUsage: try certificate.keyUsage)
    }

    /// Whether the key may sign revocation lists. RFC 5280 §4.2.1.3.
    var maySignLists: Bool { keyUsage.map { $0.contains(.crlSign) } ?? true }
}

/// Whether two names are the same. RFC 5280 §7.1. The one place that says how names of revocation are compared.
func namesMatch(_ left: DistinguishedName, _ right: DistinguishedName) -> Bool {
    left.matches(right)
}

/// Whether two general names are the same.
func namesMatch(_ left: GeneralName, _ right: GeneralName) -> Bool {
    if case .directoryName(let one) = left, case .directoryName(let other) = right { return namesMatch(one, other) }
    return left == right
}
