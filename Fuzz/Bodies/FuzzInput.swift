import TLSPrimitives

/// The bytes of one fuzz input, eaten from the front. At the end it gives zeros.
struct FuzzInput {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: RawSpan) {
        rest = [UInt8](copying: bytes)[...]
    }

    var isEmpty: Bool { rest.isEmpty }

    mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

    mutating func number() -> Int { Int(byte()) << 8 | Int(byte()) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func all() -> [UInt8] {
        defer { rest = [] }
        return Array(rest)
    }
}

/// Where bytes are cut: pieces whose sizes follow from one seed.
struct CutPlan {
    private var state: UInt32

    init(_ seed: UInt8) {
        state = UInt32(seed) &* 2_654_435_761 &+ 1
    }

    /// `bytes` in pieces of 1 to 64 bytes; now and then a large one.
    mutating func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            state = state &* 1_664_525 &+ 1_013_904_223
            let size = state >> 30 == 0 ? 4096 : 1 + Int(state >> 24 & 63)
            pieces.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return pieces
    }
}
