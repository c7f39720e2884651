/// The hash functions of TLS and of the key files we read.
package enum HashAlgorithm: UInt8, Hashable, Sendable, CaseIterable {
    case md5, sha1, sha224, sha256, sha384, sha512

    package var digestLength: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha224: 28
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The compression function's block, to which HMAC pads its key. RFC 2104 §2.
    package var blockLength: Int {
        switch self {
        case .md5, .sha1, .sha224, .sha256: 64
        case .sha384, .sha512: 128
        }
    }

    /// libcrypto's name.
    var name: String {
        switch self {
        case .md5: "MD5"
        case .sha1: "SHA1"
        case .sha224: "SHA224"
        case .sha256: "SHA256"
        case .sha384: "SHA384"
        case .sha512: "SHA512"
        }
    }

    /// The digest of `bytes`.
    package func digest(of bytes: RawSpan) throws(CryptoError) -> Digest {
        let scratch = try unsafe ThreadScratch.current()
        let context = try unsafe scratch.pointee.digest(self)
        var digest = Digest(zeros: digestLength)
        // SAFETY: the digest holds 64 bytes, the longest libcrypto writes for these algorithms.
        let done = unsafe bytes.withUnsafeBytes { input in
            unsafe digest.withMutableBytes { output in
                unsafe context.update(input) && context.finish(into: output)
            }
        }
        guard done else {
            unsafe scratch.pointee.dropDigest(self)
            throw .fromQueue("hash")
        }
        return digest
    }
}

/// The digest of `bytes`.
package func hash(_ algorithm: HashAlgorithm, _ bytes: RawSpan) throws(CryptoError) -> Digest {
    try algorithm.digest(of: bytes)
}
