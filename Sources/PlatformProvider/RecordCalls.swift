internal import CLibssl
import TLSPrimitives

// SAFETY: the three pointers are those of a connection, which whoever holds this keeps alive. What libssl is lent of a
// span is lent inside the span's own call, and taken back before it ends.
/// libssl's calls for one record, with nothing between a span's bytes and it.
@safe struct RecordCalls {
    private let ssl: OpaquePointer
    private let wire: UnsafeMutablePointer<clibssl_wire>
    private let queue: UnsafeMutablePointer<SendQueue>

    init(_ connection: Connection) {
        unsafe ssl = connection.ssl
        unsafe wire = connection.wire
        unsafe queue = connection.queue
    }

    /// Whether something waits to be sent in front of the next record.
    var isPreceded: Bool { unsafe !queue.pointee.outgoing.isEmpty }

    /// Whether libssl has asked for more than the record it was given.
    var isStarved: Bool { unsafe wire.pointee.is_starved != 0 }

    /// Whether the peer has closed its direction, or has failed.
    var isEnded: Bool { unsafe SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN != 0 }

    /// Seals the first `count` bytes of `plaintext`, for which `output` has room.
    ///
    /// - Returns: whether libssl took them all.
    @inline(__always) func seal(_ plaintext: Span<UInt8>, _ count: Int, into output: inout OutputRawSpan) -> Bool {
        var status: Int32 = 0
        // SAFETY: `count` is at most the plaintext's; the target is the free part of the output, which is not overrun:
        // what would not fit would wait in the queue.
        unsafe plaintext.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBytes { buffer, initialized in
                let target = unsafe buffer.baseAddress?.advanced(by: initialized).assumingMemoryBound(to: UInt8.self)
                initialized += unsafe clibssl_seal(
                    ssl, wire, source.baseAddress, count, target, buffer.count - initialized, &status)
            }
        }
        return status == 1
    }

    /// Opens the record of `total` bytes at the start of `input`, in place, with its content from `start` on.
    ///
    /// - Returns: how long the content is; nil when there is none.
    @inline(__always) func open(_ input: inout MutableSpan<UInt8>, _ total: Int, from start: Int) -> Int? {
        var count = 0
        // SAFETY: the caller has seen that the record lies in the buffer.
        let status = unsafe input.withUnsafeMutableBufferPointer { buffer in
            unsafe clibssl_open(
                ssl, wire, buffer.baseAddress, total, buffer.baseAddress?.advanced(by: start), total - start, &count)
        }
        return status == 1 ? count : nil
    }
}
