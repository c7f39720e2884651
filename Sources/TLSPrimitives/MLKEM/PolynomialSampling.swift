extension Polynomial {
    /// SampleNTT: uniform, from a stream that anybody can compute, so the branches tell nothing. FIPS 203 §4.2.2, Algorithm 7.
    ///
    /// - Parameter stream: SHAKE128 with its input ended. Three lanes are sixteen numbers of 12 bits.
    func sampleUniform(_ stream: inout Sponge) {
        var filled = 0
        while true {
            for triple in 0..<7 {
                let (x, y, z) = (stream.lane(3 &* triple), stream.lane(3 &* triple &+ 1), stream.lane(3 &* triple &+ 2))
                take(x, 0, 5, &filled)
                take((x &>> 60) | (y &<< 4), 0, 1, &filled)
                take(y, 8, 4, &filled)
                take((y &>> 56) | (z &<< 8), 0, 1, &filled)
                take(z, 4, 5, &filled)
                if filled >= Self.count { return }
            }
            stream.permute()
        }
    }

    /// Takes those of `number` numbers of 12 bits that are below q, as long as there is room.
    @inline(__always)
    private func take(_ bits: UInt64, _ shift: UInt64, _ number: UInt64, _ filled: inout Int) {
        for index in 0..<number {
            guard filled < Self.count else { return }
            let candidate = Int16(truncatingIfNeeded: (bits &>> (shift &+ 12 &* index)) & 0xFFF)
            // SAFETY: `filled` is below 256. Written in any case and kept when it is below q: a branch would be guessed
            // wrong every fifth time.
            unsafe coefficients[filled] = candidate
            filled &+= Int((UInt16(bitPattern: candidate) &- 3329) &>> 15)
        }
    }

    /// SamplePolyCBD with η = 2: each half byte of 128 makes the difference of two sums of two bits. FIPS 203 §4.2.2, Algorithm 8.
    ///
    /// - Parameter stream: SHAKE256 with its input ended.
    func sampleNoise(_ stream: Sponge) {
        for word in 0..<16 {
            let bits = stream.lane(word)
            let pairs = (bits & 0x5555_5555_5555_5555) &+ ((bits &>> 1) & 0x5555_5555_5555_5555)
            for index in 0..<16 {
                let pair = pairs &>> UInt64(truncatingIfNeeded: 4 &* index)
                let difference = Int16(truncatingIfNeeded: pair & 3) &- Int16(truncatingIfNeeded: (pair &>> 2) & 3)
                // SAFETY: 16 · 15 + 15 is the last coefficient.
                unsafe coefficients[16 &* word &+ index] = difference
            }
        }
    }
}
