internal import CLibcrypto
package import TLSPrimitives

/// A block cipher in CBC mode without padding, by libcrypto's ordinary functions.
package struct PlainBlockCipher {
    let cipher: BlockCipher
    let key: [UInt8]

    package init(_ cipher: BlockCipher, key: [UInt8]) {
        self.cipher = cipher
        // DES is triple DES with one key three times, which needs no legacy provider.
        self.key = cipher == .des ? key + key + key : key
    }

    package func encrypt(_ bytes: [UInt8], iv: [UInt8]) -> [UInt8] { apply(bytes, iv, isEncrypting: true) }

    package func decrypt(_ bytes: [UInt8], iv: [UInt8]) -> [UInt8] { apply(bytes, iv, isEncrypting: false) }

    private func apply(_ bytes: [UInt8], _ iv: [UInt8], isEncrypting: Bool) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: bytes.count)
        var written: Int32 = 0
        // SAFETY: whole blocks are read and written, as many as the arrays hold.
        let context = unsafe EVP_CIPHER_CTX_new()
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        let type =
            switch cipher {
            case .aes128: unsafe EVP_aes_128_cbc()
            case .aes256: unsafe EVP_aes_256_cbc()
            case .tripleDES, .des: unsafe EVP_des_ede3_cbc()
            }
        let done =
            unsafe EVP_CipherInit_ex(context, type, nil, key, iv, isEncrypting ? 1 : 0) == 1
            && EVP_CIPHER_CTX_set_padding(context, 0) == 1
            && EVP_CipherUpdate(context, &output, &written, bytes, Int32(bytes.count)) == 1
        return done && Int(written) == bytes.count ? output : []
    }
}
