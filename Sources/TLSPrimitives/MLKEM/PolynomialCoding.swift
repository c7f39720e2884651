/// Numbers of a few bits in bytes, the least significant bit first: eight of them are as many bytes as they have bits.
/// FIPS 203 §4.2.1, Algorithms 5 and 6.
private struct EightNumbers {
    private let bits: Int
    /// The first four numbers and the second four, side by side.
    private var halves: (UInt64, UInt64) = (0, 0)

    @inline(__always)
    init(_ bits: Int) {
        self.bits = bits
    }

    private var half: UInt64 { UInt64(truncatingIfNeeded: 4 &* bits) }

    @inline(__always)
    subscript(index: Int) -> UInt16 {
        get {
            let shift = UInt64(truncatingIfNeeded: (index & 3) &* bits)
            let all = index < 4 ? halves.0 : halves.1
            return UInt16(truncatingIfNeeded: all &>> shift) & ((1 &<< UInt16(truncatingIfNeeded: bits)) &- 1)
        }
        set {
            let moved = UInt64(newValue) &<< UInt64(truncatingIfNeeded: (index & 3) &* bits)
            if index < 4 { halves.0 |= moved } else { halves.1 |= moved }
        }
    }

    @inline(__always)
    func write(to bytes: inout MutableSpan<UInt8>, at offset: Int) {
        var rest = halves.0 | (halves.1 &<< half)
        for index in 0..<bits {
            if index == 8 { rest = halves.1 &>> (64 &- half) }
            bytes[offset &+ index] = UInt8(truncatingIfNeeded: rest)
            rest &>>= 8
        }
    }

    @inline(__always)
    init(_ bits: Int, from bytes: Span<UInt8>, at offset: Int) {
        self.bits = bits
        var (low, high): (UInt64, UInt64) = (0, 0)
        for index in 0..<min(bits, 8) {
            low |= UInt64(bytes[offset &+ index]) &<< UInt64(truncatingIfNeeded: 8 &* index)
        }
        for index in min(bits, 8)..<bits {
            high |= UInt64(bytes[offset &+ index]) &<< UInt64(truncatingIfNeeded: 8 &* (index &- 8))
        }
        let mask = (1 &<< half) &- 1
        halves = (low & mask, ((low &>> half) | (high &<< (64 &- half))) & mask)
    }
}

extension Polynomial {
    /// ByteEncode12 of coefficients between 0 and q - 1: 384 bytes from `offset` on. FIPS 203 §4.2.1, Algorithm 5.
    func encode(into bytes: inout MutableSpan<UInt8>, at offset: Int) {
        for group in 0..<32 {
            var numbers = EightNumbers(12)
            for index in 0..<8 { numbers[index] = UInt16(bitPattern: self[8 &* group &+ index]) }
            numbers.write(to: &bytes, at: offset &+ 12 &* group)
        }
    }

    /// ByteDecode12, without the reduction: numbers below 2^12. FIPS 203 §4.2.1, Algorithm 6.
    func decode(from bytes: Span<UInt8>, at offset: Int) {
        for group in 0..<32 {
            let numbers = EightNumbers(12, from: bytes, at: offset &+ 12 &* group)
            for index in 0..<8 { self[8 &* group &+ index] = Int16(bitPattern: numbers[index]) }
        }
    }

    /// ByteEncode of Compress, of coefficients between 0 and q - 1: 32 · bits bytes from `offset` on. FIPS 203 §4.2.1.
    func compress(_ bits: Int, into bytes: inout MutableSpan<UInt8>, at offset: Int) {
        for group in 0..<32 {
            var numbers = EightNumbers(bits)
            for index in 0..<8 { numbers[index] = FieldArithmetic.compress(self[8 &* group &+ index], bits) }
            numbers.write(to: &bytes, at: offset &+ bits &* group)
        }
    }

    /// Decompress of ByteDecode: coefficients between 0 and q - 1. FIPS 203 §4.2.1.
    func decompress(_ bits: Int, from bytes: Span<UInt8>, at offset: Int) {
        for group in 0..<32 {
            let numbers = EightNumbers(bits, from: bytes, at: offset &+ bits &* group)
            for index in 0..<8 { self[8 &* group &+ index] = FieldArithmetic.decompress(numbers[index], bits) }
        }
    }
}
