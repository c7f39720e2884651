/// Which function of FIPS 202 a sponge computes.
enum SpongeFunction {
    case sha3_256, sha3_512, shake128, shake256

    /// Bytes a permutation takes in or gives out. FIPS 202 §6.
    var rate: Int {
        switch self {
        case .sha3_256, .shake256: 136
        case .sha3_512: 72
        case .shake128: 168
        }
    }

    /// The bits that end the input, with the first one of the padding. FIPS 202 §6.1, §6.2.
    var suffix: UInt8 {
        switch self {
        case .sha3_256, .sha3_512: 0x06
        case .shake128, .shake256: 0x1F
        }
    }
}

// SAFETY: the state is a workspace's 25 lanes, and a sponge lives no longer than the call that the workspace is for.
/// SHA-3 or SHAKE over a state that the workspace owns and wipes. FIPS 202 §4.
@safe struct Sponge {
    private let lanes: UnsafeMutablePointer<UInt64>
    private let function: SpongeFunction
    /// Below the rate.
    private var position = 0

    init(_ function: SpongeFunction, _ lanes: UnsafeMutablePointer<UInt64>) {
        self.function = function
        unsafe self.lanes = lanes
        unsafe lanes.update(repeating: 0, count: 25)
    }

    mutating func absorb(_ byte: UInt8) {
        // SAFETY: the position is below the rate, and no rate is above 168 bytes, 21 lanes.
        unsafe lanes[position >> 3] ^= UInt64(byte) &<< UInt64(truncatingIfNeeded: (position & 7) &* 8)
        position &+= 1
        if position == function.rate { permute() }
    }

    mutating func absorb(_ bytes: RawSpan) {
        var offset = 0
        let count = bytes.byteCount
        while offset < count {
            guard position & 7 == 0, offset <= count &- 8 else {
                absorb(bytes.octets[offset])
                offset &+= 1
                continue
            }
            // SAFETY: eight bytes of the input are left; rates are multiples of eight, so a whole lane is as well.
            unsafe lanes[position >> 3] ^= UInt64(
                littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
            position &+= 8
            offset &+= 8
            if position == function.rate { permute() }
        }
    }

    /// Ends the input: the lanes then hold the first block of output. FIPS 202 §5.1.
    mutating func finish() {
        let last = function.rate &- 1
        // SAFETY: as in `absorb`.
        unsafe lanes[position >> 3] ^= UInt64(function.suffix) &<< UInt64(truncatingIfNeeded: (position & 7) &* 8)
        unsafe lanes[last >> 3] ^= 0x80 &<< UInt64(truncatingIfNeeded: (last & 7) &* 8)
        permute()
    }

    /// The next block.
    mutating func permute() {
        unsafe Keccak.permute(lanes)
        position = 0
    }

    /// Lane `index` of a block of output.
    @inline(__always)
    func lane(_ index: Int) -> UInt64 {
        // SAFETY: indices are constants or loop counters below 21 where this is called, and 32 values are all in bounds
        // of the workspace's region.
        unsafe lanes[index & 31]
    }

    /// Ends the input and writes the first bytes of the output, at most a block, to the start of `output`.
    mutating func finish(_ count: Int, into output: inout MutableSpan<UInt8>) {
        finish()
        for index in 0..<min(count, output.count, function.rate) {
            output[index] = UInt8(truncatingIfNeeded: lane(index >> 3) &>> UInt64(truncatingIfNeeded: (index & 7) &* 8))
        }
    }
}
