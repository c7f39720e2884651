internal import CLibcrypto

// SAFETY: the context is this object's alone, made in `init` and freed, with the key wiped, in `deinit`.
/// Protects or opens TLS 1.2 records of one direction by RC4 and HMAC. RFC 5246 §6.2.3.1; prohibited by RFC 7465, for
/// who names it nevertheless.
///
/// The keystream goes on from record to record, so none may be left out.
@safe package final class RC4 {
    private let context: OpaquePointer
    private let mac: HashAlgorithm
    private let macKey: Secret
    private let macLength: Int

    package init(mac: HashAlgorithm, macKey: RawSpan, key: RawSpan) throws(CryptoError) {
        let cipher = try unsafe LegacyProvider.shared.requireRC4()
        guard key.byteCount == 16, macKey.byteCount == mac.digestLength else {
            throw CryptoError("cipher key", reason: "the keys have not the lengths of cipher and MAC")
        }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .fromQueue("cipher key") }
        // SAFETY: the key has 16 bytes, checked above. Both directions are the same.
        let status = unsafe key.withUnsafeBytes { key in
            unsafe EVP_EncryptInit_ex2(context, cipher, key.bindMemory(to: UInt8.self).baseAddress, nil, nil)
        }
        guard status == 1 else {
            unsafe EVP_CIPHER_CTX_free(context)
            throw .fromQueue("cipher key")
        }
        unsafe self.context = context
        self.mac = mac
        self.macKey = Secret(copying: macKey)
        macLength = mac.digestLength
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// What a record adds to its content.
    package var overhead: Int { macLength }

    /// Appends `plaintext` and its MAC, encrypted. When it throws, nothing has been appended.
    package func seal(
        _ plaintext: RawSpan, sequence: UInt64, type: UInt8, into output: inout OutputRawSpan
    ) throws(CryptoError) {
        let total = plaintext.byteCount + macLength
        guard plaintext.byteCount <= 1 << 14, total <= output.freeCapacity else {
            throw CryptoError("seal", reason: "the output is too small")
        }
        let header = AdditionalData12(sequence: sequence, type: type, length: plaintext.byteCount)
        let code = try macKey.withBytes { key throws(CryptoError) in
            try HMAC.authenticate(mac, key: key, header.span, plaintext)
        }
        try unsafe output.withUnsafeMutableBytes { buffer, count throws(CryptoError) in
            // SAFETY: the guard above leaves room for `total` bytes behind the initialised ones.
            let record = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[count..<count + total])
            unsafe plaintext.withUnsafeBytes { unsafe record.copyMemory(from: $0) }
            let target = unsafe UnsafeMutableRawBufferPointer(rebasing: record[plaintext.byteCount...])
            unsafe code.span.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
            guard unsafe apply(record) else {
                unsafe OPENSSL_cleanse(record.baseAddress, record.count)
                throw .fromQueue("seal")
            }
            count += total
        }
    }

    /// Opens `bytes[record]` in place.
    ///
    /// - Returns: where the content stands; nil when the record is not authentic, and then its bytes are all zeros.
    package func open(
        _ bytes: inout MutableRawSpan, record: Range<Int>, sequence: UInt64, type: UInt8
    ) throws(CryptoError) -> Range<Int>? {
        guard record.lowerBound >= 0, record.upperBound <= bytes.byteCount, record.count <= 1 << 15 else {
            throw CryptoError("open", reason: "the range is not within the buffer")
        }
        guard record.count >= macLength else { return nil }
        let content = record.lowerBound..<record.upperBound - macLength
        let isAuthentic = try unsafe bytes.withUnsafeMutableBytes { buffer throws(CryptoError) in
            // SAFETY: the ranges lie in the buffer, checked above.
            let whole = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[record])
            guard unsafe apply(whole) else { throw .fromQueue("open") }
            let header = AdditionalData12(sequence: sequence, type: type, length: content.count)
            let plaintext = unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(whole)[..<content.count])
            let received = unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(whole)[content.count...])
            let code = try macKey.withBytes { key throws(CryptoError) in
                try unsafe HMAC.authenticate(mac, key: key, header.span, RawSpan(_unsafeBytes: plaintext))
            }
            let isAuthentic = unsafe ConstantTime.equal(code.span, RawSpan(_unsafeBytes: received))
            if !isAuthentic { unsafe OPENSSL_cleanse(whole.baseAddress, whole.count) }
            return isAuthentic
        }
        return isAuthentic ? content : nil
    }

    private func apply(_ bytes: UnsafeMutableRawBufferPointer) -> Bool {
        var written: Int32 = 0
        let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
        // SAFETY: as many bytes are written as are read, in place.
        return unsafe EVP_EncryptUpdate(context, start, &written, start, Int32(truncatingIfNeeded: bytes.count)) == 1
    }
}
