import TLSCertificates
import TLSKeyStores
import TLSPrimitives

/// What the certificate says.
extension Certificate {
    /// The version: `V1`, `V2` or `V3`.
    public var version: String { leaf.map { "V\($0.version)" } ?? "" }

    /// The serial number: upper-case hexadecimal, two digits for each octet of its DER.
    public var serialNumber: String { leaf?.serialNumberText ?? "" }

    /// How the certificate is signed, such as `sha256RSA`, `sha384ECDSA`, `RSASSA-PSS` or `Ed25519`; the dotted identifier of
    /// another algorithm.
    public var signatureAlgorithm: String { leaf?.signatureAlgorithmName ?? "" }

    /// The host names and IP addresses of the certificate, joined by `, `.
    public var subjectAltNames: String {
        let names = leaf.flatMap { try? $0.subjectAlternativeNames } ?? []
        return names.filter(\.isOfHost).map(\.description).joined(separator: ", ")
    }

    /// What the key may be used for, such as `Digital Signature, Key Encipherment`: the names of ``usageFlags``.
    public var usage: String { (KeyUsage(rawValue: UInt16(usageFlags))).description }

    /// What the key may be used for, as the first octet of the extension has it: 0x80 Digital Signature, 0x40
    /// Non-Repudiation, 0x20 Key Encipherment, 0x10 Data Encipherment, 0x08 Key Agreement, 0x04 Certificate Signing, 0x02 CRL
    /// Signing, 0x01 Encipher Only.
    public var usageFlags: Int {
        let bits = leaf.flatMap { try? $0.keyUsage }?.rawValue ?? 0
        return Int(bits & 0xff)
    }

    /// The purposes of the key: object identifiers such as `1.3.6.1.5.5.7.3.1`, joined by commas.
    public var extendedKeyUsage: String {
        let purposes = leaf.flatMap { try? $0.extendedKeyUsage } ?? []
        return purposes.map(\.description).joined(separator: ",")
    }

    /// The certificate as a PEM text.
    public var encoded: String { leaf?.pemText ?? "" }

    /// The bytes of ``encoded``.
    public var encodedB: [UInt8] { Array(encoded.utf8) }

    /// The certificate itself.
    var leaf: X509Certificate? { certificateChain.first }
}

/// What is known of its key.
extension Certificate {
    /// The private key as a PEM text, PKCS#8, not encrypted; empty when there is none or it is not given out.
    ///
    /// Whoever has the text has the key, and nothing wipes it: ask for it only where it is to be stored.
    public var privateKey: String {
        // A key that libcrypto keeps to itself is one that is not exportable.
        usablePrivateKey.flatMap { try? $0.exportPEM() } ?? ""
    }

    /// Always empty: containers of keys are there on Windows alone.
    public var privateKeyContainer: String { "" }

    /// The public key as a PEM text, SubjectPublicKeyInfo.
    public var publicKey: String { publicKeyInfo?.pemText ?? "" }

    /// The kind of the key: `RSA`, `RSASSA-PSS`, `EC`, `DSA`, `Ed25519`, `Ed448`; the dotted identifier of another.
    public var publicKeyAlgorithm: String { publicKeyInfo?.keyDescription.algorithm ?? "" }

    /// The bits of the modulus, the prime or the curve: 2048, 256, 384. Those of the encoded key where nothing else is
    /// known; 0 without a key.
    public var publicKeyLength: Int { publicKeyInfo?.keyDescription.bits ?? 0 }

    /// The key of the certificate, or that which is there without one.
    var publicKeyInfo: SubjectPublicKeyInfo? {
        if let leaf { return leaf.subjectPublicKeyInfo }
        switch loneKey {
        case .private(let key): return SubjectPublicKeyInfo(key.publicKey)
        case .public(let key): return key
        case nil: return nil
        }
    }
}

extension GeneralName {
    fileprivate var isOfHost: Bool {
        switch self {
        case .dnsName, .ipAddress: true
        case .rfc822Name, .uniformResourceIdentifier, .directoryName, .registeredID, .other: false
        }
    }
}
