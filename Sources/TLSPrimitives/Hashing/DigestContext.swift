internal import CLibcrypto

// SAFETY: the functions are set once and live as long as the process; the context belongs to whoever made it, until `free`.
/// A hash under way, in libcrypto's hands: always begun, and begun anew once it is finished.
@safe struct DigestContext {
    private let functions: OpaquePointer
    private let context: UnsafeMutableRawPointer
    private let length: Int

    init(_ algorithm: HashAlgorithm) throws(CryptoError) {
        let functions = try unsafe Libcrypto.shared.digest(algorithm)
        guard let context = unsafe clibcrypto_digest_new(functions) else { throw .fromQueue("hash context") }
        unsafe self.functions = functions
        unsafe self.context = context
        length = algorithm.digestLength
    }

    private init(_ functions: OpaquePointer, _ context: UnsafeMutableRawPointer, _ length: Int) {
        unsafe self.functions = functions
        unsafe self.context = context
        self.length = length
    }

    /// Frees the context, and wipes what it has hashed.
    func free() {
        unsafe clibcrypto_digest_free(functions, context)
    }

    /// A second one that goes on from here by itself; nil when there is no memory.
    @inline(__always)
    func copy() -> DigestContext? {
        guard let copy = unsafe clibcrypto_digest_copy(functions, context) else { return nil }
        return unsafe DigestContext(functions, copy, length)
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
            functions, context, output.bindMemory(to: UInt8.self).baseAddress, length) == 1
    }
}
