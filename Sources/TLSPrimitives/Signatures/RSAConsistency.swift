internal import CLibcrypto

/// Whether the numbers of an RSA private key belong together. RFC 8017 §3.2.
///
/// libcrypto would sign with wrong ones too: it notices that the Chinese remainder went wrong and takes the long way.
struct RSAConsistency: ~Copyable {
    private let modulus: BigNumber
    private let publicExponent: BigNumber
    private let prime1: BigNumber
    private let prime2: BigNumber
    private let arithmetic: BigNumber.Arithmetic

    /// n = p · q, e · d ≡ e · dP ≡ 1 (mod p - 1), the same for q, and q · qInv ≡ 1 (mod p).
    static func check(
        _ modulus: RawSpan, _ publicExponent: RawSpan, _ privateExponent: RawSpan, _ prime1: RawSpan,
        _ prime2: RawSpan, _ exponent1: RawSpan, _ exponent2: RawSpan, _ coefficient: RawSpan
    ) throws(CryptoError) {
        let modulus = try BigNumber(modulus), publicExponent = try BigNumber(publicExponent)
        let prime1 = try BigNumber(secret: prime1), prime2 = try BigNumber(secret: prime2)
        let arithmetic = try BigNumber.Arithmetic()
        let key = RSAConsistency(
            modulus: modulus, publicExponent: publicExponent, prime1: prime1, prime2: prime2, arithmetic: arithmetic)
        try key.checkProduct()
        let below1 = try key.below(key.prime1), below2 = try key.below(key.prime2)
        let exponent = try BigNumber(secret: privateExponent)
        try key.checkInverse(key.publicExponent, exponent, below1)
        try key.checkInverse(key.publicExponent, exponent, below2)
        try key.checkReduced(key.publicExponent, exponent1, below1)
        try key.checkReduced(key.publicExponent, exponent2, below2)
        try key.checkReduced(key.prime2, coefficient, key.prime1)
    }

    private func checkProduct() throws(CryptoError) {
        let product = try BigNumber()
        // SAFETY: all objects outlive the calls.
        try CryptoError.check(
            unsafe BN_mul(product.pointer, prime1.pointer, prime2.pointer, arithmetic.pointer), "RSA private key")
        guard unsafe BN_cmp(product.pointer, modulus.pointer) == 0, unsafe BN_is_one(prime1.pointer) == 0,
            unsafe BN_is_one(prime2.pointer) == 0
        else { throw CryptoError("RSA private key", reason: "the primes do not make the modulus") }
    }

    /// The number before a prime.
    private func below(_ prime: borrowing BigNumber) throws(CryptoError) -> BigNumber {
        let number = try BigNumber()
        // SAFETY: all objects outlive the calls.
        let done = unsafe BN_copy(number.pointer, prime.pointer) != nil && BN_sub_word(number.pointer, 1) == 1
        guard done else { throw .fromQueue("RSA private key") }
        unsafe BN_set_flags(number.pointer, BN_FLG_CONSTTIME)
        return number
    }

    /// An inverse that is also below the modulus.
    private func checkReduced(
        _ number: borrowing BigNumber, _ inverse: RawSpan, _ modulus: borrowing BigNumber
    ) throws(CryptoError) {
        let inverse = try BigNumber(secret: inverse)
        guard inverse < modulus else {
            throw CryptoError("RSA private key", reason: "an exponent is larger than its prime")
        }
        try checkInverse(number, inverse, modulus)
    }

    private func checkInverse(
        _ number: borrowing BigNumber, _ inverse: borrowing BigNumber, _ modulus: borrowing BigNumber
    ) throws(CryptoError) {
        let product = try BigNumber()
        // SAFETY: all objects outlive the calls.
        try CryptoError.check(
            unsafe BN_mod_mul(
                product.pointer, number.pointer, inverse.pointer, modulus.pointer, arithmetic.pointer),
            "RSA private key")
        guard unsafe BN_is_one(product.pointer) == 1 else {
            throw CryptoError("RSA private key", reason: "the exponents do not fit the primes")
        }
    }
}
