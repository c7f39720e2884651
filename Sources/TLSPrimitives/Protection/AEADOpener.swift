internal import CLibcrypto

/// Checks and decrypts under one key, in place. Keyed once; a call allocates nothing.
@safe package final class AEADOpener {
    private let context: AEADContext

    package init(_ algorithm: AEADAlgorithm, key: RawSpan) throws(CryptoError) {
        context = try AEADContext(algorithm, key: key, isSealing: false)
    }

    /// Takes another key; the old one is overwritten.
    package func rekey(_ key: RawSpan) throws(CryptoError) {
        try context.rekey(key)
    }

    /// Opens `bytes[ciphertext]`, ciphertext ‖ tag, in place, with additional data from the same buffer.
    ///
    /// The plaintext then stands at the range's start, shorter by the tag. False when the tag is wrong; the range is
    /// then all zeros.
    package func open(
        _ bytes: inout MutableRawSpan, ciphertext: Range<Int>, additionalData: Range<Int>, nonce: AEADNonce
    ) throws(CryptoError) -> Bool {
        let count = bytes.byteCount
        guard additionalData.lowerBound >= 0, additionalData.upperBound <= count else { throw Self.outOfRange }
        try check(ciphertext, within: count)
        return unsafe bytes.withUnsafeMutableBytes { buffer in
            // SAFETY: both ranges lie in the buffer, checked above.
            let additional = unsafe UnsafeRawBufferPointer(rebasing: buffer[additionalData])
            return unsafe open(buffer, ciphertext, additional, nonce)
        }
    }

    /// The same with additional data from elsewhere.
    package func open(
        _ bytes: inout MutableRawSpan, ciphertext: Range<Int>, nonce: AEADNonce, additionalData: RawSpan
    ) throws(CryptoError) -> Bool {
        try check(ciphertext, within: bytes.byteCount)
        return unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe additionalData.withUnsafeBytes { unsafe open(buffer, ciphertext, $0, nonce) }
        }
    }

    private static var outOfRange: CryptoError { CryptoError("open", reason: "the range is not within the buffer") }

    @inline(__always)
    private func check(_ ciphertext: Range<Int>, within count: Int) throws(CryptoError) {
        guard ciphertext.lowerBound >= 0, ciphertext.upperBound <= count, ciphertext.count <= Int(Int32.max) else {
            throw Self.outOfRange
        }
    }

    @inline(__always)
    private func open(
        _ buffer: UnsafeMutableRawBufferPointer, _ range: Range<Int>, _ additionalData: UnsafeRawBufferPointer,
        _ nonce: AEADNonce
    ) -> Bool {
        // Shorter than a tag: nothing that could be authentic.
        guard range.count >= context.tagLength, additionalData.count <= Int(Int32.max),
            let base = buffer.baseAddress
        else { return false }
        let length = range.count - context.tagLength
        // SAFETY: the range lies in the buffer, checked by the callers.
        let start = unsafe base.advanced(by: range.lowerBound).assumingMemoryBound(to: UInt8.self)
        let opened = unsafe decrypt(start, length, additionalData, nonce)
        if !opened { unsafe discard(start, range.count) }
        return opened
    }

    @inline(__always)
    private func decrypt(
        _ start: UnsafeMutablePointer<UInt8>, _ length: Int, _ additionalData: UnsafeRawBufferPointer,
        _ nonce: AEADNonce
    ) -> Bool {
        // SAFETY: `start` holds `length` bytes and then the tag.
        unsafe clibcrypto_aead_open(
            context.functions, context.pointer, context.isCCM ? 1 : 0, nonce.head, nonce.tail,
            additionalData.bindMemory(to: UInt8.self).baseAddress, additionalData.count, start, length,
            context.tagLength) == 1
    }

    @inline(never)
    private func discard(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) {
        unsafe OPENSSL_cleanse(start, count)
        ERR_clear_error()
    }
}
