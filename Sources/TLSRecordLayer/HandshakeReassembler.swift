package import TLSMessages
import TLSPrimitives

/// Joins handshake bytes of any fragmentation into messages. RFC 9846 §5.1.
///
/// Work is linear in the bytes received, and memory grows with them, never with what a header claims.
package struct HandshakeReassembler {
    private var pending: [UInt8] = []
    private var position = 0
    private var fragments = 0
    /// The largest Certificate message taken.
    package var certificateLimit: Int

    package init(certificateLimit: Int) {
        self.certificateLimit = certificateLimit
    }

    /// Whether no bytes of an unfinished message are held: keys may change only then. RFC 9846 §5.1.
    package var isAligned: Bool { position == pending.count }

    package mutating func append(_ content: Range<Int>, of input: borrowing MutableSpan<UInt8>) throws(RecordFault) {
        if isAligned {
            pending.removeAll(keepingCapacity: false)
            position = 0
            fragments = 0
        }
        fragments += 1
        guard fragments <= RecordLimits.fragmentsOfMessage else { throw .tooManyFragments }
        let bytes = [UInt8](copying: input.bytes.extracting(content))
        if pending.isEmpty { pending = bytes } else { pending += bytes }
        try checkLength()
    }

    /// The next whole message, if there is one.
    package mutating func next() throws(RecordFault) -> HandshakeMessage? {
        guard let length = try checkLength(), pending.count - position >= length else { return nil }
        let type = HandshakeType(rawValue: pending[position])
        let bytes: [UInt8]
        if position == 0, pending.count == length {
            bytes = pending
            pending = []
        } else {
            bytes = Array(pending[position..<position + length])
            position += length
        }
        fragments = min(fragments, 1)
        return HandshakeMessage(type: type, bytes: bytes)
    }

    /// The whole length of the message at hand, refused as soon as its header claims too much.
    @discardableResult
    private func checkLength() throws(RecordFault) -> Int? {
        guard pending.count - position >= HandshakeMessage.headerCount else { return nil }
        let length =
            Int(pending[position + 1]) << 16 | Int(pending[position + 2]) << 8 | Int(pending[position + 3])
        let type = HandshakeType(rawValue: pending[position])
        guard length <= limit(for: type) else { throw .messageTooLong(type, length) }
        return HandshakeMessage.headerCount + length
    }

    private func limit(for type: HandshakeType) -> Int {
        switch type {
        case .clientHello: RecordLimits.clientHello
        case .certificateRequest: RecordLimits.certificateRequest
        case .certificate, .compressedCertificate: certificateLimit
        default: RecordLimits.handshakeMessage
        }
    }
}
