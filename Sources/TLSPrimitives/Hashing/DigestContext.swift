internal import CLibcrypto

// SAFETY: the functions are set once and live as long as the process; the context belongs to whoever made it, until `free`.
/// A hash under way, in libcrypto's hands: always begun, and begun anew once it is finished.
@safe struct DigestContext {
    private let functions: OpaquePointer
    private let context: UnsafeMutableRawPointer
    private let length: Int
    /// How much of the last block beginning anew leaves behind: SHA-384's and SHA-512's, but for its last byte, which is
    /// padding.
    private let kept: Int

    init(_ algorithm: HashAlgorithm) throws(CryptoError) {
        let functions = try unsafe Libcrypto.shared.digest(algorithm)
        guard let context = unsafe clibcrypto_digest_new(functions) else { throw .fromQueue("hash context") }
        unsafe self.functions = functions
        unsafe self.context = context
        length = algorithm.digestLength
        kept = algorithm.blockLength > 64 ? algorithm.blockLength - 1 : 0
    }

    private init(_ other: DigestContext, _ context: UnsafeMutableRawPointer) {
        unsafe functions = other.functions
        unsafe self.context = context
        length = other.length
        kept = other.kept
    }

    /// Frees the context, and wipes what it has hashed.
    func free() {
        unsafe clibcrypto_digest_free(functions, context)
    }

    /// A second one that goes on from here by itself; nil when there is no memory.
    @inline(__always)
    func copy() -> DigestContext? {
        guard let copy = unsafe clibcrypto_digest_copy(functions, context) else { return nil }
        return unsafe DigestContext(self, copy)
    }

    @inline(__always)
    func update(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // SAFETY: the length is the buffer's.
        unsafe clibcrypto_digest_update(functions, context, bytes.baseAddress, bytes.count) == 1
    }

    /// The first `count` bytes of a buffer that has as many.
    @inline(__always)
    func update(_ start: UnsafeRawPointer?, _ count: Int) -> Bool {
        unsafe clibcrypto_digest_update(functions, context, start, count) == 1
    }

    /// Writes the digest to where there is room for it.
    @inline(__always)
    func finish(into output: UnsafeMutableRawBufferPointer) -> Bool {
        // SAFETY: callers give room for the algorithm's digest.
        unsafe clibcrypto_digest_finish(
            functions, context, output.bindMemory(to: UInt8.self).baseAddress, length, kept) == 1
    }
}
