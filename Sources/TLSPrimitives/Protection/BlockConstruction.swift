internal import CLibcrypto

/// How a block cipher and its MAC are put together.
enum BlockConstruction {
    /// MAC-then-encrypt by one cipher of libcrypto's that does both.
    case stitched
    /// MAC-then-encrypt. RFC 5246 §6.2.3.2.
    case macThenEncrypt
    /// RFC 7366.
    case encryptThenMAC

    /// The construction for a cipher and a MAC, and the cipher to fetch.
    static func choose(
        _ cipher: BlockCipher, _ mac: HashAlgorithm, encryptsThenMACs: Bool
    ) throws(CryptoError) -> (BlockConstruction, OpaquePointer) {
        // SAFETY: pointers to fetched ciphers live as long as the process.
        if encryptsThenMACs { return unsafe (.encryptThenMAC, try BlockCiphers.shared.cipher(cipher)) }
        if let stitched = unsafe BlockCiphers.shared.stitched(cipher, mac) { return unsafe (.stitched, stitched) }
        return unsafe (.macThenEncrypt, try BlockCiphers.shared.cipher(cipher))
    }

    /// A keyed context.
    func makeContext(
        _ cipher: OpaquePointer, mac: HashAlgorithm, macKey: RawSpan, key: RawSpan, isSealing: Bool
    ) throws(CryptoError) -> OpaquePointer {
        guard unsafe key.byteCount == Int(EVP_CIPHER_get_key_length(cipher)), macKey.byteCount == mac.digestLength
        else { throw CryptoError("cipher key", reason: "the keys have not the lengths of cipher and MAC") }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .fromQueue("cipher key") }
        let isSealing: Int32 = isSealing ? 1 : 0
        // SAFETY: the keys have the lengths of cipher and MAC, checked above.
        let done = unsafe key.withUnsafeBytes { key in
            let key = unsafe key.bindMemory(to: UInt8.self).baseAddress
            switch self {
            case .stitched:
                return unsafe EVP_CipherInit_ex2(context, cipher, key, nil, isSealing, nil) == 1
                    && macKey.withUnsafeBytes { bytes in
                        unsafe clibcrypto_stitched_mac_key(
                            context, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count) == 1
                    }
            case .macThenEncrypt where isSealing == 0:
                return unsafe clibcrypto_cipher_key(context, cipher, key, isSealing, mac.digestLength) == 1
            case .macThenEncrypt, .encryptThenMAC:
                return unsafe clibcrypto_cipher_key(context, cipher, key, isSealing, 0) == 1
            }
        }
        guard done else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw .fromQueue("cipher key")
        }
        return unsafe context
    }
}
