internal import CLibcrypto

/// A public key: a certificate's, or half of a private key.
///
/// Equal when type and components are.
public final class PublicKey: Sendable, Hashable {
    /// What the key consists of, big-endian and without leading zeros.
    package enum Components: Hashable, Sendable {
        case rsa(modulus: [UInt8], exponent: [UInt8])
        case dsa(DSAParameters, value: [UInt8])
        /// An uncompressed point.
        case point([UInt8])
        /// Ed25519's and Ed448's bytes.
        case raw([UInt8])
    }

    /// The kind of the key.
    public let keyType: KeyType
    package let components: Components
    let key: KeyHandle
    private let contexts = SignatureContextPool()

    init(_ keyType: KeyType, _ components: Components, _ key: KeyHandle) {
        self.keyType = keyType
        self.components = components
        self.key = key
    }

    /// An RSA key; modulus and exponent are big-endian.
    package convenience init(rsaModulus: RawSpan, exponent: RawSpan, isPSS: Bool) throws(CryptoError) {
        let bits = try RSALimits.check(modulus: rsaModulus, exponent: exponent)
        let type = isPSS ? KeyType.rsaPSS(bits: bits) : .rsa(bits: bits)
        var parameters = KeyParameters()
        parameters.append("n", integer: rsaModulus)
        parameters.append("e", integer: exponent)
        let key = try parameters.makeKey(type.name, isPair: false)
        let components = Components.rsa(modulus: [UInt8](integer: rsaModulus), exponent: [UInt8](integer: exponent))
        self.init(type, components, key)
    }

    /// A key on a curve; the point must be uncompressed.
    package convenience init(curve: EllipticCurve, point: RawSpan) throws(CryptoError) {
        let key = try curve.makePublicKey(point: point)
        self.init(.ec(curve), .point([UInt8](copying: point)), key)
    }

    package convenience init(ed25519 bytes: RawSpan) throws(CryptoError) {
        try self.init(.ed25519, raw: bytes)
    }

    package convenience init(ed448 bytes: RawSpan) throws(CryptoError) {
        try self.init(.ed448, raw: bytes)
    }

    convenience init(_ type: KeyType, raw bytes: RawSpan) throws(CryptoError) {
        let key = try KeyHandle(rawPublicKey: bytes, type: type.name)
        self.init(type, .raw([UInt8](copying: bytes)), key)
    }

    /// Whether `signature` is one of `message` by this key. Throws when key and algorithm do not fit.
    package func verify(
        _ algorithm: SignatureAlgorithm, signature: RawSpan, of message: RawSpan
    ) throws(CryptoError) -> Bool {
        guard algorithm.fits(keyType) else {
            throw CryptoError("signature verification", reason: "the algorithm is not one of \(keyType)")
        }
        guard let hash = algorithm.hash else { return try EdwardsSignature.verify(key, signature, of: message) }
        return try verify(algorithm, signature: signature, digest: hash.digest(of: message))
    }

    /// The same for a message whose digest is known.
    func verify(
        _ algorithm: SignatureAlgorithm, signature: RawSpan, digest: Digest
    ) throws(CryptoError) -> Bool {
        let context = try contexts.take(key, algorithm, .verify)
        let isValid = context.verify(signature, of: digest)
        contexts.put(context)
        return isValid
    }

    /// An RSA key's modulus, big-endian without leading zeros.
    package var rsaModulus: [UInt8]? {
        if case .rsa(let modulus, _) = components { modulus } else { nil }
    }

    /// An RSA key's public exponent, big-endian without leading zeros.
    package var rsaExponent: [UInt8]? {
        if case .rsa(_, let exponent) = components { exponent } else { nil }
    }

    /// An EC key's point, uncompressed.
    package var point: [UInt8]? {
        if case .point(let point) = components { point } else { nil }
    }

    /// An Ed25519 or Ed448 key's bytes.
    package var rawBytes: [UInt8]? {
        if case .raw(let bytes) = components { bytes } else { nil }
    }

    /// Equal when type and components are.
    public static func == (left: PublicKey, right: PublicKey) -> Bool {
        left === right || left.keyType == right.keyType && left.components == right.components
    }

    /// Hashes type and components.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(keyType)
        hasher.combine(components)
    }
}
