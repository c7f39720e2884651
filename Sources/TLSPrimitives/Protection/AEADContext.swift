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
}
