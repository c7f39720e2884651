internal import CLibcrypto

/// The length of the premaster secret that RSA transports. RFC 5246 §7.4.7.1.
package let rsaPremasterLength = 48

extension PrivateKey {
    /// The premaster secret that a client encrypted, or random bytes when it did not: nobody can tell which, neither by
    /// what this returns nor by the time it takes. RFC 5246 §7.4.7.1.
    ///
    /// Always 48 bytes. They differ from the client's when the padding, the length or the version within is wrong, and
    /// then the handshake fails at Finished, as it does for any wrong secret (Bleichenbacher; Klíma, Pokorný and Rosa).
    ///
    /// - Parameter clientVersion: the version in the ClientHello, which the premaster secret begins with.
    package func decryptPremaster(_ encrypted: RawSpan, clientVersion: UInt16) throws(CryptoError) -> Secret {
        guard case .rsa = keyType else {
            throw CryptoError("RSA key transport", reason: "the key is one of \(keyType)")
        }
        let library = try unsafe Libcrypto.shared.requireContext()
        return try Secret(count: rsaPremasterLength) { output throws(CryptoError) in
            // SAFETY: 48 bytes are written into a buffer of as many; the lengths are those of the buffers.
            try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
                let premaster = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
                try CryptoError.check(
                    unsafe RAND_priv_bytes_ex(library, premaster, rsaPremasterLength, 0), "RSA key transport")
                let ready = unsafe encrypted.withUnsafeBytes { bytes in
                    unsafe clibcrypto_rsa_premaster(
                        library, key.pointer, UInt32(clientVersion), bytes.bindMemory(to: UInt8.self).baseAddress,
                        bytes.count, premaster)
                }
                try CryptoError.check(ready, "RSA key transport")
                ERR_clear_error()
                initialized = rsaPremasterLength
            }
        }
    }
}

extension PublicKey {
    /// A premaster secret for the server whose key this is. RFC 5246 §7.4.7.1.
    package func encryptPremaster(_ premaster: RawSpan) throws(CryptoError) -> [UInt8] {
        guard case .rsa = keyType else {
            throw CryptoError("RSA key transport", reason: "the key is one of \(keyType)")
        }
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(library, key.pointer, nil) else {
            throw .fromQueue("RSA key transport")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        try CryptoError.check(unsafe EVP_PKEY_encrypt_init(context), "RSA key transport")
        try CryptoError.check(
            unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING), "RSA key transport")
        var status: Int32 = 0
        let capacity = Int(unsafe EVP_PKEY_get_size(key.pointer))
        let encrypted = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            // SAFETY: libcrypto writes at most the capacity it is given.
            var count = buffer.count
            status = unsafe premaster.withUnsafeBytes { bytes in
                unsafe EVP_PKEY_encrypt(
                    context, buffer.baseAddress, &count, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
            }
            initialized = status == 1 ? count : 0
        }
        try CryptoError.check(status, "RSA key transport")
        return encrypted
    }
}
