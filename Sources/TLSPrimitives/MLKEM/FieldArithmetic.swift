/// Arithmetic modulo q = 3329 on signed 16-bit numbers. FIPS 203 §2.4.
///
/// Products stay in Montgomery's form (times 2^-16), sums are brought back by Barrett's method. No division, no branch:
/// the time does not depend on the numbers. Every bound that is stated here keeps a sum inside 16 bits.
enum FieldArithmetic {
    static let modulus: Int16 = 3329

    /// a · b · 2^-16 modulo q, of absolute value below q, when |a · b| < q · 2^15.
    @inline(__always)
    static func multiply(_ a: Int16, _ b: Int16) -> Int16 {
        // -3327 is q^-1 modulo 2^16. The low halves of the two products are equal and cancel.
        let quotient = a &* b &* -3327
        return high(a, b) &- high(quotient, modulus)
    }

    /// sum · 2^-16 modulo q, of absolute value below q, when |sum| < q · 2^15.
    @inline(__always)
    static func reduce(_ sum: Int32) -> Int16 {
        let quotient = Int16(truncatingIfNeeded: sum) &* -3327
        return Int16(truncatingIfNeeded: (sum &- Int32(quotient) &* Int32(modulus)) &>> 16)
    }

    /// The representative between -1664 and 1664, of any a.
    @inline(__always)
    static func center(_ a: Int16) -> Int16 {
        // 20159 is 2^26 / q, rounded; the quotient is rounded as well.
        let quotient = (high(a, 20159) &+ 512) &>> 10
        return a &- quotient &* modulus
    }

    /// The representative between 0 and q - 1, of any a.
    @inline(__always)
    static func canonical(_ a: Int16) -> Int16 {
        let centered = center(a)
        return centered &+ ((centered &>> 15) & modulus)
    }

    /// The upper half of a product.
    @inline(__always)
    private static func high(_ a: Int16, _ b: Int16) -> Int16 {
        Int16(truncatingIfNeeded: (Int32(a) &* Int32(b)) &>> 16)
    }

    /// Compress: 2^bits / q · a, rounded, modulo 2^bits, for a below q and at most 11 bits. FIPS 203 §4.2.1, (4.7).
    ///
    /// q is odd, so nothing lies half-way. Instead of dividing by q it multiplies by 2^40 / q, rounded up, which is exact for
    /// dividends below 2^23.
    @inline(__always)
    static func compress(_ a: Int16, _ bits: Int) -> UInt16 {
        let dividend = (UInt64(UInt16(bitPattern: a)) &<< UInt64(truncatingIfNeeded: bits)) &+ 1664
        let quotient = (dividend &* 330_282_857) &>> 40
        return UInt16(truncatingIfNeeded: quotient) & ((1 &<< UInt16(truncatingIfNeeded: bits)) &- 1)
    }

    /// Decompress: q / 2^bits · a, rounded. FIPS 203 §4.2.1, (4.8).
    @inline(__always)
    static func decompress(_ a: UInt16, _ bits: Int) -> Int16 {
        let half: UInt32 = 1 &<< UInt32(truncatingIfNeeded: bits &- 1)
        return Int16(truncatingIfNeeded: (UInt32(a) &* 3329 &+ half) &>> UInt32(truncatingIfNeeded: bits))
    }
}
