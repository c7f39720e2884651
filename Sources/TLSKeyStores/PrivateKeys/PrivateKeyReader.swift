import TLSCertificates
package import TLSPrimitives

/// Makes keys of the DER forms of private keys.
///
/// The bytes come in as a span over memory that is wiped; the numbers go to libcrypto as parts of it, without copies.
package enum PrivateKeyReader {
    /// Reads a key that fills `bytes`.
    package static func read(
        _ bytes: Span<UInt8>, as form: PrivateKeyForm
    ) throws(KeyStoreError) -> PrivateKey {
        guard bytes.count <= KeyStoreLimits.privateKeySize else {
            throw KeyStoreError(.limitExceeded, reason: "the private key is too long")
        }
        switch form {
        case .pkcs8: return try readPKCS8(bytes)
        case .pkcs1: return try readRSA(bytes, 0..<bytes.count, isPSS: false)
        case .sec1: return try readEC(bytes, 0..<bytes.count, outerCurve: nil, outerPoint: nil)
        case .dsa: return try readDSA(bytes)
        case .encryptedPKCS8:
            throw KeyStoreError(
                .unsupported, reason: "encrypted private keys are not supported yet",
                advice: "decrypt it: openssl pkcs8 -in FILE -out FILE.pem")
        }
    }

    private static func readPKCS8(_ bytes: Span<UInt8>) throws(KeyStoreError) -> PrivateKey {
        let found: PKCS8Element
        do {
            var reader = DERReader(bytes)
            found = try reader.pkcs8()
        } catch {
            throw KeyStoreError(CertificateError(error))
        }
        let content = found.privateKey.content
        switch found.algorithm {
        case .rsa: return try readRSA(bytes, content, isPSS: false)
        case .rsaPSS: return try readRSA(bytes, content, isPSS: true)
        case .ellipticCurve(let curve):
            return try readEC(bytes, content, outerCurve: curve, outerPoint: found.publicKey)
        case .dsa(let parameters): return try readDSA(bytes, found, parameters)
        case .ed25519: return try readEdwards(bytes, found, isEd25519: true)
        case .ed448: return try readEdwards(bytes, found, isEd25519: false)
        case .unknown(let identifier): throw unsupported(identifier)
        }
    }

    private static func readRSA(
        _ bytes: Span<UInt8>, _ range: Range<Int>, isPSS: Bool
    ) throws(KeyStoreError) -> PrivateKey {
        let reader = DERReader(bytes, range)
        let found: RSAPrivateKeyElement
        do {
            var reader = reader
            found = try reader.rsaPrivateKey()
        } catch {
            throw KeyStoreError(CertificateError(error))
        }
        do {
            try reader.checkRSA(
                modulus: found.modulus, exponent: found.publicExponent, bits: Limits.rsaModulusBits)
        } catch {
            throw KeyStoreError(error)
        }
        let raw = bytes.bytes
        return try make { () throws(CryptoError) in
            try PrivateKey(
                rsaModulus: raw.extracting(found.modulus), publicExponent: raw.extracting(found.publicExponent),
                privateExponent: raw.extracting(found.privateExponent), prime1: raw.extracting(found.prime1),
                prime2: raw.extracting(found.prime2), exponent1: raw.extracting(found.exponent1),
                exponent2: raw.extracting(found.exponent2), coefficient: raw.extracting(found.coefficient), isPSS: isPSS
            )
        }
    }

    private static func readEC(
        _ bytes: Span<UInt8>, _ range: Range<Int>, outerCurve: EllipticCurve?, outerPoint: Range<Int>?
    ) throws(KeyStoreError) -> PrivateKey {
        let found: ECPrivateKeyElement
        do {
            var reader = DERReader(bytes, range)
            found = try reader.ecPrivateKey(of: outerCurve)
        } catch {
            throw KeyStoreError(CertificateError(error))
        }
        let raw = bytes.bytes
        let point = found.point ?? outerPoint
        return try make { () throws(CryptoError) in
            let scalar = raw.extracting(found.scalar)
            guard let point else { return try PrivateKey(curve: found.curve, privateScalar: scalar, publicPoint: nil) }
            return try PrivateKey(curve: found.curve, privateScalar: scalar, publicPoint: raw.extracting(point))
        }
    }

    /// CurvePrivateKey: the seed, in an OCTET STRING of its own. RFC 8410 §7.
    private static func readEdwards(
        _ bytes: Span<UInt8>, _ found: PKCS8Element, isEd25519: Bool
    ) throws(KeyStoreError) -> PrivateKey {
        let seed: Range<Int>
        do {
            var reader = DERReader(bytes, found.privateKey.content)
            seed = try reader.octetString("CurvePrivateKey")
            try reader.expectEnd("CurvePrivateKey")
        } catch {
            throw KeyStoreError(CertificateError(error))
        }
        guard seed.count == (isEd25519 ? 32 : 57) else {
            throw KeyStoreError(
                .invalidKey, place: "CurvePrivateKey", reason: "the seed has not the length of its curve")
        }
        let raw = bytes.bytes
        let key = try make { () throws(CryptoError) in
            isEd25519
                ? try PrivateKey(ed25519Seed: raw.extracting(seed)) : try PrivateKey(ed448Seed: raw.extracting(seed))
        }
        // RFC 5958 §2: a public key that comes along belongs to the private one.
        if let claimed = found.publicKey, case .raw(let own) = key.publicKey.components,
            !DERReader(bytes).isEqual(claimed, own)
        {
            throw KeyStoreError(.invalidKey, place: "publicKey", reason: "it belongs to another private key")
        }
        return key
    }

    static func make(_ body: () throws(CryptoError) -> PrivateKey) throws(KeyStoreError) -> PrivateKey {
        do {
            return try body()
        } catch {
            throw KeyStoreError(.invalidKey, reason: "the key cannot be right: \(error.reason)")
        }
    }

    private static func unsupported(_ identifier: OID) -> KeyStoreError {
        switch identifier {
        case .x25519, .x448:
            KeyStoreError(
                .unsupported, reason: "keys for X25519 and X448 agree on secrets and cannot sign",
                advice: "take an Ed25519, ECDSA or RSA key")
        default:
            KeyStoreError(.unsupported, reason: "keys of algorithm \(identifier) are not supported")
        }
    }
}
