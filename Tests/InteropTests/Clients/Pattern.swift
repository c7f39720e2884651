import Foundation

/// The bytes that are sent in bulk: blocks of 64 KiB, each beginning with its number. The programs in `Peers/` make the
/// same.
enum Pattern {
    static let blockCount = 65536
    private static let base: [UInt8] = (0..<blockCount).map { UInt8(truncatingIfNeeded: $0 * 31 + ($0 >> 8) * 17) }

    /// The block of this number, cut to `count` bytes.
    static func block(_ number: Int, count: Int = blockCount) -> [UInt8] {
        var block = base
        for place in 0..<8 {
            block[place] = UInt8(truncatingIfNeeded: UInt64(number) >> (56 - 8 * UInt64(place)))
        }
        return Array(block.prefix(count))
    }

    /// The first `count` bytes.
    static func data(count: Int) -> Data {
        var data = Data(capacity: count)
        for start in stride(from: 0, to: count, by: blockCount) {
            data.append(contentsOf: block(start / blockCount, count: count - start))
        }
        return data
    }

    static func matches(_ data: Data?, count: Int) -> Bool {
        data == self.data(count: count)
    }
}
