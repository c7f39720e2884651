internal import CLibcrypto

// SAFETY: the memory is this value's alone; every part of it lies inside, as `init` lays it out.
/// The memory of one run of ML-KEM: one allocation, wiped at the end. FIPS 203 §3.3 asks for that.
@safe struct MLKEMWorkspace: ~Copyable {
    let parameters: MLKEM
    private let memory: UnsafeMutableRawBufferPointer

    /// Lanes of a sponge, with room for an index of five bits.
    private static let laneBytes = 32 * 8
    private static let sumBytes = Polynomial.count * 4
    private static let polynomialBytes = Polynomial.count * 2
    /// Two vectors of at most four, the twists of one of them, and three more.
    private static let polynomials = 4 + 4 + 3

    init(_ parameters: MLKEM) {
        self.parameters = parameters
        let count = Self.laneBytes + Self.sumBytes + Self.polynomials * Self.polynomialBytes
        unsafe memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        unsafe OPENSSL_cleanse(memory.baseAddress, memory.count)
        unsafe memory.deallocate()
    }

    /// Starts a function of FIPS 202; a workspace has one sponge at a time.
    func sponge(_ function: SpongeFunction) -> Sponge {
        unsafe Sponge(function, start(0).assumingMemoryBound(to: UInt64.self))
    }

    var sum: ProductSum {
        unsafe ProductSum(sums: start(Self.laneBytes).assumingMemoryBound(to: Int32.self))
    }

    /// One of the first vector's polynomials.
    func vector(_ index: Int) -> Polynomial { polynomial(index & 3) }

    /// What `ProductSum.twist` made of it.
    func twist(_ index: Int) -> Polynomial { polynomial(4 + (index & 3)) }

    var matrixEntry: Polynomial { polynomial(8) }
    var result: Polynomial { polynomial(9) }
    var noise: Polynomial { polynomial(10) }

    /// - Parameter index: below `polynomials`.
    private func polynomial(_ index: Int) -> Polynomial {
        let offset = Self.laneBytes + Self.sumBytes + index * Self.polynomialBytes
        return unsafe Polynomial(start(offset).assumingMemoryBound(to: Int16.self))
    }

    private func start(_ offset: Int) -> UnsafeMutableRawPointer {
        // The allocation is not empty, so it has an address.
        unsafe memory.baseAddress.unsafelyUnwrapped + offset
    }
}

extension MLKEMWorkspace {
    /// H, or G when `function` is SHA3-512, or J when it is SHAKE256, of two strings. FIPS 203 §4.1.
    func hash(
        _ function: SpongeFunction, _ first: RawSpan, _ second: RawSpan, _ count: Int,
        into output: inout MutableSpan<UInt8>
    ) {
        var sponge = sponge(function)
        sponge.absorb(first)
        sponge.absorb(second)
        sponge.finish(count, into: &output)
    }

    /// PRF with η = 2, and the noise it makes. FIPS 203 §4.1, (4.3).
    func sampleNoise(_ seed: RawSpan, _ number: Int, into polynomial: Polynomial) {
        var sponge = sponge(.shake256)
        sponge.absorb(seed)
        sponge.absorb(UInt8(truncatingIfNeeded: number))
        sponge.finish()
        polynomial.sampleNoise(sponge)
    }

    /// The matrix's entry from its public seed. FIPS 203 §4.2.2, Algorithm 7; §5.1, Algorithm 13, lines 3 to 7.
    func sampleMatrix(_ seed: RawSpan, row: Int, column: Int, into polynomial: Polynomial) {
        var sponge = sponge(.shake128)
        sponge.absorb(seed)
        sponge.absorb(UInt8(truncatingIfNeeded: column))
        sponge.absorb(UInt8(truncatingIfNeeded: row))
        sponge.finish()
        polynomial.sampleUniform(&sponge)
    }
}
