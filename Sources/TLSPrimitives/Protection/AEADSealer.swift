internal import CLibcrypto

// SAFETY: the context is this object's alone, made in `init` and freed, with the key wiped, in `deinit`.
/// Encrypts and authenticates under one key, one nonce a call. Keyed once; a call allocates nothing.
@safe package final class AEADSealer {
    private let context: OpaquePointer
    private let tagLength: Int
    private let isCCM: Bool

    package init(_ algorithm: AEADAlgorithm, key: RawSpan) throws(CryptoError) {
        unsafe context = try unsafe AEADContext.make(algorithm, key: key, isSealing: true)
        tagLength = algorithm.tagLength
        isCCM = algorithm.isCCM
    }

    /// Takes another key; the old one is overwritten.
    package func rekey(_ key: RawSpan) throws(CryptoError) {
        try unsafe AEADContext.rekey(context, key: key)
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// Up to this size, copying the plaintext and encrypting in one call is faster than two calls.
    private static let copiedBytes = 1024

    /// Appends ciphertext of plaintext ‖ suffix ‖ zeros(padding), then the tag, to `output`.
    ///
    /// The shape of TLSInnerPlaintext, RFC 9846 §5.2. When it throws, nothing has been appended.
    package func seal(
        _ plaintext: RawSpan, suffix: UInt8?, padding: Int, nonce: AEADNonce, additionalData: RawSpan,
        into output: inout OutputRawSpan
    ) throws(CryptoError) {
        let room = output.freeCapacity
        // The order of the checks keeps each subtraction from going below zero.
        guard padding >= 0, room >= tagLength, padding <= room - tagLength,
            plaintext.byteCount <= room - tagLength - padding - (suffix == nil ? 0 : 1),
            plaintext.byteCount + padding < Int(Int32.max), additionalData.byteCount <= Int(Int32.max)
        else { throw CryptoError("seal", reason: "the output is too small") }
        let done = unsafe output.withUnsafeMutableBytes { buffer, count in
            // SAFETY: the guard above leaves room for content and tag behind the initialised bytes.
            guard let start = unsafe buffer.baseAddress?.advanced(by: count) else { return false }
            let target = unsafe start.assumingMemoryBound(to: UInt8.self)
            let written = unsafe seal(plaintext, suffix, padding, nonce, additionalData, target)
            count += written ?? 0
            return written != nil
        }
        guard done else { throw .fromQueue("seal") }
    }

    /// The number of bytes written, or nil on failure, after which nothing of the plaintext is left in the target.
    @inline(__always)
    private func seal(
        _ plaintext: RawSpan, _ suffix: UInt8?, _ padding: Int, _ nonce: AEADNonce, _ additionalData: RawSpan,
        _ start: UnsafeMutablePointer<UInt8>
    ) -> Int? {
        // SAFETY: the caller has checked that the target takes plaintext, suffix, padding and tag.
        let inPlace = isCCM || plaintext.byteCount <= Self.copiedBytes
        let begin = plaintext.byteCount
        var end = begin
        if let suffix {
            unsafe start[end] = suffix
            end += 1
        }
        if padding > 0 {
            unsafe (start + end).update(repeating: 0, count: padding)
            end += padding
        }
        var done = unsafe clibcrypto_seal_begin(context, nonce.head, nonce.tail) == 1
        if isCCM { done = done && announce(end) }
        if !additionalData.isEmpty {
            done = unsafe done && additionalData.withUnsafeBytes { unsafe update(nil, $0.baseAddress, $0.count) }
        }
        if inPlace {
            unsafe plaintext.withUnsafeBytes { source in
                if let from = source.baseAddress { unsafe memcpy(start, from, source.count) }
            }
            done = unsafe done && (end == 0 && !isCCM || update(start, start, end))
        } else {
            done = unsafe done && plaintext.withUnsafeBytes { unsafe update(start, $0.baseAddress, $0.count) }
            if end > begin { done = unsafe done && update(start + begin, start + begin, end - begin) }
        }
        done = unsafe done && finish(start + end)
        guard done else {
            unsafe OPENSSL_cleanse(start, end)
            return nil
        }
        return end + tagLength
    }

    /// One piece of content, or of additional data when there is no output; the ciphers used write as much as they read.
    @inline(__always)
    private func update(_ output: UnsafeMutablePointer<UInt8>?, _ input: UnsafeRawPointer?, _ count: Int) -> Bool {
        var written: Int32 = 0
        let input = unsafe input?.assumingMemoryBound(to: UInt8.self)
        return unsafe EVP_EncryptUpdate(context, output, &written, input, Int32(truncatingIfNeeded: count)) == 1
    }

    /// CCM's first block holds the content's length. RFC 3610 §2.2.
    private func announce(_ count: Int) -> Bool {
        var written: Int32 = 0
        return unsafe EVP_EncryptUpdate(context, nil, &written, nil, Int32(truncatingIfNeeded: count)) == 1
    }

    @inline(__always)
    private func finish(_ tag: UnsafeMutablePointer<UInt8>) -> Bool {
        var written: Int32 = 0
        return unsafe EVP_EncryptFinal_ex(context, tag, &written) == 1
            && clibcrypto_seal_tag(context, tag, tagLength) == 1
    }
}
