public import TLSCertificates
public import TLSPrimitives

/// The kinds of keys that can be made.
public enum NewKeyKind: String, Hashable, Sendable, CaseIterable {
    /// RSA with a modulus of 2048 bits.
    case rsa2048
    /// RSA with a modulus of 3072 bits.
    case rsa3072
    /// RSA with a modulus of 4096 bits.
    case rsa4096
    /// ECDSA on P-256.
    case p256
    /// ECDSA on P-384.
    case p384
    /// ECDSA on P-521.
    case p521
    /// Ed25519.
    case ed25519
    /// Ed448.
    case ed448

    private var keyType: KeyType {
        switch self {
        case .rsa2048: .rsa(bits: 2048)
        case .rsa3072: .rsa(bits: 3072)
        case .rsa4096: .rsa(bits: 4096)
        case .p256: .ec(.p256)
        case .p384: .ec(.p384)
        case .p521: .ec(.p521)
        case .ed25519: .ed25519
        case .ed448: .ed448
        }
    }

    /// Makes a key. Throws when libcrypto fails.
    public func generate() throws(KeyStoreError) -> PrivateKey {
        do {
            return try PrivateKey.generate(keyType)
        } catch {
            throw KeyStoreError(.invalidKey, reason: "the key cannot be made: \(error)")
        }
    }
}

extension TLSIdentity {
    /// A server's identity that vouches for itself: for tests, and for peers who are told its fingerprint.
    ///
    /// - Parameters:
    ///   - names: The host names it is for; `*` may stand for the first label.
    ///   - ipAddresses: The IP addresses it is for.
    ///   - notBefore: The first moment at which the certificate is valid.
    ///   - notAfter: The last moment at which the certificate is valid.
    ///   - key: What kind of key is made.
    public static func selfSigned(
        names: [String], ipAddresses: [String] = [], notBefore: CertificateTime, notAfter: CertificateTime,
        key: NewKeyKind = .p256
    ) throws(KeyStoreError) -> TLSIdentity {
        let privateKey = try key.generate()
        let certificate: X509Certificate
        do {
            var contents = try CertificateContents.server(
                names: names, ipAddresses: ipAddresses, notBefore: notBefore, notAfter: notAfter)
            if !key.isRSA { contents.keyUsage = .digitalSignature }
            certificate = try CertificateIssuer.selfSigned(contents, key: privateKey)
        } catch {
            throw KeyStoreError(error)
        }
        return try TLSIdentity(certificateChain: [certificate], privateKey: privateKey)
    }
}

extension NewKeyKind {
    /// Whether the key can encrypt too, which keyUsage then says.
    fileprivate var isRSA: Bool {
        switch self {
        case .rsa2048, .rsa3072, .rsa4096: true
        case .p256, .p384, .p521, .ed25519, .ed448: false
        }
    }
}
