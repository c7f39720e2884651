import NIOCore

/// Cuts a stream into lines or records. The rules may change between any two pieces.
struct LineSplitter {
    /// What one event gives.
    struct Piece: Hashable {
        var data: ByteBuffer
        /// Whether the end of the line or record was found.
        var eol: Bool
    }

    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")

    private var buffer = ByteBuffer()
    /// Up to where the bytes are known to hold no end of line, under the rules of `scannedFor`.
    private var scanned = 0
    private var scannedFor = Framing()
    /// Whether a CR has just ended a line: an LF that follows belongs to it, even in the next packet.
    private var skipsLineFeed = false

    var count: Int { buffer.readableBytes }

    mutating func append(_ data: ByteBuffer) {
        guard buffer.readableBytes > 0 else {
            buffer = data
            return
        }
        let taken: Void? = buffer.modifyIfUniquelyOwned { buffer in
            buffer.discardReadBytes()
            buffer.writeImmutableBuffer(data)
        }
        if taken == nil {
            // The application holds earlier pieces: only what is left is copied.
            var joined = ByteBuffer()
            joined.reserveCapacity(buffer.readableBytes + data.readableBytes)
            joined.writeImmutableBuffer(buffer)
            joined.writeImmutableBuffer(data)
            buffer = joined
        }
    }

    /// The next piece, or nil when more data is needed.
    mutating func next(_ framing: Framing) -> Piece? {
        if framing != scannedFor {
            scannedFor = framing
            scanned = 0
        }
        if framing.recordLength > 0 {
            skipsLineFeed = false
            return count >= framing.recordLength ? take(framing.recordLength, eol: true) : nil
        }
        if framing.singleLineMode { return nextSingleLine(framing) }
        skipsLineFeed = false
        if framing.eol.isEmpty { return count > 0 ? take(count, eol: true) : nil }
        return nextLine(framing)
    }

    /// What is left when the stream has ended.
    mutating func finish() -> Piece? {
        count > 0 ? take(count, eol: false) : nil
    }

    mutating func removeAll() {
        buffer = ByteBuffer()
        scanned = 0
    }

    // MARK: Lines

    private mutating func nextSingleLine(_ framing: Framing) -> Piece? {
        if skipsLineFeed, let first = buffer.readableBytesView.first {
            skipsLineFeed = false
            if first == Self.lineFeed { buffer.moveReaderIndex(forwardBy: 1) }
        }
        let rest = buffer.readableBytesView.dropFirst(scanned)
        let end = rest.firstIndex { $0 == Self.carriageReturn || $0 == Self.lineFeed }
        if let end {
            let length = end - buffer.readerIndex
            if length <= framing.maxLineLength {
                let isCarriageReturn = buffer.readableBytesView[end] == Self.carriageReturn
                let piece = take(length, eol: true)
                buffer.moveReaderIndex(forwardBy: 1)
                skipsLineFeed = isCarriageReturn
                return piece
            }
        }
        if count >= framing.maxLineLength { return take(framing.maxLineLength, eol: false) }
        scanned = count
        return nil
    }

    private mutating func nextLine(_ framing: Framing) -> Piece? {
        if let length = findEnd(framing.eol), length <= framing.maxLineLength {
            let piece = take(length, eol: true)
            buffer.moveReaderIndex(forwardBy: framing.eol.count)
            return piece
        }
        if count >= framing.maxLineLength { return take(cut(framing), eol: false) }
        scanned = max(0, count - framing.eol.count + 1)
        return nil
    }

    /// How many bytes stand in front of the first end of line.
    private func findEnd(_ eol: [UInt8]) -> Int? {
        let view = buffer.readableBytesView
        var position = view.startIndex + scanned
        while position + eol.count <= view.endIndex {
            guard let found = view[position...].firstIndex(of: eol[0]), found + eol.count <= view.endIndex else {
                return nil
            }
            if view[found..<found + eol.count].elementsEqual(eol) { return found - view.startIndex }
            position = found + 1
        }
        return nil
    }

    /// Where to cut a line that has grown too long: not within what may turn out to be its end.
    private func cut(_ framing: Framing) -> Int {
        let view = buffer.readableBytesView
        let limit = framing.maxLineLength
        for start in max(1, limit - framing.eol.count + 1)..<max(2, limit + 1) where start < limit {
            let tail = view[(view.startIndex + start)...]
            if tail.count < framing.eol.count, framing.eol.starts(with: tail) { return start }
        }
        return limit
    }

    private mutating func take(_ length: Int, eol: Bool) -> Piece? {
        scanned = 0
        guard let data = buffer.readSlice(length: length) else { return nil }
        return Piece(data: data, eol: eol)
    }
}
