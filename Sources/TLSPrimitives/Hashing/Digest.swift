/// A hash or an authentication code, up to 64 bytes held inline.
///
/// Two digests are compared in constant time, as one of them may be an authentication code.
package struct Digest: Sendable, Hashable {
    private var storage: InlineArray<64, UInt8>
    private let length: UInt8

    /// `count` zeros, at most 64: the value the TLS 1.3 key schedule starts from, and what a computation fills.
    package init(zeros count: Int) {
        storage = InlineArray(repeating: 0)
        length = UInt8(clamping: min(max(count, 0), 64))
    }

    /// The first 64 of `bytes`.
    package init(copying bytes: RawSpan) {
        self.init(zeros: bytes.byteCount)
        let length = count
        // SAFETY: both sides hold at least `length` bytes.
        unsafe bytes.withUnsafeBytes { source in
            unsafe withMutableBytes { unsafe $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[..<length])) }
        }
    }

    package var count: Int { Int(length) }

    package var bytes: [UInt8] { [UInt8](copying: span) }

    package var span: RawSpan {
        @_lifetime(borrow self)
        borrowing get { storage.span.bytes.extracting(0..<count) }
    }

    package func withBytes<R: ~Copyable, E>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try body(span)
    }

    /// All 64 bytes of the storage.
    mutating func withMutableBytes<R: ~Copyable, E>(
        _ body: (UnsafeMutableRawBufferPointer) throws(E) -> R
    ) throws(E) -> R {
        try unsafe Swift.withUnsafeMutableBytes(of: &storage, body)
    }

    package static func == (left: Digest, right: Digest) -> Bool {
        ConstantTime.equal(left.span, right.span)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(length)
        for index in 0..<count { hasher.combine(storage[index]) }
    }
}
