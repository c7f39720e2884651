internal import CLibcrypto

/// Random bytes that go onto the wire as they are, such as a hello's Random: drawn for several handshakes at once, as most
/// of the generator's cost is in being called.
///
/// Never for secrets: the bytes lie in memory until they are used. A process that forks may use them twice, which does no
/// harm to a value that everybody sees and that a fresh key share accompanies.
struct PublicRandomness {
    private var bytes = InlineArray<1024, UInt8>(repeating: 0)
    private var left = 0

    /// The next `count` bytes, at most 1024.
    mutating func next(_ count: Int) throws(CryptoError) -> [UInt8] {
        let start = try take(count)
        return [UInt8](copying: bytes.span.bytes.extracting(start..<start + count))
    }

    /// Writes the next `count` bytes, at most 1024, to where there is room for them.
    mutating func write(_ count: Int, to target: UnsafeMutableRawPointer) throws(CryptoError) {
        let start = try take(count)
        // SAFETY: `count` bytes from `start` on lie in the buffer, and the caller has made room.
        unsafe withUnsafeBytes(of: &bytes) { buffer in
            if let base = buffer.baseAddress { unsafe target.copyMemory(from: base + start, byteCount: count) }
        }
    }

    /// Where the next `count` bytes are, which are then used.
    private mutating func take(_ count: Int) throws(CryptoError) -> Int {
        if left < count { try refill() }
        guard count <= left else { throw CryptoError("random bytes", reason: "more than \(bytes.count) at once") }
        left -= count
        return left
    }

    private mutating func refill() throws(CryptoError) {
        let library = try unsafe Libcrypto.shared.requireContext()
        // SAFETY: the length is the buffer's.
        let done = unsafe withUnsafeMutableBytes(of: &bytes) { buffer in
            unsafe RAND_bytes_ex(library, buffer.bindMemory(to: UInt8.self).baseAddress, buffer.count, 0)
        }
        try CryptoError.check(done, "random bytes")
        left = bytes.count
    }
}
