import TLSCertificates
import TLSPrimitives

/// A certificate that is made as a case wants it, right or wrong: nothing here asks whether it may be so.
struct CertificateDraft {
    /// The moment at which the cases are judged.
    static let now: Int64 = 1_800_000_000

    var version = 3
    /// The content of the INTEGER.
    var serialNumber: [UInt8] = [1]
    var subject: [UInt8]
    var issuer: [UInt8]
    var notBefore = now - 86_400
    var notAfter = now + 86_400
    /// SubjectPublicKeyInfo.
    var publicKeyInfo: [UInt8]
    var signer: PrivateKey
    var signature = SignatureAlgorithm.ecdsa(.sha256)
    var isSignatureGood = true
    private(set) var extensions: [X509Extension] = []

    /// Keys that the cases share, all for ECDSA with P-256 and SHA-256.
    static let keys: [PrivateKey] = (0..<64).compactMap { _ in try? PrivateKey.generate(.ec(.p256)) }

    /// A certificate without extensions, of names such as `CN=Root`; empty for none.
    init(_ subject: String, key: PrivateKey, by issuer: String, signer: PrivateKey) throws {
        self.subject = try Self.name(subject)
        self.issuer = try Self.name(issuer)
        publicKeyInfo = SubjectPublicKeyInfo(key.publicKey).derBytes
        self.signer = signer
    }

    private static func name(_ text: String) throws -> [UInt8] {
        text.isEmpty ? [0x30, 0] : try DistinguishedName(text: text).derBytes
    }

    /// An authority, with every extension that RFC 5280 wants.
    static func authority(
        _ subject: String, key: Int, by issuer: String, signer: Int, pathLength: Int? = nil
    ) throws -> CertificateDraft {
        var draft = try CertificateDraft(subject, key: keys[key], by: issuer, signer: keys[signer])
        draft.set(.basicConstraints, isCritical: true) { value in
            value.sequence { fields in
                fields.boolean(true)
                if let pathLength { fields.integer(pathLength) }
            }
        }
        draft.set(.keyUsage, isCritical: true) { $0.namedBits([0x06]) }
        draft.setKeyIdentifiers(key, signer)
        return draft
    }

    /// An authority that vouches for itself.
    static func root(_ subject: String = "CN=Root", key: Int = 0) throws -> CertificateDraft {
        try authority(subject, key: key, by: subject, signer: key)
    }

    /// A server's certificate, with every extension that the web's authorities write.
    static func endEntity(
        _ hosts: [String] = ["a.example.test"], key: Int = 1, by issuer: String = "CN=Root", signer: Int = 0
    ) throws -> CertificateDraft {
        var draft = try CertificateDraft(
            "CN=\(hosts.first ?? "end entity")", key: keys[key], by: issuer, signer: keys[signer])
        draft.set(.basicConstraints, isCritical: true) { $0.sequence { _ in } }
        draft.set(.keyUsage, isCritical: true) { $0.namedBits([0x80]) }
        draft.setKeyIdentifiers(key, signer)
        draft.setPurposes([.serverAuthentication])
        draft.setNames(try hosts.map { try SampleCertificate.encodedName("dns:\($0)") })
        return draft
    }

    // MARK: Extensions

    /// Adds an extension, or puts another in its place.
    mutating func set(_ identifier: OID, isCritical: Bool = false, _ body: (inout DERWriter) -> Void) {
        let value = SampleCertificate.value(identifier, isCritical: isCritical, body)
        if let index = extensions.firstIndex(where: { $0.identifier == identifier }) {
            extensions[index] = value
        } else {
            extensions.append(value)
        }
    }

    mutating func remove(_ identifier: OID) {
        extensions.removeAll { $0.identifier == identifier }
    }

    /// Changes whether an extension is critical.
    mutating func mark(_ identifier: OID, isCritical: Bool) {
        extensions = extensions.map { found in
            guard found.identifier == identifier else { return found }
            return X509Extension(identifier: identifier, isCritical: isCritical, value: found.value)
        }
    }

    mutating func setKeyIdentifiers(_ own: Int, _ signer: Int) {
        set(.subjectKeyIdentifier) { $0.value(.octetString, Self.identifier(own)) }
        set(.authorityKeyIdentifier) { value in value.sequence { $0.value(.context(0), Self.identifier(signer)) } }
    }

    static func identifier(_ key: Int) -> [UInt8] { [0x10, UInt8(key)] }

    mutating func setPurposes(_ purposes: [OID], isCritical: Bool = false) {
        set(.extKeyUsage, isCritical: isCritical) { value in
            value.sequence { list in
                for purpose in purposes { list.objectIdentifier(purpose) }
            }
        }
    }

    /// Names as `SampleCertificate.encodedName` makes them.
    mutating func setNames(_ names: [[UInt8]], isCritical: Bool = false) {
        set(.subjectAltName, isCritical: isCritical) { value in
            value.sequence { list in
                for name in names { list.encoded(name) }
            }
        }
    }

    mutating func setConstraints(permitted: [[UInt8]] = [], excluded: [[UInt8]] = []) {
        set(.nameConstraints, isCritical: true) { value in
            value.sequence { fields in
                for (tag, names) in [(UInt8(0), permitted), (1, excluded)] where !names.isEmpty {
                    fields.constructed(.contextConstructed(tag)) { list in
                        for name in names { list.sequence { $0.encoded(name) } }
                    }
                }
            }
        }
    }

    mutating func setPolicies(_ policies: [OID], isCritical: Bool = false) {
        set(.certificatePolicies, isCritical: isCritical) { value in
            value.sequence { list in
                for policy in policies { list.sequence { $0.objectIdentifier(policy) } }
            }
        }
    }

    // MARK: Making

    /// The certificate, signed.
    func make() throws -> X509Certificate {
        var writer = DERWriter()
        writer.sequence { tbs in
            if version > 1 { tbs.constructed(.contextConstructed(0)) { $0.integer(version - 1) } }
            tbs.value(.integer, serialNumber)
            tbs.encoded(algorithm)
            tbs.encoded(issuer)
            tbs.sequence { validity in
                validity.time(CertificateTime(secondsSinceEpoch: notBefore))
                validity.time(CertificateTime(secondsSinceEpoch: notAfter))
            }
            tbs.encoded(subject)
            tbs.encoded(publicKeyInfo)
            guard !extensions.isEmpty else { return }
            tbs.constructed(.contextConstructed(3)) { wrapper in
                wrapper.sequence { list in
                    for found in extensions {
                        list.sequence { entry in
                            entry.objectIdentifier(found.identifier)
                            if found.isCritical { entry.boolean(true) }
                            entry.value(.octetString, found.value)
                        }
                    }
                }
            }
        }
        let content = writer.bytes
        var bits = try signer.sign(signature, content.span.bytes)
        if !isSignatureGood, let last = bits.popLast() { bits.append(last ^ 1) }
        var whole = DERWriter()
        whole.sequence { parts in
            parts.encoded(content)
            parts.encoded(algorithm)
            parts.bitString(bits)
        }
        return try X509Certificate(derBytes: whole.bytes)
    }

    /// The AlgorithmIdentifier of the signature.
    private var algorithm: [UInt8] {
        let identifier: OID =
            switch signature {
            case .rsaPKCS1(.md5): .md5WithRSA
            case .rsaPKCS1(.sha1): .sha1WithRSA
            case .rsaPKCS1: .sha256WithRSA
            case .ecdsa(.sha1): .ecdsaWithSHA1
            case .ecdsa(.sha384): .ecdsaWithSHA384
            case .ed25519: .ed25519
            default: .ecdsaWithSHA256
            }
        var writer = DERWriter()
        writer.sequence { fields in
            fields.objectIdentifier(identifier)
            if case .rsaPKCS1 = signature { fields.null() }
        }
        return writer.bytes
    }
}
