internal import CLibcrypto

/// Where randomness comes from: the system's generator, or a fixed sequence when a trace is replayed.
package protocol RandomSource: Sendable {
    func fill(_ bytes: inout MutableRawSpan) throws(CryptoError)
}

/// libcrypto's generator, seeded by the operating system.
package struct SystemRandom: RandomSource {
    package init() {}

    package func fill(_ bytes: inout MutableRawSpan) throws(CryptoError) {
        let context = try unsafe Libcrypto.shared.requireContext()
        // SAFETY: the length is the buffer's.
        try unsafe bytes.withUnsafeMutableBytes { buffer throws(CryptoError) in
            guard unsafe !buffer.isEmpty else { return }
            let start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
            try CryptoError.check(unsafe RAND_bytes_ex(context, start, buffer.count, 0), "random bytes")
        }
    }
}

extension SystemRandom {
    /// `count` random bytes for the wire, at most 1024; never for secrets.
    package func publicBytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        guard (0...KeptRandomness.capacity).contains(count) else {
            throw CryptoError("random bytes", reason: "more than \(KeptRandomness.capacity) at once")
        }
        let scratch = try unsafe ThreadScratch.current()
        return try [UInt8](capacity: count) { output throws(CryptoError) in
            try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
                // SAFETY: the array has room for `count` bytes.
                try unsafe scratch.pointee.publicRandomness.fill(
                    UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
                initialized = count
            }
        }
    }
}

extension RandomSource {
    /// `count` random bytes.
    package func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        var raw = span.mutableBytes
        try fill(&raw)
        return bytes
    }

    /// A secret of `count` random bytes.
    package func secret(_ count: Int) throws(CryptoError) -> Secret {
        try Secret(count: count) { output throws(CryptoError) in
            for _ in 0..<max(count, 0) { output.append(0) }
            var raw = output.mutableBytes
            try fill(&raw)
        }
    }
}
