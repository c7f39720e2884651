// SAFETY: the context is this value's alone, made in `init` and freed in `deinit`.
/// A hash that goes on while its value so far is read: the handshake transcript. RFC 9846 §4.5.1.
@safe package struct RunningHash: ~Copyable {
    package let algorithm: HashAlgorithm
    private let context: DigestContext

    package init(_ algorithm: HashAlgorithm) throws(CryptoError) {
        self.algorithm = algorithm
        context = try DigestContext(algorithm)
    }

    private init(_ algorithm: HashAlgorithm, _ context: DigestContext) {
        self.algorithm = algorithm
        self.context = context
    }

    deinit {
        context.free()
    }

    package func update(_ bytes: RawSpan) throws(CryptoError) {
        let done = unsafe bytes.withUnsafeBytes { unsafe context.update($0) }
        guard done else { throw .fromQueue("running hash") }
    }

    /// The hash of everything so far; the hash goes on.
    package func snapshot() throws(CryptoError) -> Digest {
        guard let copy = context.copy() else { throw .fromQueue("running hash") }
        defer { copy.free() }
        var digest = Digest(zeros: algorithm.digestLength)
        // SAFETY: the digest holds 64 bytes, the longest libcrypto writes for these algorithms.
        let done = unsafe digest.withMutableBytes { unsafe copy.finish(into: $0) }
        guard done else { throw .fromQueue("running hash") }
        return digest
    }

    /// A second hash that goes on from here by itself.
    package func copy() throws(CryptoError) -> RunningHash {
        guard let copy = context.copy() else { throw .fromQueue("running hash") }
        return RunningHash(algorithm, copy)
    }
}
