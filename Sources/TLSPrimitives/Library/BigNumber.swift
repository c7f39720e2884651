internal import CLibcrypto

// SAFETY: the object is this value's alone.
/// One of libcrypto's integers, wiped when it ends.
@safe struct BigNumber: ~Copyable {
    let pointer: OpaquePointer

    init() throws(CryptoError) {
        guard let pointer = unsafe BN_new() else { throw .fromQueue("integer") }
        unsafe self.pointer = pointer
    }

    /// Reads big-endian bytes.
    init(_ bytes: RawSpan) throws(CryptoError) {
        guard bytes.byteCount <= Int(Int32.max) else { throw CryptoError("integer", reason: "too long") }
        // SAFETY: the length is the buffer's.
        let pointer = unsafe bytes.withUnsafeBytes { source in
            unsafe BN_bin2bn(
                source.bindMemory(to: UInt8.self).baseAddress, Int32(truncatingIfNeeded: source.count), nil)
        }
        guard let pointer = unsafe pointer else { throw .fromQueue("integer") }
        unsafe self.pointer = pointer
    }

    /// Reads big-endian bytes that are secret: arithmetic with it takes the constant-time paths.
    init(secret bytes: RawSpan) throws(CryptoError) {
        try self.init(bytes)
        unsafe BN_set_flags(pointer, BN_FLG_CONSTTIME)
    }

    /// A secret number of exactly as many bits.
    static func random(secretBits bits: Int32) throws(CryptoError) -> BigNumber {
        let number = try BigNumber()
        let arithmetic = try Arithmetic()
        // SAFETY: both objects outlive the call.
        try CryptoError.check(
            unsafe BN_priv_rand_ex(number.pointer, bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY, 0, arithmetic.pointer),
            "random number")
        unsafe BN_set_flags(number.pointer, BN_FLG_CONSTTIME)
        return number
    }

    /// Takes over a number that libcrypto made.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe BN_clear_free(pointer)
    }

    var isZero: Bool { unsafe BN_is_zero(pointer) == 1 }

    var isAtMostOne: Bool { unsafe isZero || BN_is_one(pointer) == 1 }

    /// A power of this number, in time that does not depend on the exponent; the modulus is odd.
    func raised(
        to exponent: borrowing BigNumber, modulo modulus: borrowing BigNumber, _ arithmetic: borrowing Arithmetic
    ) throws(CryptoError) -> BigNumber {
        let power = try BigNumber()
        // SAFETY: all objects outlive the call.
        try CryptoError.check(
            unsafe BN_mod_exp_mont_consttime(
                power.pointer, pointer, exponent.pointer, modulus.pointer, arithmetic.pointer, nil),
            "power")
        return power
    }

    var byteCount: Int { Int(unsafe BN_num_bits(pointer) + 7) / 8 }

    static func < (left: borrowing BigNumber, right: borrowing BigNumber) -> Bool {
        unsafe BN_cmp(left.pointer, right.pointer) < 0
    }

    /// Big-endian, without leading zeros.
    func bytes() throws(CryptoError) -> [UInt8] {
        try bytes(padded: byteCount)
    }

    /// Big-endian, filled up with zeros in front.
    func bytes(padded count: Int) throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        // SAFETY: the length is the buffer's.
        let written = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            unsafe BN_bn2binpad(pointer, buffer.baseAddress, Int32(truncatingIfNeeded: buffer.count))
        }
        guard written == count else { throw .fromQueue("integer") }
        return bytes
    }

    /// Big-endian, filled up with zeros in front.
    func secret(padded count: Int) throws(CryptoError) -> Secret {
        try Secret(count: count) { output throws(CryptoError) in
            // SAFETY: the length is the buffer's.
            try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
                let written = unsafe BN_bn2binpad(
                    pointer, buffer.bindMemory(to: UInt8.self).baseAddress, Int32(truncatingIfNeeded: buffer.count))
                guard written == buffer.count else { throw .fromQueue("integer") }
                initialized = buffer.count
            }
        }
    }

    // SAFETY: the object is this value's alone.
    /// libcrypto's scratch for arithmetic.
    @safe struct Arithmetic: ~Copyable {
        let pointer: OpaquePointer

        init() throws(CryptoError) {
            let library = try unsafe Libcrypto.shared.requireContext()
            // Of the secure kind: its numbers are wiped.
            guard let pointer = unsafe BN_CTX_secure_new_ex(library) else { throw .fromQueue("integer") }
            unsafe self.pointer = pointer
        }

        deinit {
            unsafe BN_CTX_free(pointer)
        }
    }
}
