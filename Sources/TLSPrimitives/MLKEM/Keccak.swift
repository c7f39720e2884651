/// Five lanes of Keccak's state that share a y coordinate. FIPS 202 §3.1.
private struct Plane {
    var a, e, i, o, u: UInt64

    @inline(__always)
    static func ^ (_ left: Plane, _ right: Plane) -> Plane {
        Plane(
            a: left.a ^ right.a, e: left.e ^ right.e, i: left.i ^ right.i, o: left.o ^ right.o, u: left.u ^ right.u)
    }

    /// What θ adds to every plane, from the parity of the columns. FIPS 202 §3.2.1.
    @inline(__always)
    var spread: Plane {
        Plane(
            a: u ^ rotate(e, 1), e: a ^ rotate(i, 1), i: e ^ rotate(o, 1), o: i ^ rotate(u, 1), u: o ^ rotate(a, 1))
    }

    /// χ. FIPS 202 §3.2.4.
    @inline(__always)
    var mixed: Plane {
        Plane(a: a ^ (~e & i), e: e ^ (~i & o), i: i ^ (~o & u), o: o ^ (~u & a), u: u ^ (~a & e))
    }
}

@inline(__always)
private func rotate(_ lane: UInt64, _ count: UInt64) -> UInt64 {
    (lane &<< count) | (lane &>> (64 &- count))
}

/// The permutation under SHA-3 and SHAKE. FIPS 202 §3.
///
/// Ours, as libcrypto 3.0 cannot squeeze twice, and as ML-KEM makes dozens of short calls whose cost is in setting up a
/// context. Logic and rotations by constants only: its time is the same for every state.
enum Keccak {
    /// ι's constants. FIPS 202 §3.2.5, Algorithm 5.
    private static let constants: InlineArray<24, UInt64> = [
        0x0000_0000_0000_0001, 0x0000_0000_0000_8082, 0x8000_0000_0000_808a, 0x8000_0000_8000_8000,
        0x0000_0000_0000_808b, 0x0000_0000_8000_0001, 0x8000_0000_8000_8081, 0x8000_0000_0000_8009,
        0x0000_0000_0000_008a, 0x0000_0000_0000_0088, 0x0000_0000_8000_8009, 0x0000_0000_8000_000a,
        0x0000_0000_8000_808b, 0x8000_0000_0000_008b, 0x8000_0000_0000_8089, 0x8000_0000_0000_8003,
        0x8000_0000_0000_8002, 0x8000_0000_0000_0080, 0x0000_0000_0000_800a, 0x8000_0000_8000_000a,
        0x8000_0000_8000_8081, 0x8000_0000_0000_8080, 0x0000_0000_8000_0001, 0x8000_0000_8000_8008,
    ]

    /// Permutes 25 lanes.
    static func permute(_ lanes: UnsafeMutablePointer<UInt64>) {
        // SAFETY: the caller's state has 25 lanes.
        @inline(__always) func plane(_ y: Int) -> Plane {
            unsafe Plane(a: lanes[y], e: lanes[y + 1], i: lanes[y + 2], o: lanes[y + 3], u: lanes[y + 4])
        }
        @inline(__always) func store(_ plane: Plane, _ y: Int) {
            unsafe (lanes[y], lanes[y + 1], lanes[y + 2]) = (plane.a, plane.e, plane.i)
            unsafe (lanes[y + 3], lanes[y + 4]) = (plane.o, plane.u)
        }
        var (b, g, k, m, s) = (plane(0), plane(5), plane(10), plane(15), plane(20))
        for index in 0..<24 {
            (b, g, k, m, s) = round(b, g, k, m, s, constants[index])
        }
        store(b, 0)
        store(g, 5)
        store(k, 10)
        store(m, 15)
        store(s, 20)
    }

    /// A round. ρ's rotations and π's moves are written out: a lane of row y goes to row 2x + 3y. FIPS 202 §3.2.2, §3.2.3.
    @inline(__always)
    private static func round(
        _ b: Plane, _ g: Plane, _ k: Plane, _ m: Plane, _ s: Plane, _ constant: UInt64
    ) -> (Plane, Plane, Plane, Plane, Plane) {
        let d = (b ^ g ^ k ^ m ^ s).spread
        let (b, g, k, m, s) = (b ^ d, g ^ d, k ^ d, m ^ d, s ^ d)
        var first = Plane(
            a: b.a, e: rotate(g.e, 44), i: rotate(k.i, 43), o: rotate(m.o, 21), u: rotate(s.u, 14)
        ).mixed
        first.a ^= constant
        let second = Plane(
            a: rotate(b.o, 28), e: rotate(g.u, 20), i: rotate(k.a, 3), o: rotate(m.e, 45), u: rotate(s.i, 61))
        let third = Plane(
            a: rotate(b.e, 1), e: rotate(g.i, 6), i: rotate(k.o, 25), o: rotate(m.u, 8), u: rotate(s.a, 18))
        let fourth = Plane(
            a: rotate(b.u, 27), e: rotate(g.a, 36), i: rotate(k.e, 10), o: rotate(m.i, 15), u: rotate(s.o, 56))
        let fifth = Plane(
            a: rotate(b.i, 62), e: rotate(g.o, 55), i: rotate(k.u, 39), o: rotate(m.a, 41), u: rotate(s.e, 2))
        return (first, second.mixed, third.mixed, fourth.mixed, fifth.mixed)
    }
}
