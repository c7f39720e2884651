internal import CLibcrypto

/// Makes the keyed cipher contexts of `AEADSealer` and `AEADOpener`.
enum AEADContext {
    static func make(
        _ algorithm: AEADAlgorithm, key: RawSpan, isSealing: Bool
    ) throws(CryptoError) -> OpaquePointer {
        guard key.byteCount == algorithm.keyLength else {
            throw CryptoError("AEAD key", reason: "\(key.byteCount) bytes instead of \(algorithm.keyLength)")
        }
        let cipher = try unsafe Libcrypto.shared.cipher(algorithm.fetched)
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .fromQueue("AEAD key") }
        // SAFETY: the key has the cipher's length, checked above.
        let keyed = unsafe key.withUnsafeBytes { key in
            unsafe clibcrypto_aead_key(
                context, cipher, key.bindMemory(to: UInt8.self).baseAddress, algorithm.tagLength,
                algorithm.isCCM ? 1 : 0, isSealing ? 1 : 0)
        }
        guard keyed == 1 else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw .fromQueue("AEAD key")
        }
        return unsafe context
    }

    /// Another key for a context that `make` made: cheaper than a new one.
    static func rekey(_ context: OpaquePointer, key: RawSpan) throws(CryptoError) {
        guard unsafe key.byteCount == Int(EVP_CIPHER_CTX_get_key_length(context)) else {
            throw CryptoError("AEAD key", reason: "\(key.byteCount) bytes are not the cipher's key length")
        }
        // SAFETY: the key has the cipher's length, checked above. -1: sealing or opening, as before.
        let done = unsafe key.withUnsafeBytes { key in
            unsafe EVP_CipherInit_ex2(context, nil, key.bindMemory(to: UInt8.self).baseAddress, nil, -1, nil)
        }
        try CryptoError.check(done, "AEAD key")
    }
}
