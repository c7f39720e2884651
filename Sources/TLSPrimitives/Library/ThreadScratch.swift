internal import CLibcrypto

// SAFETY: the pointers belong to this value alone, and the value to one thread.
/// libcrypto contexts of one thread's own, kept because making one costs more than using it.
///
/// A caller takes what it needs, calls libcrypto and returns; it never calls out to other code in between, so one thread
/// uses one context for one thing at a time. Freed when the thread ends.
@safe struct ThreadScratch: ~Copyable {
    /// Each has begun anew between uses, and holds nothing of what was last hashed.
    private var digests = InlineArray<6, DigestContext?>(repeating: nil)
    var publicRandomness = KeptRandomness(for: .wire)
    var secretRandomness = KeptRandomness(for: .secrets)
    private var agreements = InlineArray<10, KeyAgreementContexts?>(repeating: nil)

    private init() {}

    deinit {
        for index in digests.indices { digests[index]?.free() }
        for index in agreements.indices { agreements[index]?.free() }
    }

    /// The calling thread's scratch.
    @inline(__always)
    static func current() throws(CryptoError) -> UnsafeMutablePointer<ThreadScratch> {
        // SAFETY: only `create` stores a thread value, and of this type.
        guard let value = unsafe clibcrypto_get_thread_value() else { return try unsafe create() }
        return unsafe value.assumingMemoryBound(to: ThreadScratch.self)
    }

    @inline(never)
    private static func create() throws(CryptoError) -> UnsafeMutablePointer<ThreadScratch> {
        let scratch = UnsafeMutablePointer<ThreadScratch>.allocate(capacity: 1)
        unsafe scratch.initialize(to: ThreadScratch())
        let stored = unsafe clibcrypto_set_thread_value(scratch) { value in
            // SAFETY: the pointer stored here comes back once, when the thread ends.
            guard let scratch = unsafe value?.assumingMemoryBound(to: ThreadScratch.self) else { return }
            unsafe scratch.deinitialize(count: 1)
            unsafe scratch.deallocate()
        }
        guard stored == 1 else {
            unsafe scratch.deinitialize(count: 1)
            unsafe scratch.deallocate()
            throw CryptoError("thread contexts", reason: "the thread's storage is exhausted")
        }
        return unsafe scratch
    }

    /// A hash that has begun. Whoever updates it finishes it, or calls `dropDigest` when something failed.
    @inline(__always)
    mutating func digest(_ algorithm: HashAlgorithm) throws(CryptoError) -> DigestContext {
        guard let context = digests[Int(algorithm.rawValue)] else { return try makeDigest(algorithm) }
        return context
    }

    @inline(never)
    private mutating func makeDigest(_ algorithm: HashAlgorithm) throws(CryptoError) -> DigestContext {
        let context = try DigestContext(algorithm)
        digests[Int(algorithm.rawValue)] = context
        return context
    }

    @inline(never)
    mutating func dropDigest(_ algorithm: HashAlgorithm) {
        digests[Int(algorithm.rawValue)]?.free()
        digests[Int(algorithm.rawValue)] = nil
    }

    /// The contexts for an agreement in a traditional group, made on first use.
    mutating func keyAgreement(_ algorithm: KeyAgreementAlgorithm) throws(CryptoError) -> KeyAgreementContexts {
        if let contexts = agreements[Int(algorithm.rawValue)] { return contexts }
        let contexts = try KeyAgreementContexts(algorithm)
        agreements[Int(algorithm.rawValue)] = contexts
        return contexts
    }
}
