/// The domain of DSA keys: big-endian numbers without leading zeros. FIPS 186-4 §4.1.
package struct DSAParameters: Hashable, Sendable {
    /// p.
    package let prime: [UInt8]
    /// q, which divides p - 1.
    package let subprime: [UInt8]
    /// g, of the order q.
    package let generator: [UInt8]

    package init(prime: RawSpan, subprime: RawSpan, generator: RawSpan) {
        self.prime = [UInt8](integer: prime)
        self.subprime = [UInt8](integer: subprime)
        self.generator = [UInt8](integer: generator)
    }
}

/// Which DSA keys are looked at, checked before libcrypto sees them.
package enum DSALimits {
    /// FIPS 186-4 §4.2; a verification's cost grows with the square of the prime.
    package static let primeBits = 1024...3072
    package static let subprimeBits = [160, 224, 256]

    /// The prime's length in bits; throws when a number is out of bounds.
    static func check(_ parameters: DSAParameters, value: [UInt8]) throws(CryptoError) -> Int {
        let bits = bitCount(parameters.prime)
        guard primeBits.contains(bits), subprimeBits.contains(bitCount(parameters.subprime)) else {
            throw CryptoError("DSA key", reason: "the primes have \(bits) and \(bitCount(parameters.subprime)) bits")
        }
        guard isOdd(parameters.prime), isOdd(parameters.subprime),
            isElement(parameters.generator, below: parameters.prime), isElement(value, below: parameters.prime)
        else { throw CryptoError("DSA key", reason: "the numbers are none of a DSA key") }
        return bits
    }

    private static func bitCount(_ number: [UInt8]) -> Int {
        guard let first = number.first else { return 0 }
        return number.count * 8 - first.leadingZeroBitCount
    }

    private static func isOdd(_ number: [UInt8]) -> Bool { number.last.map { $0 & 1 == 1 } ?? false }

    /// Whether 1 < element < prime, both without leading zeros.
    private static func isElement(_ element: [UInt8], below prime: [UInt8]) -> Bool {
        guard element.count > 1 || element.first ?? 0 > 1 else { return false }
        return element.count < prime.count || element.count == prime.count && element.lexicographicallyPrecedes(prime)
    }
}
