internal import CLibcrypto

/// Whether the numbers of an RSA private key belong together, as far as that costs little.
enum RSAConsistency {
    /// The primes are odd and make the modulus; the remaining numbers are below their primes.
    ///
    /// Whether the exponents fit is then shown by a signature that verifies.
    static func check(
        _ modulus: RawSpan, _ prime1: RawSpan, _ prime2: RawSpan, exponent1: RawSpan, exponent2: RawSpan,
        coefficient: RawSpan
    ) throws(CryptoError) {
        let number = try BigNumber(modulus)
        let first = try BigNumber(secret: prime1), second = try BigNumber(secret: prime2)
        let product = try BigNumber()
        let arithmetic = try BigNumber.Arithmetic()
        // SAFETY: all objects outlive the calls.
        try CryptoError.check(
            unsafe BN_mul(product.pointer, first.pointer, second.pointer, arithmetic.pointer), "RSA private key")
        guard unsafe BN_cmp(product.pointer, number.pointer) == 0, unsafe BN_is_one(first.pointer) == 0,
            unsafe BN_is_one(second.pointer) == 0
        else { throw CryptoError("RSA private key", reason: "the primes do not make the modulus") }
        let exponent1 = try BigNumber(secret: exponent1), exponent2 = try BigNumber(secret: exponent2)
        let coefficient = try BigNumber(secret: coefficient)
        guard exponent1 < first, exponent2 < second, coefficient < first, !exponent1.isZero, !exponent2.isZero,
            !coefficient.isZero
        else { throw CryptoError("RSA private key", reason: "an exponent does not fit its prime") }
    }
}
