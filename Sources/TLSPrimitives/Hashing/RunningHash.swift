internal import CLibcrypto

// SAFETY: the context is this object's alone, made in `init` and freed in `deinit`.
/// A hash that goes on while its value so far is read: the handshake transcript. RFC 9846 §4.5.1.
@safe package final class RunningHash {
    package let algorithm: HashAlgorithm
    private let context: OpaquePointer

    package init(_ algorithm: HashAlgorithm) throws(CryptoError) {
        let digest = try unsafe Libcrypto.shared.digest(algorithm)
        guard let context = unsafe EVP_MD_CTX_new() else { throw .fromQueue("running hash") }
        guard unsafe EVP_DigestInit_ex(context, digest, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw .fromQueue("running hash")
        }
        self.algorithm = algorithm
        unsafe self.context = context
    }

    private init(copying other: RunningHash) throws(CryptoError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .fromQueue("running hash") }
        guard unsafe EVP_MD_CTX_copy_ex(context, other.context) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw .fromQueue("running hash")
        }
        algorithm = other.algorithm
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    package func update(_ bytes: RawSpan) throws(CryptoError) {
        try unsafe bytes.withUnsafeBytes { input throws(CryptoError) in
            try CryptoError.check(unsafe EVP_DigestUpdate(context, input.baseAddress, input.count), "running hash")
        }
    }

    /// The hash of everything so far; the hash goes on.
    package func snapshot() throws(CryptoError) -> Digest {
        let copy = try unsafe ThreadScratch.current().pointee.snapshot()
        var digest = Digest(zeros: algorithm.digestLength)
        // SAFETY: the digest holds 64 bytes, the longest libcrypto writes for these algorithms.
        let done = unsafe digest.withMutableBytes { output in
            unsafe EVP_MD_CTX_copy_ex(copy, context) == 1
                && EVP_DigestFinal_ex(copy, output.bindMemory(to: UInt8.self).baseAddress, nil) == 1
        }
        guard done else { throw .fromQueue("running hash") }
        return digest
    }

    /// A second hash that goes on from here by itself.
    package func copy() throws(CryptoError) -> RunningHash {
        try RunningHash(copying: self)
    }
}
