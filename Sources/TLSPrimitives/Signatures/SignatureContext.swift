internal import CLibcrypto

// SAFETY: used by whoever has taken it out of the pool, which is one thread at a time.
/// A key's context, set up for one algorithm and one direction.
@safe final class SignatureContext: @unchecked Sendable {
    enum Purpose { case sign, verify }

    let algorithm: SignatureAlgorithm
    let purpose: Purpose
    private let context: OpaquePointer

    init(_ key: KeyHandle, _ algorithm: SignatureAlgorithm, _ purpose: Purpose) throws(CryptoError) {
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(library, key.pointer, nil) else {
            throw .fromQueue("signature")
        }
        do throws(CryptoError) {
            try unsafe Self.setUp(context, algorithm, purpose)
        } catch {
            unsafe EVP_PKEY_CTX_free(context)
            throw error
        }
        self.algorithm = algorithm
        self.purpose = purpose
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_PKEY_CTX_free(context)
    }

    private static func setUp(
        _ context: OpaquePointer, _ algorithm: SignatureAlgorithm, _ purpose: Purpose
    ) throws(CryptoError) {
        switch purpose {
        case .sign: try CryptoError.check(unsafe EVP_PKEY_sign_init(context), "signature")
        case .verify: try CryptoError.check(unsafe EVP_PKEY_verify_init(context), "signature")
        }
        guard let hash = algorithm.hash else { return }
        let digest = try unsafe Libcrypto.shared.signedDigest(hash)
        switch algorithm {
        case .rsaPKCS1:
            try CryptoError.check(unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING), "RSA padding")
        case .rsaPSS:
            try CryptoError.check(unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING), "RSA padding")
            try CryptoError.check(unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest), "RSA padding")
        case .ecdsa, .dsa, .ed25519, .ed448: break
        }
        try CryptoError.check(unsafe EVP_PKEY_CTX_set_signature_md(context, digest), "signature hash")
        if case .rsaPSS = algorithm {
            try CryptoError.check(unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST), "RSA salt")
        }
    }

    /// The signature of a digest, at most `capacity` bytes long.
    func sign(_ digest: Digest, capacity: Int) throws(CryptoError) -> [UInt8] {
        var status: Int32 = 0
        let signature = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            // SAFETY: libcrypto writes at most the capacity it is given.
            var count = buffer.count
            status = unsafe digest.span.withUnsafeBytes { digest in
                unsafe EVP_PKEY_sign(
                    context, buffer.baseAddress, &count, digest.bindMemory(to: UInt8.self).baseAddress, digest.count)
            }
            initialized = status == 1 ? count : 0
        }
        try CryptoError.check(status, "signature")
        return signature
    }

    /// Whether this is a signature of the digest.
    func verify(_ signature: RawSpan, of digest: Digest) -> Bool {
        // SAFETY: the lengths are those of the buffers.
        let status = unsafe signature.withUnsafeBytes { signature in
            unsafe digest.span.withUnsafeBytes { digest in
                unsafe EVP_PKEY_verify(
                    context, signature.bindMemory(to: UInt8.self).baseAddress, signature.count,
                    digest.bindMemory(to: UInt8.self).baseAddress, digest.count)
            }
        }
        // Below zero, as for what is no DER at all, is also a signature that does not verify.
        if status != 1 { ERR_clear_error() }
        return status == 1
    }
}

/// A key's contexts that are not in use.
///
/// Setting one up costs 3 µs of a signature's 15, so they are kept: with the key, so that they end with it. One is taken
/// out for an operation and put back after it; two threads never hold the same.
final class SignatureContextPool: Sendable {
    /// As many as event loops of one machine plausibly sign at the same moment.
    private static let capacity = 8

    private let idle = Lock<[SignatureContext]>([])

    func take(
        _ key: KeyHandle, _ algorithm: SignatureAlgorithm, _ purpose: SignatureContext.Purpose
    ) throws(CryptoError) -> SignatureContext {
        let kept = idle.withLock { contexts -> SignatureContext? in
            guard let index = contexts.lastIndex(where: { $0.algorithm == algorithm && $0.purpose == purpose }) else {
                return nil
            }
            return contexts.remove(at: index)
        }
        if let kept { return kept }
        return try SignatureContext(key, algorithm, purpose)
    }

    func put(_ context: SignatureContext) {
        idle.withLock { contexts in
            // The oldest goes: it is the one whose algorithm is asked for least.
            if contexts.count >= Self.capacity { contexts.removeFirst() }
            contexts.append(context)
        }
    }
}
