public import TLSPrimitives

extension SubjectPublicKeyInfo {
    /// The form of certificates of a key.
    public init(_ key: PublicKey) {
        var writer = DERWriter()
        writer.sequence { info in
            info.keyAlgorithm(of: key)
            info.bitString(key.keyBits)
        }
        self.init(checked: writer.bytes)
    }

    /// The form of certificates of an RSAPublicKey, whose DER is taken as it is. RFC 3279 §2.3.1.
    package init(rsaPublicKey: [UInt8]) {
        var writer = DERWriter()
        writer.sequence { info in
            info.sequence { algorithm in
                algorithm.objectIdentifier(.rsaEncryption)
                algorithm.null()
            }
            info.bitString(rsaPublicKey)
        }
        self.init(checked: writer.bytes)
    }
}

extension PublicKey {
    /// The content of `subjectPublicKey`.
    fileprivate var keyBits: [UInt8] {
        switch components {
        case .point(let bytes), .raw(let bytes): return bytes
        case .dsa(_, let value):
            var writer = DERWriter()
            writer.unsignedInteger(value)
            return writer.bytes
        case .rsa(let modulus, let exponent):
            var writer = DERWriter()
            writer.sequence { key in
                key.unsignedInteger(modulus)
                key.unsignedInteger(exponent)
            }
            return writer.bytes
        }
    }
}

extension EllipticCurve {
    /// RFC 5480 §2.1.1.1.
    package var identifier: OID {
        switch self {
        case .p256: .secp256r1
        case .p384: .secp384r1
        case .p521: .secp521r1
        }
    }

    /// The bits of a coordinate.
    package var bitCount: Int {
        switch self {
        case .p256: 256
        case .p384: 384
        case .p521: 521
        }
    }
}
