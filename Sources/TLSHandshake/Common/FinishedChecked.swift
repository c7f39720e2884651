import TLSPrimitives
import TLSWire

/// Proof that the peer's Finished matched. RFC 9846 §4.5.3, RFC 5246 §7.4.9.
package struct FinishedChecked: ~Copyable {
    /// Compares what came with what it must be, in constant time.
    init(_ received: [UInt8], matching expected: Digest) throws(HandshakeFault) {
        guard received.count == expected.count else {
            throw .decode(.init(.lengthOutOfRange(received.count), in: "Finished"))
        }
        guard ConstantTime.equal(expected.span, received.span.bytes) else { throw .misbehaved(.wrongFinished) }
    }
}
