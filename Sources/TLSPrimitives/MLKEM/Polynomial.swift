// SAFETY: points to 256 coefficients of a workspace, and lives no longer than the call that the workspace is for.
/// An element of R_q or T_q: 256 coefficients in a workspace. FIPS 203 §2.4.4.
///
/// A handle: copying it copies no coefficient, so that nothing secret is left outside the memory that is wiped.
@safe struct Polynomial {
    static let count = 256
    let coefficients: UnsafeMutablePointer<Int16>

    init(_ coefficients: UnsafeMutablePointer<Int16>) {
        unsafe self.coefficients = coefficients
    }

    /// Every index is in bounds: it is taken modulo 256.
    @inline(__always)
    subscript(index: Int) -> Int16 {
        get { unsafe coefficients[index & 255] }
        nonmutating set { unsafe coefficients[index & 255] = newValue }
    }

    /// Adds another, coefficient by coefficient; both are small enough that no sum leaves 16 bits.
    func add(_ other: Polynomial) {
        // SAFETY: both have 256 coefficients.
        for index in 0..<Self.count {
            unsafe coefficients[index] = unsafe coefficients[index] &+ other.coefficients[index]
        }
    }

    /// Replaces it by its difference from another.
    func subtract(from other: Polynomial) {
        // SAFETY: both have 256 coefficients.
        for index in 0..<Self.count {
            unsafe coefficients[index] = unsafe other.coefficients[index] &- coefficients[index]
        }
    }

    func center() {
        // SAFETY: there are 256 coefficients.
        for index in 0..<Self.count {
            unsafe coefficients[index] = unsafe FieldArithmetic.center(coefficients[index])
        }
    }

    func makeCanonical() {
        // SAFETY: there are 256 coefficients.
        for index in 0..<Self.count {
            unsafe coefficients[index] = unsafe FieldArithmetic.canonical(coefficients[index])
        }
    }

    /// Multiplies by a constant in Montgomery's form.
    func scale(_ factor: Int16) {
        // SAFETY: there are 256 coefficients.
        for index in 0..<Self.count {
            unsafe coefficients[index] = unsafe FieldArithmetic.multiply(coefficients[index], factor)
        }
    }
}
