internal import CLibcrypto

/// Ed25519 and Ed448, which sign messages rather than digests. RFC 8032.
enum EdwardsSignature {
    static func sign(_ key: KeyHandle, _ message: RawSpan, length: Int) throws(CryptoError) -> [UInt8] {
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let context = unsafe EVP_MD_CTX_new() else { throw .fromQueue("signature") }
        defer { unsafe EVP_MD_CTX_free(context) }
        try CryptoError.check(
            unsafe EVP_DigestSignInit_ex(context, nil, nil, library, nil, key.pointer, nil), "signature")
        var status: Int32 = 0
        let signature = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, initialized in
            // SAFETY: libcrypto writes at most the capacity it is given.
            var count = buffer.count
            status = unsafe message.withUnsafeBytes { message in
                unsafe EVP_DigestSign(
                    context, buffer.baseAddress, &count, message.bindMemory(to: UInt8.self).baseAddress, message.count)
            }
            initialized = status == 1 ? count : 0
        }
        try CryptoError.check(status, "signature")
        return signature
    }

    static func verify(_ key: KeyHandle, _ signature: RawSpan, of message: RawSpan) throws(CryptoError) -> Bool {
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let context = unsafe EVP_MD_CTX_new() else { throw .fromQueue("signature") }
        defer { unsafe EVP_MD_CTX_free(context) }
        try CryptoError.check(
            unsafe EVP_DigestVerifyInit_ex(context, nil, nil, library, nil, key.pointer, nil), "signature")
        // SAFETY: the lengths are those of the buffers.
        let status = unsafe signature.withUnsafeBytes { signature in
            unsafe message.withUnsafeBytes { message in
                unsafe EVP_DigestVerify(
                    context, signature.bindMemory(to: UInt8.self).baseAddress, signature.count,
                    message.bindMemory(to: UInt8.self).baseAddress, message.count)
            }
        }
        if status != 1 { ERR_clear_error() }
        return status == 1
    }
}
