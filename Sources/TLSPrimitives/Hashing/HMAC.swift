internal import CLibcrypto

/// Keyed hashing, RFC 2104.
///
/// Written out, over the compression function or a kept digest context: for a key used once, as in every step of a key
/// schedule, libcrypto's own HMAC takes a multiple of the time.
package enum HMAC {
    package static func authenticate(
        _ algorithm: HashAlgorithm, key: RawSpan, _ message: RawSpan
    ) throws(CryptoError) -> Digest {
        try authenticate(algorithm, key: key, message, RawSpan())
    }

    /// The code of `first` and `second`, joined.
    package static func authenticate(
        _ algorithm: HashAlgorithm, key: RawSpan, _ first: RawSpan, _ second: RawSpan
    ) throws(CryptoError) -> Digest {
        var digest = Digest(zeros: algorithm.digestLength)
        // SAFETY: the digest's storage is 64 bytes, as `compute` wants.
        try unsafe digest.withMutableBytes { output throws(CryptoError) in
            try unsafe compute(algorithm, key: key, first, second, counter: nil, into: output)
        }
        return digest
    }

    /// HMAC(key, first ‖ second ‖ counter) into `output`, which has room for 64 bytes.
    static func compute(
        _ algorithm: HashAlgorithm, key: RawSpan, _ first: RawSpan, _ second: RawSpan, counter: UInt8?,
        into output: UnsafeMutableRawBufferPointer
    ) throws(CryptoError) {
        if unsafe computeAtOnce(algorithm, key, first, second, counter ?? 0, output) { return }
        try unsafe computeOnContext(algorithm, key: key, first, second, counter: counter, into: output)
    }

    /// By the compression function, around which there is much less to do than around a context; false for the hashes of old
    /// and a key longer than a block.
    @inline(__always)
    private static func computeAtOnce(
        _ algorithm: HashAlgorithm, _ key: RawSpan, _ first: RawSpan, _ second: RawSpan, _ counter: UInt8,
        _ output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        // SAFETY: every length is that of its buffer, and the output takes a digest.
        unsafe key.withUnsafeBytes { key in
            unsafe first.withUnsafeBytes { first in
                unsafe second.withUnsafeBytes { second in
                    var message = unsafe clibcrypto_message(first, second, counter: counter)
                    return unsafe clibcrypto_hmac_once(
                        algorithm.digestLength, key.bindMemory(to: UInt8.self).baseAddress, key.count, &message,
                        output.bindMemory(to: UInt8.self).baseAddress)
                }
            }
        } == 1
    }

    /// On a kept digest context.
    private static func computeOnContext(
        _ algorithm: HashAlgorithm, key: RawSpan, _ first: RawSpan, _ second: RawSpan, counter: UInt8?,
        into output: UnsafeMutableRawBufferPointer
    ) throws(CryptoError) {
        let scratch = try unsafe ThreadScratch.current()
        let context = try unsafe scratch.pointee.digest(algorithm)
        var pad = KeyPad()
        defer { pad.wipe() }
        guard pad.fill(from: key, algorithm, context),
            unsafe inner(context, &pad, algorithm, first, second, counter, into: output),
            unsafe outer(context, &pad, algorithm, into: output)
        else {
            unsafe scratch.pointee.dropDigest(algorithm)
            throw .fromQueue("HMAC")
        }
    }

    /// H((key ⊕ ipad) ‖ message); leaves the context initialised.
    @inline(__always)
    private static func inner(
        _ context: DigestContext, _ pad: inout KeyPad, _ algorithm: HashAlgorithm, _ first: RawSpan, _ second: RawSpan,
        _ counter: UInt8?, into output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        pad.flip(KeyPad.innerMask)
        // SAFETY: every length is that of its buffer, and `output` has room for the longest digest.
        guard unsafe pad.withBytes({ unsafe context.update($0.baseAddress, algorithm.blockLength) }),
            unsafe first.withUnsafeBytes({ unsafe context.update($0) })
        else { return false }
        if !second.isEmpty {
            let done = unsafe second.withUnsafeBytes { unsafe context.update($0) }
            guard done else { return false }
        }
        if var counter {
            guard unsafe context.update(&counter, 1) else { return false }
        }
        return unsafe context.finish(into: output)
    }

    /// H((key ⊕ opad) ‖ output); leaves the context initialised.
    @inline(__always)
    private static func outer(
        _ context: DigestContext, _ pad: inout KeyPad, _ algorithm: HashAlgorithm,
        into output: UnsafeMutableRawBufferPointer
    ) -> Bool {
        pad.flip(KeyPad.innerMask ^ KeyPad.outerMask)
        // SAFETY: as in `inner`; `output` holds the inner digest.
        return unsafe pad.withBytes { unsafe context.update($0.baseAddress, algorithm.blockLength) }
            && context.update(output.baseAddress, algorithm.digestLength) && context.finish(into: output)
    }
}

/// HMAC's key, padded with zeros to the longest block: on the stack, wiped when the computation ends.
struct KeyPad {
    static let innerMask: UInt64 = 0x3636_3636_3636_3636
    static let outerMask: UInt64 = 0x5C5C_5C5C_5C5C_5C5C

    private var words = InlineArray<16, UInt64>(repeating: 0)

    /// The key itself, or its hash when it is longer than a block. RFC 2104 §2.
    @inline(__always)
    mutating func fill(from key: RawSpan, _ algorithm: HashAlgorithm, _ context: DigestContext) -> Bool {
        // SAFETY: 128 bytes take any block, and any digest.
        unsafe key.withUnsafeBytes { source in
            unsafe Swift.withUnsafeMutableBytes(of: &words) { block in
                guard source.count > algorithm.blockLength else {
                    unsafe block.copyMemory(from: source)
                    return true
                }
                return unsafe context.update(source) && context.finish(into: block)
            }
        }
    }

    @inline(__always)
    mutating func flip(_ mask: UInt64) {
        for index in words.indices { words[index] ^= mask }
    }

    @inline(__always)
    mutating func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        // In place: a borrowed read could leave a copy behind.
        unsafe Swift.withUnsafeMutableBytes(of: &words) { unsafe body(UnsafeRawBufferPointer($0)) }
    }

    @inline(__always)
    mutating func wipe() {
        // SAFETY: the length is the storage's.
        unsafe Swift.withUnsafeMutableBytes(of: &words) { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
}
