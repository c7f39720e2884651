import NIOCore
import TLSPrimitives
import TLSProvider

/// What has arrived and is not opened yet.
struct RecordInput {
    private var buffer = ByteBuffer()
    /// How many bytes the next record needs at least; 0 when unknown.
    private var needed = 0

    var count: Int { buffer.readableBytes }

    /// Takes what the channel has read.
    ///
    /// The bytes are copied once: a channel keeps its receive buffer for the next read, so it cannot be edited in place.
    mutating func append(_ incoming: inout ByteBuffer, _ allocator: ByteBufferAllocator) {
        let total = buffer.readableBytes + incoming.readableBytes
        let taken: Void? = buffer.modifyIfUniquelyOwned { buffer in
            buffer.discardReadBytes()
            buffer.writeBuffer(&incoming)
        }
        if taken == nil {
            // The application holds slices of the buffer, or there is none: what is left moves into a new one.
            var fresh = allocator.buffer(capacity: max(total, needed))
            fresh.writeBuffer(&buffer)
            fresh.writeBuffer(&incoming)
            buffer = fresh
        }
    }

    /// Opens every whole record, in place; what that gives comes into `opened`.
    mutating func open(with session: any TLSSession, _ observer: RecordObserver?, into opened: inout OpenedRecords) {
        guard count >= max(1, needed), !session.isPaused, !session.isReadClosed else { return }
        var consumed = 0
        var wanted = 0
        var bytes = buffer.mutableReadableBytesSpan
        bytes.withMutableBytes { bytes in
            do throws(TLSError) {
                while consumed < bytes.count, !session.isReadClosed {
                    var rest = bytes._mutatingExtracting(consumed..<bytes.count)
                    let seen = observer.flatMap { _ in RecordObservation(rest, isReceived: true) }
                    let record = try session.receive(&rest)
                    opened.collectEvents(of: session)
                    guard record.consumed > 0 else {
                        wanted = record.needed
                        break
                    }
                    if let seen { observer?(seen) }
                    opened.add(record.applicationData, offset: consumed, isEarly: record.isEarly)
                    consumed += record.consumed
                }
            } catch {
                opened.collectEvents(of: session)
                opened.failure = error
                consumed = bytes.count
            }
        }
        needed = wanted
        opened.consumed = consumed
        opened.storage = opened.isWithoutData ? ByteBuffer() : joined(&opened)
        buffer.moveReaderIndex(forwardBy: consumed)
    }

    /// Moves the data of small neighbouring records together; ranges are relative to the reader index.
    private mutating func joined(_ opened: inout OpenedRecords) -> ByteBuffer {
        let base = buffer.readerIndex
        opened.join { from, to in
            (try? buffer.copyBytes(at: base + from.lowerBound, to: base + to, length: from.count)) == from.count
        }
        return buffer
    }

    /// Gives the memory back once nothing waits.
    mutating func releaseIfEmpty() {
        if buffer.readableBytes == 0, buffer.capacity > 0 {
            buffer = ByteBuffer()
        }
    }

    /// Hands out what is not opened, as it is.
    mutating func takeRest() -> ByteBuffer {
        exchange(&buffer, with: ByteBuffer())
    }
}

/// What one pass over the input gave.
struct OpenedRecords {
    private var events: [TLSEvent] = []
    var failure: TLSError?
    var consumed = 0
    fileprivate var storage = ByteBuffer()
    private var first = 0..<0
    private var more: [Range<Int>] = []
    /// What came with a client's hello; it stands in front of all other data.
    private var early: [Range<Int>] = []

    var isWithoutData: Bool { first.isEmpty && early.isEmpty }

    /// What the session tells, in order.
    mutating func takeEvents() -> [TLSEvent] {
        exchange(&events, with: [])
    }

    fileprivate mutating func collectEvents(of session: any TLSSession) {
        while let event = session.nextEvent() { events.append(event) }
    }

    fileprivate mutating func add(_ range: Range<Int>, offset: Int, isEarly: Bool) {
        guard !range.isEmpty else { return }
        let range = range.lowerBound + offset..<range.upperBound + offset
        if isEarly {
            early.append(range)
        } else if first.isEmpty {
            first = range
        } else {
            more.append(range)
        }
    }

    fileprivate mutating func join(_ move: (_ from: Range<Int>, _ to: Int) -> Bool) {
        guard more.contains(where: { $0.count <= TLSHandlerLimits.joinedRecord }) else { return }
        var ranges = [first]
        for range in more {
            let last = ranges[ranges.count - 1]
            if range.count <= TLSHandlerLimits.joinedRecord, move(range, last.upperBound) {
                ranges[ranges.count - 1] = last.lowerBound..<last.upperBound + range.count
            } else {
                ranges.append(range)
            }
        }
        first = ranges.removeFirst()
        more = ranges
    }

    /// Takes the pieces of early data, in order.
    mutating func takeEarly() -> [ByteBuffer] {
        guard !early.isEmpty else { return [] }
        let base = storage.readerIndex
        return exchange(&early, with: []).compactMap {
            storage.getSlice(at: base + $0.lowerBound, length: $0.count)
        }
    }

    /// Gives each piece of data, in order, until `body` says to stop.
    func forEachSlice(_ body: (ByteBuffer) -> Bool) {
        guard !first.isEmpty, gives(first, body) else { return }
        for range in more where !gives(range, body) { return }
    }

    private func gives(_ range: Range<Int>, _ body: (ByteBuffer) -> Bool) -> Bool {
        storage.getSlice(at: storage.readerIndex + range.lowerBound, length: range.count).map(body) ?? false
    }
}
