import CLibsslBench
import PlatformProvider
import TLSCertificates
import TLSProvider

/// Judging a peer's certificate: a whole handshake in which both have one, and the path alone.
struct Trust {
    let settings: Settings
    let identities: Identities

    func rows() throws -> [Row] {
        try mutualHandshake() + path()
    }

    /// The client sends its certificate and an authority's; the server knows the root. A client that comes back with its
    /// certificate spares us its signature's check, and the next row is of those who come first.
    private func mutualHandshake() throws -> [Row] {
        let chain = ClientChain(roots: 1)
        let parameters = Parameters()
        let client = TheirClient(parameters, presenting: chain)
        let ours = Crowd(try OurServer(parameters, identities, asking: chain), client)
        let forgetful = Crowd(try OurServer(parameters, identities, asking: chain, forgets: true), client)
        let theirs = Crowd(TheirServer(parameters, identities, asking: chain), client)
        let contest = try Contest(
            rounds: settings.rounds,
            [
                { try ours.handshakes().serverMicroseconds }, { try theirs.handshakes().serverMicroseconds },
                { try forgetful.handshakes().serverMicroseconds },
            ])
        let (ourCount, theirCount) = try (ours.handshakes().serverAllocations, theirs.handshakes().serverAllocations)
        return [
            Row(
                title: "mutual handshake \(parameters.text), chain of three", unit: " µs", ours: contest.medians[0],
                theirs: contest.medians[1], ratio: contest.ratio(to: 1), bar: .ratio(0.38)),
            Row(
                title: "  with certificates never seen before", unit: " µs", ours: contest.medians[2],
                theirs: contest.medians[1], ratio: contest.ratio(of: 2, to: 1)),
            Row(title: "  its allocations", ours: ourCount, theirs: theirCount, ratio: ourCount / theirCount),
        ]
    }

    /// Reading a peer's two certificates and finding their path to one of 140 roots.
    func path() throws -> [Row] {
        let chain = ClientChain(roots: 140)
        let roots = TrustStore(try chain.roots.map { try X509Certificate(derBytes: $0) }, profile: .pathOnly)
        let verifier = PathVerifier(roots)
        let requirements = PathRequirements(time: try chain.time(), purpose: .client)
        let count = 20
        func cost(_ body: () throws -> Void) rethrows -> Double {
            let start = bench_read_meter()
            for _ in 0..<count { try body() }
            return (bench_read_meter() - start).nanoseconds / Double(count) / 1000
        }
        let contest = try Contest(
            rounds: settings.rounds,
            [
                { try cost { _ = try verifier.verify(try chain.sent(), requirements) } },
                { try cost { _ = try PathVerifier(roots).verify(try chain.sent(), requirements) } },
                { cost { bench_libcrypto_verify(chain.handle, 1) } },
            ])
        let before = bench_allocations()
        _ = try verifier.verify(try chain.sent(), requirements)
        let between = bench_allocations()
        bench_libcrypto_verify(chain.handle, 1)
        let after = bench_allocations()
        return [
            Row(
                title: "path of three among 140 roots", unit: " µs", ours: contest.medians[0],
                theirs: contest.medians[2],
                against: "X509_verify_cert", ratio: contest.ratio(to: 2)),
            Row(
                title: "  with certificates never seen before", unit: " µs", ours: contest.medians[1],
                theirs: contest.medians[2], against: "X509_verify_cert", ratio: contest.ratio(of: 1, to: 2)),
            Row(
                title: "  its allocations", ours: Double(between - before), theirs: Double(after - between),
                against: "X509_verify_cert"),
        ]
    }
}

/// A client's certificate, the authority's that issued it, and the roots.
struct ClientChain {
    let handle: UnsafeMutablePointer<bench_chain>

    init(roots: Int32) {
        handle = bench_chain_new(roots)
    }

    var root: [UInt8] { bytes(handle.pointee.root_der) }
    var roots: [[UInt8]] { (0..<Int(handle.pointee.root_count)).map { bytes(handle.pointee.roots[$0]) } }

    /// What the client sends, read anew.
    func sent() throws -> [X509Certificate] {
        [
            try X509Certificate(derBytes: bytes(handle.pointee.leaf)),
            try X509Certificate(derBytes: bytes(handle.pointee.intermediate)),
        ]
    }

    /// A moment at which all are valid.
    func time() throws -> CertificateTime {
        let leaf = try X509Certificate(derBytes: bytes(handle.pointee.leaf))
        return CertificateTime(secondsSinceEpoch: leaf.notBefore.secondsSinceEpoch + 7200)
    }

    private func bytes(_ der: bench_der) -> [UInt8] {
        Array(UnsafeBufferPointer(start: der.bytes, count: der.count))
    }
}
