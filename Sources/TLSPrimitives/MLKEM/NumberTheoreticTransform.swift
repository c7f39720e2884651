/// The powers of 17, in Montgomery's form and centred: 17^BitRev7(i) · 2^16 modulo q. FIPS 203 §4.3, Appendix A.
enum Zetas {
    static let table: InlineArray<128, Int16> = [
        -1044, -758, -359, -1517, 1493, 1422, 287, 202, -171, 622, 1577, 182, 962, -1202, -1474, 1468,
        573, -1325, 264, 383, -829, 1458, -1602, -130, -681, 1017, 732, 608, -1542, 411, -205, -1571,
        1223, 652, -552, 1015, -1293, 1491, -282, -1544, 516, -8, -320, -666, -1618, -1162, 126, 1469,
        -853, -90, -271, 830, 107, -1421, -247, -951, -398, 961, -1508, -725, 448, -1065, 677, -1275,
        -1103, 430, 555, 843, -1251, 871, 1550, 105, 422, 587, 177, -235, -291, -460, 1574, 1653,
        -246, 778, 1159, -147, -777, 1483, -602, 1119, -1590, 644, -872, 349, 418, 329, -156, -75,
        817, 1097, 603, 610, 1322, -1285, -1465, 384, -1215, -136, 1218, -1335, -874, 220, -1187, -1659,
        -1185, -1530, -1278, 794, -1510, -854, -870, 478, -108, -308, 996, 991, 958, -1460, 1522, 1628,
    ]
}

extension Polynomial {
    /// NTT, of coefficients of absolute value at most q; the result is centred. FIPS 203 §4.3, Algorithm 9.
    ///
    /// Each of the seven layers adds less than q to a coefficient: 8q is below 2^15.
    func transform() {
        var zeta = 1
        var length = 128
        while length >= 2 {
            var start = 0
            while start < Self.count {
                unsafe Self.butterflies(coefficients + start, length, Zetas.table[zeta & 127])
                zeta &+= 1
                start &+= 2 &* length
            }
            length &>>= 1
        }
        center()
    }

    // SAFETY, here and below: 2 · length coefficients begin at `first`, as length divides 128 and start is a multiple of it.
    @inline(__always)
    private static func butterflies(_ first: UnsafeMutablePointer<Int16>, _ length: Int, _ zeta: Int16) {
        let second = unsafe first + length
        for index in 0..<length {
            let product = unsafe FieldArithmetic.multiply(second[index], zeta)
            let sum = unsafe first[index]
            unsafe second[index] = sum &- product
            unsafe first[index] = sum &+ product
        }
    }

    /// The inverse of NTT, times 2^16, which undoes the 2^-16 of a product. FIPS 203 §4.3, Algorithm 10.
    ///
    /// Of coefficients of absolute value at most q, and so is the result.
    func transformBack() {
        var zeta = 127
        var length = 2
        while length <= 128 {
            var start = 0
            while start < Self.count {
                unsafe Self.inverseButterflies(coefficients + start, length, Zetas.table[zeta & 127])
                zeta &-= 1
                start &+= 2 &* length
            }
            length &<<= 1
        }
        // 2^32 / 128 modulo q.
        scale(1441)
    }

    @inline(__always)
    private static func inverseButterflies(_ first: UnsafeMutablePointer<Int16>, _ length: Int, _ zeta: Int16) {
        let second = unsafe first + length
        for index in 0..<length {
            let (left, right) = unsafe (first[index], second[index])
            unsafe first[index] = FieldArithmetic.center(left &+ right)
            unsafe second[index] = FieldArithmetic.multiply(right &- left, zeta)
        }
    }
}

// SAFETY: as `Polynomial`, of 256 sums.
/// Sums of products in T_q, not yet reduced. FIPS 203 §4.3.1, Algorithms 11 and 12.
@safe struct ProductSum {
    let sums: UnsafeMutablePointer<Int32>

    /// Twists the odd coefficients of the factor that takes part in several products, once. FIPS 203 Algorithm 12, line 1.
    static func twist(_ factor: Polynomial, into twisted: Polynomial) {
        for index in 0..<64 {
            let zeta = Zetas.table[64 &+ index]
            twisted[2 &* index] = FieldArithmetic.multiply(factor[4 &* index &+ 1], zeta)
            twisted[2 &* index &+ 1] = FieldArithmetic.multiply(factor[4 &* index &+ 3], 0 &- zeta)
        }
    }

    func clear() {
        unsafe sums.update(repeating: 0, count: Polynomial.count)
    }

    /// Adds a product. Four of them stay below q · 2^15, as |left| ≤ q and |right| ≤ 1664: 8 · 3329 · 1664 < 3329 · 2^15.
    func add(_ left: Polynomial, _ right: Polynomial, _ twisted: Polynomial) {
        for index in 0..<128 {
            // SAFETY: 2 · 127 + 1 is the last coefficient.
            let (a0, a1) = unsafe (Int32(left.coefficients[2 &* index]), Int32(left.coefficients[2 &* index &+ 1]))
            let (b0, b1) = unsafe (Int32(right.coefficients[2 &* index]), Int32(right.coefficients[2 &* index &+ 1]))
            let turned = unsafe Int32(twisted.coefficients[index])
            unsafe sums[2 &* index] = unsafe sums[2 &* index] &+ a0 &* b0 &+ a1 &* turned
            unsafe sums[2 &* index &+ 1] = unsafe sums[2 &* index &+ 1] &+ a0 &* b1 &+ a1 &* b0
        }
    }

    /// The sum times 2^-16, of absolute value below q.
    func reduce(into result: Polynomial) {
        // SAFETY: both have 256 elements.
        for index in 0..<Polynomial.count {
            unsafe result.coefficients[index] = unsafe FieldArithmetic.reduce(sums[index])
        }
    }
}
