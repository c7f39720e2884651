/// Which RSA keys are looked at, checked before libcrypto sees them.
///
/// A verification's cost grows with the square of the modulus and with the exponent, both of which a peer chooses.
package enum RSALimits {
    /// 1024 for old files; who asks for more security asks for 2048 and up.
    package static let modulusBits = 1024...8192
    /// Widely used exponents are 3 and 65537; no standard allows an even one.
    package static let exponent: ClosedRange<UInt64> = 3...(1 << 33 - 1)

    /// The modulus's length in bits; throws when modulus or exponent is out of bounds.
    static func check(modulus: RawSpan, exponent: RawSpan) throws(CryptoError) -> Int {
        let bits = significantBits(modulus)
        guard modulusBits.contains(bits) else {
            throw CryptoError("RSA key", reason: "the modulus has \(bits) bits")
        }
        guard significantBits(exponent) <= 33 else {
            throw CryptoError("RSA key", reason: "the public exponent is too large")
        }
        // SAFETY: only reads within the buffer.
        let value = unsafe exponent.withUnsafeBytes { unsafe $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        guard Self.exponent.contains(value), value & 1 == 1 else {
            throw CryptoError("RSA key", reason: "the public exponent is \(value)")
        }
        // SAFETY: as above.
        guard unsafe modulus.withUnsafeBytes({ unsafe ($0.last ?? 0) & 1 == 1 }) else {
            throw CryptoError("RSA key", reason: "the modulus is even")
        }
        return bits
    }

    /// The length of a big-endian integer without its leading zeros.
    private static func significantBits(_ bytes: RawSpan) -> Int {
        // SAFETY: only reads within the buffer.
        unsafe bytes.withUnsafeBytes { buffer in
            guard let first = unsafe buffer.firstIndex(where: { $0 != 0 }) else { return 0 }
            return unsafe (buffer.count - first) * 8 - buffer[first].leadingZeroBitCount
        }
    }
}
