internal import CLibcrypto

// SAFETY: the pointers belong to this value alone, and the value to one thread.
/// libcrypto contexts of one thread's own, kept because making one costs more than using it.
///
/// A caller takes what it needs, calls libcrypto and returns; it never calls out to other code in between, so one thread
/// uses one context for one thing at a time. Freed when the thread ends.
@safe struct ThreadScratch: ~Copyable {
    /// Each is freshly initialised between uses, so it holds nothing of what was last hashed.
    private var digests = unsafe InlineArray<6, OpaquePointer?>(repeating: nil)
    private var snapshotContext: OpaquePointer?
    var publicRandomness = PublicRandomness()
    /// Those of X25519 and X448, once they have been tried.
    private var ladders = InlineArray<2, MontgomeryLadder??>(repeating: nil)
    private var agreements = InlineArray<10, KeyAgreementContexts?>(repeating: nil)

    private init() {}

    deinit {
        for index in unsafe digests.indices { unsafe EVP_MD_CTX_free(digests[index]) }
        unsafe EVP_MD_CTX_free(snapshotContext)
        for index in ladders.indices { ladders[index]??.free() }
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

    /// A digest context, initialised. Whoever updates it must finish with `EVP_DigestInit_ex(context, nil, nil)`, or
    /// `dropDigest` when something failed.
    @inline(__always)
    mutating func digest(_ algorithm: HashAlgorithm) throws(CryptoError) -> OpaquePointer {
        guard let context = unsafe digests[Int(algorithm.rawValue)] else { return try unsafe makeDigest(algorithm) }
        return unsafe context
    }

    @inline(never)
    private mutating func makeDigest(_ algorithm: HashAlgorithm) throws(CryptoError) -> OpaquePointer {
        let digest = try unsafe Libcrypto.shared.digest(algorithm)
        guard let context = unsafe EVP_MD_CTX_new() else { throw .fromQueue("hash context") }
        guard unsafe EVP_DigestInit_ex(context, digest, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw .fromQueue("hash context")
        }
        unsafe digests[Int(algorithm.rawValue)] = context
        return unsafe context
    }

    @inline(never)
    mutating func dropDigest(_ algorithm: HashAlgorithm) {
        unsafe EVP_MD_CTX_free(digests[Int(algorithm.rawValue)])
        unsafe digests[Int(algorithm.rawValue)] = nil
    }

    /// A context to copy a running hash into.
    mutating func snapshot() throws(CryptoError) -> OpaquePointer {
        if let context = unsafe snapshotContext { return unsafe context }
        guard let context = unsafe EVP_MD_CTX_new() else { throw .fromQueue("hash context") }
        unsafe snapshotContext = context
        return unsafe context
    }

    /// The ladder of X25519 or X448, tried on first use; nil where this libcrypto has none that suits.
    mutating func ladder(_ algorithm: KeyAgreementAlgorithm) -> MontgomeryLadder? {
        let index = algorithm == .x25519 ? 0 : 1
        if let tried = ladders[index] { return tried }
        let ladder = MontgomeryLadder(algorithm)
        ladders[index] = .some(ladder)
        return ladder
    }

    /// The contexts for an agreement in a traditional group, made on first use.
    mutating func keyAgreement(_ algorithm: KeyAgreementAlgorithm) throws(CryptoError) -> KeyAgreementContexts {
        if let contexts = agreements[Int(algorithm.rawValue)] { return contexts }
        let contexts = try KeyAgreementContexts(algorithm)
        agreements[Int(algorithm.rawValue)] = contexts
        return contexts
    }
}
