/// Where the entry of a serial number begins in a list's bytes.
///
/// A table with open addressing, filled in one pass: 4 bytes a slot and at least two slots an entry, so 8 to 16 MB for a
/// million entries, and a lookup looks at two slots. Walking the list instead would take milliseconds for each certificate
/// on the event loop; sorting would not be linear. The hash is keyed anew in each process, so nobody can choose serial
/// numbers that meet.
struct SerialNumberIndex: Sendable {
    /// Where entries begin, 0 for none: the list's own header stands there.
    private var slots: [UInt32] = []

    /// Indexes the content of `revokedCertificates`, which has been read once and has `count` entries.
    init(_ bytes: Span<UInt8>, _ entries: Range<Int>, count: Int) throws(DERError) {
        guard count > 0 else { return }
        var size = 2
        while size < 2 * count { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        var reader = DERReader(bytes, entries)
        while !reader.isAtEnd {
            let start = reader.position
            var content = try reader.sequence("revokedCertificates")
            let serialNumber = try content.integer("userCertificate")
            // Of two entries with the same number the first stands: both say that the certificate was revoked.
            let (slot, isFound) = find(bytes, serialNumber, in: bytes)
            if !isFound { slots[slot] = UInt32(clamping: start) }
        }
    }

    /// Where the entry with this serial number begins in `bytes`, if there is one.
    func entry(_ serialNumber: Span<UInt8>, in bytes: Span<UInt8>) -> Int? {
        guard !slots.isEmpty else { return nil }
        let (slot, isFound) = find(serialNumber, 0..<serialNumber.count, in: bytes)
        return isFound ? Int(slots[slot]) : nil
    }

    /// The slot of a serial number, or the free one where it would stand. Half of the slots are free, so there is one.
    private func find(
        _ source: Span<UInt8>, _ serialNumber: Range<Int>, in bytes: Span<UInt8>
    ) -> (slot: Int, isFound: Bool) {
        let mask = slots.count - 1
        var slot = Self.hash(source, serialNumber) & mask
        while slots[slot] != 0 {
            if Self.isEqual(source, serialNumber, bytes, entry: Int(slots[slot])) { return (slot, true) }
            slot = (slot + 1) & mask
        }
        return (slot, false)
    }

    private static func isEqual(
        _ source: Span<UInt8>, _ serialNumber: Range<Int>, _ bytes: Span<UInt8>, entry start: Int
    ) -> Bool {
        var reader = DERReader(bytes, start..<bytes.count)
        guard var content = try? reader.sequence("revokedCertificates"),
            let other = try? content.integer("userCertificate"), other.count == serialNumber.count
        else { return false }
        var index = serialNumber.lowerBound
        for position in other {
            guard bytes[position] == source[index] else { return false }
            index += 1
        }
        return true
    }

    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var hasher = Hasher()
        var word: UInt64 = 0
        for (count, index) in range.enumerated() {
            word = word << 8 | UInt64(bytes[index])
            if count & 7 == 7 { hasher.combine(word) }
        }
        hasher.combine(word)
        hasher.combine(range.count)
        return hasher.finalize()
    }
}
