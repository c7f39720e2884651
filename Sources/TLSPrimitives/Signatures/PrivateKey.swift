internal import CLibcrypto

// SAFETY: the key is libcrypto's and counted, and is not changed once it is made.
/// A private key, ready to sign.
///
/// Opaque: what it consists of leaves it only when a key file is written.
public final class PrivateKey: Sendable {
    /// The kind of the key.
    public let keyType: KeyType
    /// The public half.
    public let publicKey: PublicKey
    let key: KeyHandle
    private let contexts = SignatureContextPool()

    init(_ key: KeyHandle, _ publicKey: PublicKey) {
        self.key = key
        self.publicKey = publicKey
        keyType = publicKey.keyType
    }

    /// Signs a message. Any number of threads may do so at the same time.
    ///
    /// A computation that goes wrong in one half of an RSA signature would give away a factor of the modulus (Boneh,
    /// DeMillo and Lipton; Lenstra). libcrypto raises each result to the public exponent and repeats without the halves
    /// when it does not match, so it is not checked a second time here.
    package func sign(_ algorithm: SignatureAlgorithm, _ message: RawSpan) throws(CryptoError) -> [UInt8] {
        guard algorithm.fits(keyType) else {
            throw CryptoError("signature", reason: "the algorithm is not one of \(keyType)")
        }
        guard let hash = algorithm.hash else {
            return try EdwardsSignature.sign(key, message, length: signatureCapacity)
        }
        let digest = try hash.digest(of: message)
        let context = try contexts.take(key, algorithm, .sign)
        let signature = try context.sign(digest, capacity: signatureCapacity)
        contexts.put(context)
        return signature
    }

    /// The longest signature of the key.
    private var signatureCapacity: Int { Int(unsafe EVP_PKEY_get_size(key.pointer)) }
}

// MARK: - New keys

extension PrivateKey {
    /// A new key. RSA keys have 65537 as their public exponent.
    package static func generate(_ type: KeyType) throws(CryptoError) -> PrivateKey {
        let key = try generateKey(type)
        let publicKey: PublicKey
        switch type {
        case .rsa, .rsaPSS:
            let modulus = try key.integer("n").bytes()
            let exponent = try key.integer("e").bytes()
            publicKey = try PublicKey(
                rsaModulus: modulus.span.bytes, exponent: exponent.span.bytes, isPSS: type.isPSS)
        case .ec(let curve):
            let point = try key.encodedPublicKey(curve.pointLength)
            publicKey = try PublicKey(curve: curve, point: point.span.bytes)
        case .dsa:
            throw CryptoError("key generation", reason: "DSA keys are read, not made")
        case .ed25519, .ed448:
            let bytes = try key.rawPublicKey(type.rawLength)
            publicKey = try PublicKey(type, raw: bytes.span.bytes)
        }
        return PrivateKey(key, publicKey)
    }

    private static func generateKey(_ type: KeyType) throws(CryptoError) -> KeyHandle {
        // SAFETY: the context is made, used and freed here; the key made by it goes to a handle that owns it.
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(library, type.name.characters, nil) else {
            throw .fromQueue("key generation")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        try CryptoError.check(unsafe EVP_PKEY_keygen_init(context), "key generation")
        switch type {
        case .rsa(let bits), .rsaPSS(let bits):
            guard RSALimits.modulusBits.contains(bits) else {
                throw CryptoError("key generation", reason: "RSA keys have 1024 to 8192 bits")
            }
            try CryptoError.check(
                unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, Int32(truncatingIfNeeded: bits)), "key generation")
        case .ec(let curve):
            try CryptoError.check(unsafe EVP_PKEY_CTX_set_group_name(context, curve.name.characters), "key generation")
        case .dsa:
            throw CryptoError("key generation", reason: "DSA keys are read, not made")
        case .ed25519, .ed448: break
        }
        // SAFETY: the context was made above for this call; the key is ours from here on.
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_generate(context, &key) == 1, let key = unsafe key else {
            throw .fromQueue("key generation")
        }
        return unsafe KeyHandle(owning: key)
    }
}
