internal import CLibcrypto

/// Encrypts and authenticates under one key, one nonce a call. Keyed once; a call allocates nothing.
@safe package final class AEADSealer {
    private let context: AEADContext

    package init(_ algorithm: AEADAlgorithm, key: RawSpan) throws(CryptoError) {
        context = try AEADContext(algorithm, key: key, isSealing: true)
    }

    /// Takes another key; the old one is overwritten.
    package func rekey(_ key: RawSpan) throws(CryptoError) {
        try context.rekey(key)
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
        let tagLength = context.tagLength
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
        let inPlace = context.isCCM || plaintext.byteCount <= Self.copiedBytes
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
        // In one piece what stands in the target; in two what does not.
        let content = inPlace ? end : begin
        let done = unsafe plaintext.withUnsafeBytes { source in
            if inPlace, let from = source.baseAddress { unsafe memcpy(start, from, source.count) }
            let from = unsafe inPlace ? UnsafePointer(start) : source.bindMemory(to: UInt8.self).baseAddress
            return unsafe additionalData.withUnsafeBytes { additional in
                unsafe clibcrypto_aead_seal(
                    context.functions, context.pointer, context.isCCM ? 1 : 0, nonce.head, nonce.tail,
                    additional.bindMemory(to: UInt8.self).baseAddress, additional.count, from, content, start, end,
                    context.tagLength) == 1
            }
        }
        guard done else {
            unsafe OPENSSL_cleanse(start, end)
            return nil
        }
        return end + context.tagLength
    }
}
