import NIOCore
import TLSProvider

/// Protected bytes on their way to the channel, collected until they are worth a write.
struct RecordOutput {
    private var buffer = ByteBuffer()
    private var lastPromise: EventLoopPromise<Void>?
    private var earlierPromises: [EventLoopPromise<Void>] = []

    var isEmpty: Bool { buffer.readableBytes == 0 && lastPromise == nil }

    /// Whether the buffer is so full that it should be written before more is sealed.
    var isFull: Bool { buffer.readableBytes >= TLSHandlerLimits.outgoingChunk / 2 }

    /// Makes room for a flush of `count` bytes of plaintext.
    mutating func reserve(_ count: Int, _ session: any TLSSession, _ allocator: ByteBufferAllocator) {
        let sealed = min(session.sealedCount(of: count), TLSHandlerLimits.outgoingChunk)
        if buffer.capacity == 0 {
            buffer = allocator.buffer(capacity: sealed)
        } else if buffer.writableBytes < sealed {
            buffer.reserveCapacity(minimumWritableBytes: sealed)
        }
    }

    /// Takes what the session itself has to send: handshake messages, alerts, key updates.
    mutating func drain(_ session: any TLSSession, _ allocator: ByteBufferAllocator) {
        while session.outgoingCount > 0 {
            if buffer.capacity == 0 {
                buffer = allocator.buffer(capacity: max(session.outgoingCount, TLSHandlerLimits.outgoingMinimum))
            }
            buffer.writeWithOutputRawSpan(minimumWritableBytes: session.outgoingCount) {
                session.drainOutgoing(into: &$0)
            }
        }
    }

    /// Seals as much of `data` as fits one buffer; the rest stays in it.
    mutating func seal(
        _ data: inout ByteBuffer, _ session: any TLSSession, _ allocator: ByteBufferAllocator
    ) throws(TLSError) {
        while data.readableBytes > 0, !isFull {
            let room = session.sealedCount(of: min(data.readableBytes, TLSHandlerLimits.fullRecord))
            if buffer.capacity == 0 {
                reserve(data.readableBytes, session, allocator)
            }
            var taken = 0
            try buffer.writeWithOutputRawSpan(minimumWritableBytes: room) { output throws(TLSError) in
                taken = try session.seal(data.readableBytesUInt8Span, into: &output)
            }
            guard taken > 0 else {
                throw TLSError(.cryptographyFailed, "the session took no data though there was room for a record")
            }
            data.moveReaderIndex(forwardBy: taken)
            drain(session, allocator)
        }
    }

    /// Seals early data, which the session has room for.
    mutating func sealEarlyData(
        _ data: inout ByteBuffer, _ session: any TLSSession, _ allocator: ByteBufferAllocator
    ) throws(TLSError) {
        let room = session.sealedCount(of: data.readableBytes)
        if buffer.capacity == 0 { buffer = allocator.buffer(capacity: room) }
        var taken = 0
        try buffer.writeWithOutputRawSpan(minimumWritableBytes: room) { output throws(TLSError) in
            taken = try session.sealEarlyData(data.readableBytesUInt8Span, into: &output)
        }
        guard taken > 0 else {
            throw TLSError(.cryptographyFailed, "the session took no early data though there was room for it")
        }
        data.moveReaderIndex(forwardBy: taken)
    }

    /// Completes with the write of what has been sealed so far.
    mutating func attach(_ promise: EventLoopPromise<Void>?) {
        guard let promise else { return }
        if let earlier = exchange(&lastPromise, with: promise) { earlierPromises.append(earlier) }
    }

    /// Takes the bytes, and the promise of their write.
    mutating func take() -> (bytes: ByteBuffer, promise: EventLoopPromise<Void>?) {
        let bytes = exchange(&buffer, with: ByteBuffer())
        // The last write's promise carries the others: they complete together.
        let carrier = exchange(&lastPromise, with: nil)
        for promise in exchange(&earlierPromises, with: []) { carrier?.futureResult.cascade(to: promise) }
        return (bytes, carrier)
    }
}
