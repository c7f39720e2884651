/// A nonce of 12 bytes, held as two integers so that combining it with a record number is one instruction.
package struct AEADNonce: Sendable {
    /// The first 4 bytes, as they lie in memory.
    let head: UInt32
    /// The last 8 bytes, as they lie in memory.
    let tail: UInt64

    /// The first 12 bytes of `iv`; nil when there are fewer or more.
    package init?(exactly iv: RawSpan) {
        guard iv.byteCount == 12 else { return nil }
        self.init(iv)
    }

    /// An IV of 12 bytes. A shorter one is filled up with zeros and a longer one cut; key schedules give 12.
    package init(_ iv: RawSpan) {
        var head: UInt32 = 0
        var tail: UInt64 = 0
        // SAFETY: at most 4 and 8 bytes are copied, from within the buffer.
        unsafe iv.withUnsafeBytes { source in
            unsafe withUnsafeMutableBytes(of: &head) { unsafe $0.copyBytes(from: source.prefix(4)) }
            unsafe withUnsafeMutableBytes(of: &tail) { unsafe $0.copyBytes(from: source.dropFirst(4).prefix(8)) }
        }
        self.init(head: head, tail: tail)
    }

    /// TLS 1.2's nonce: 4 bytes from the key block, 8 from the record. RFC 5288 §3.
    package init(salt: UInt32, explicit: UInt64) {
        self.init(head: salt.bigEndian, tail: explicit.bigEndian)
    }

    /// The 4 bytes of the key block as that number; other lengths come of no key schedule.
    package static func salt(_ iv: RawSpan) -> UInt32 { AEADNonce(iv).head.bigEndian }

    private init(head: UInt32, tail: UInt64) {
        self.head = head
        self.tail = tail
    }

    /// The nonce of the record with this number. RFC 9846 §5.3.
    package func xored(with sequence: UInt64) -> AEADNonce {
        AEADNonce(head: head, tail: tail ^ sequence.bigEndian)
    }

    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        var (head, tail) = (UInt32(bigEndian: head), UInt64(bigEndian: tail))
        for _ in 0..<8 {
            bytes.append(UInt8(truncatingIfNeeded: tail))
            tail >>= 8
        }
        for _ in 0..<4 {
            bytes.append(UInt8(truncatingIfNeeded: head))
            head >>= 8
        }
        return bytes.reversed()
    }
}
