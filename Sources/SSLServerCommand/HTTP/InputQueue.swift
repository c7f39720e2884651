/// Bytes that have come in and are not read yet.
struct InputQueue: Sendable {
    /// Why there is no line.
    enum LineFault: Error, Hashable {
        /// It does not end within the limit.
        case tooLong
        /// It ends with LF alone.
        case bareLineFeed
    }

    private var bytes: [UInt8] = []
    private var start = 0
    /// Up to where no LF was found.
    private var searched = 0

    /// How many bytes wait.
    var count: Int { bytes.count - start }

    mutating func append(_ more: some Sequence<UInt8>) {
        compact()
        bytes.append(contentsOf: more)
    }

    /// The next line without its CRLF; nil while it is incomplete. `limit` counts the CRLF.
    ///
    /// RFC 9112 §2.2 lets us take LF for CRLF. We do not: whoever stands between may read such a line differently.
    mutating func nextLine(limit: Int) throws(LineFault) -> [UInt8]? {
        let end = min(bytes.count, start + max(limit, 0))
        guard let lineFeed = bytes[min(searched, end)..<end].firstIndex(of: 0x0A) else {
            searched = end
            guard count < limit else { throw .tooLong }
            return nil
        }
        guard lineFeed > start, bytes[lineFeed - 1] == 0x0D else { throw .bareLineFeed }
        let line = Array(bytes[start..<(lineFeed - 1)])
        start = lineFeed + 1
        searched = start
        return line
    }

    /// Drops up to this many bytes.
    ///
    /// - Returns: how many were there to drop.
    mutating func skip(upTo limit: Int) -> Int {
        let skipped = min(limit, count)
        start += skipped
        searched = start
        return skipped
    }

    /// Drops everything.
    mutating func removeAll() {
        self = InputQueue()
    }

    private mutating func compact() {
        guard start > 0 else { return }
        if start == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 64 * 1024)
        } else {
            bytes.removeFirst(start)
        }
        searched -= start
        start = 0
    }
}
