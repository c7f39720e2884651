public import TLSPrimitives

/// Issues certificates: an authority for tests and for private networks, or a server for itself.
///
/// No clock is read: the validity is part of the contents. The serial number is random unless the contents bring one.
public struct CertificateIssuer: Sendable {
    /// The name the certificates say they are issued by.
    public let name: DistinguishedName
    /// The key that signs.
    public let key: PrivateKey
    /// Signs with RSASSA-PSS instead of PKCS #1 version 1.5 when the key is an RSA key.
    public var usesPSS = false
    /// The hash for RSA signatures: 256, 384 or 512 bits. ECDSA takes the hash that goes with the curve.
    package var rsaHash = HashAlgorithm.sha256
    let keyIdentifier: [UInt8]

    /// The issuer whose certificate and key these are. Throws when they do not belong together.
    public init(certificate: X509Certificate, key: PrivateKey) throws(CertificateError) {
        guard certificate.matches(key) else {
            throw CertificateError(
                .invalidKey, field: "subjectPublicKey", reason: "the private key is not the one of the certificate")
        }
        name = certificate.subject
        self.key = key
        let ownIdentifier = try Self.keyIdentifier(of: key.publicKey)
        keyIdentifier = try certificate.subjectKeyIdentifier ?? ownIdentifier
    }

    /// An issuer of this name: with `issue` for its own public key, one that signs its own certificate.
    public init(name: DistinguishedName, key: PrivateKey) throws(CertificateError) {
        self.name = name
        self.key = key
        keyIdentifier = try Self.keyIdentifier(of: key.publicKey)
    }

    /// A certificate that vouches for its own key.
    public static func selfSigned(
        _ contents: CertificateContents, key: PrivateKey, usesPSS: Bool = false
    ) throws(CertificateError) -> X509Certificate {
        var issuer = try CertificateIssuer(name: contents.subject, key: key)
        issuer.usesPSS = usesPSS
        return try issuer.issue(contents, for: key.publicKey)
    }

    /// A certificate for a key. Throws when its contents cannot be said in one.
    public func issue(
        _ contents: CertificateContents, for subjectKey: PublicKey
    ) throws(CertificateError) -> X509Certificate {
        let algorithm = signatureAlgorithm
        let tbs = try tbsCertificate(contents, subjectKey, algorithm)
        return try X509Certificate(derBytes: try signed(tbs, algorithm))
    }

    /// What is signed, the algorithm and the signature, as certificates, revocation lists and OCSP answers have them.
    /// `others` is what may follow.
    package func signed(
        _ content: [UInt8], _ algorithm: SignatureAlgorithm, others: [UInt8] = []
    ) throws(CertificateError) -> [UInt8] {
        let signature: [UInt8]
        do {
            signature = try key.sign(algorithm, content.span.bytes)
        } catch {
            throw CertificateError(.cryptographyFailed, field: "signatureValue", reason: "\(error)")
        }
        var writer = DERWriter()
        writer.sequence { whole in
            whole.encoded(content)
            whole.algorithmIdentifier(algorithm)
            whole.bitString(signature)
            whole.encoded(others)
        }
        return writer.bytes
    }

    /// TBSCertificate. RFC 5280 §4.1.2.
    private func tbsCertificate(
        _ contents: CertificateContents, _ subjectKey: PublicKey, _ algorithm: SignatureAlgorithm
    ) throws(CertificateError) -> [UInt8] {
        let serialNumber = try Self.checkedSerialNumber(contents.serialNumber)
        let extensions = IssuedExtensions(
            contents: contents, subjectKeyIdentifier: try Self.keyIdentifier(of: subjectKey),
            authorityKeyIdentifier: keyIdentifier)
        guard contents.notBefore <= contents.notAfter, contents.notBefore.year >= 0, contents.notAfter.year <= 9999
        else {
            throw CertificateError(.invalidContents, field: "validity", reason: "the certificate would never be valid")
        }
        var writer = DERWriter()
        try writer.sequence { tbs throws(CertificateError) in
            tbs.constructed(.contextConstructed(0)) { $0.integer(2) }
            tbs.unsignedInteger(serialNumber)
            tbs.algorithmIdentifier(algorithm)
            tbs.encoded(name.derBytes)
            tbs.sequence { validity in
                validity.time(contents.notBefore)
                validity.time(contents.notAfter)
            }
            tbs.encoded(contents.subject.derBytes)
            tbs.encoded(SubjectPublicKeyInfo(subjectKey).derBytes)
            try extensions.write(to: &tbs)
        }
        return writer.bytes
    }

    /// The signature that goes with the key. ECDSA hashes to the size of the curve. RFC 9846 §4.3.3.
    package var signatureAlgorithm: SignatureAlgorithm {
        switch key.keyType {
        case .rsaPSS: .rsaPSS(rsaHash)
        case .rsa: usesPSS ? .rsaPSS(rsaHash) : .rsaPKCS1(rsaHash)
        case .ec(.p256): .ecdsa(.sha256)
        case .ec(.p384): .ecdsa(.sha384)
        case .ec(.p521): .ecdsa(.sha512)
        case .dsa: .dsa(.sha256)
        case .ed25519: .ed25519
        case .ed448: .ed448
        }
    }

    /// Positive, at most 20 octets; 16 random ones, the first between 40 and 7F, when none is given. RFC 5280 §4.1.2.2.
    private static func checkedSerialNumber(_ chosen: [UInt8]?) throws(CertificateError) -> [UInt8] {
        if let chosen {
            let digits = chosen.drop { $0 == 0 }
            guard (1...Limits.serialNumberSize).contains(digits.count) else {
                throw CertificateError(
                    .invalidContents, field: "serialNumber", reason: "it is zero or longer than 20 octets")
            }
            return Array(digits)
        }
        do {
            var serial = try SystemRandom().bytes(16)
            if !serial.isEmpty { serial[0] = serial[0] & 0x3f | 0x40 }
            return serial
        } catch {
            throw CertificateError(.cryptographyFailed, field: "serialNumber", reason: "\(error)")
        }
    }

    /// The first 160 bits of the SHA-256 of the key's bits. RFC 7093 §2, method 1.
    private static func keyIdentifier(of key: PublicKey) throws(CertificateError) -> [UInt8] {
        let bits = try SubjectPublicKeyInfo(key).keyBits
        do {
            return Array(try HashAlgorithm.sha256.digest(of: bits.span.bytes).bytes.prefix(20))
        } catch {
            throw CertificateError(.cryptographyFailed, field: "subjectKeyIdentifier", reason: "\(error)")
        }
    }
}
