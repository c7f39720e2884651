internal import CLibcrypto

/// A key of HMAC that is used again, as its two pads leave the hash. RFC 2104 §4. On the stack; whoever makes it wipes it.
struct HMACKey {
    private var chains = clibcrypto_hmac()
    private var digestLength = 0

    /// Whether the key is taken: it is with SHA-256, SHA-384 and SHA-512, and with no other hash.
    mutating func take(_ key: RawSpan, _ algorithm: HashAlgorithm) throws(CryptoError) -> Bool {
        guard key.byteCount > algorithm.blockLength else { return takeBlock(key, algorithm) }
        var digest = try algorithm.digest(of: key)
        // SAFETY: the length is the storage's.
        defer { unsafe digest.withMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) } }
        return takeBlock(digest.span, algorithm)
    }

    private mutating func takeBlock(_ key: RawSpan, _ algorithm: HashAlgorithm) -> Bool {
        digestLength = algorithm.digestLength
        // SAFETY: the length is the buffer's.
        return unsafe key.withUnsafeBytes { bytes in
            unsafe clibcrypto_hmac_take_key(
                &chains, digestLength, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        } == 1
    }

    /// The code of a message into where there is room for a digest, which may be in the message.
    mutating func authenticate(_ message: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) {
        // SAFETY: the length is the buffer's, and the message is read before the code is written.
        var message = unsafe clibcrypto_message(message, UnsafeRawBufferPointer(start: nil, count: 0), counter: 0)
        unsafe clibcrypto_hmac_authenticate(
            &chains, digestLength, &message, output.bindMemory(to: UInt8.self).baseAddress)
    }

    mutating func wipe() {
        // SAFETY: the length is the storage's.
        unsafe Swift.withUnsafeMutableBytes(of: &chains) { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}

extension clibcrypto_message {
    /// `first`, `second` and a byte behind them; none when it is 0.
    @inline(__always)
    init(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, counter: UInt8) {
        let one = unsafe first.bindMemory(to: UInt8.self), two = unsafe second.bindMemory(to: UInt8.self)
        unsafe self.init(
            first: one.baseAddress, first_count: one.count, second: two.baseAddress, second_count: two.count,
            counter: counter)
    }
}
