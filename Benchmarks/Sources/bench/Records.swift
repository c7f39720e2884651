import CLibsslBench
import PlatformProvider
import TLSMessages
import TLSProvider

/// Application data in steady state: one record a call, sealed into and opened in buffers that are there already.
struct Records {
    let settings: Settings
    let identities: Identities

    func rows() throws -> [Row] {
        try large(Parameters(), bar: 1.03)
            + large(Parameters(suite: .TLS_AES_256_GCM_SHA384))
            + large(Parameters(suite: .TLS_CHACHA20_POLY1305_SHA256))
            + small()
            + allocations()
            + rows12()
    }

    /// 16 KiB records against the bare calls, and against libssl for information.
    private func large(_ parameters: Parameters, bar: Double? = nil) throws -> [Row] {
        let measured = try measure(parameters, RecordShape(count: 16_384, burst: 16), bursts: 4)
        return measured.flatMap { job, contest in
            [
                row("16 KiB record \(job), \(parameters.suiteName)", contest, to: 1, bar: bar),
                row("", contest, to: 2),
                shim(contest),
            ]
        }
    }

    /// 64-byte records against libssl, and against the bare calls for information.
    private func small() throws -> [Row] {
        let measured = try measure(Parameters(), RecordShape(count: 64, burst: 64), bursts: 12)
        return measured.flatMap { job, contest in
            [
                row("64-byte record \(job), AES-128-GCM", contest, to: 2, bar: job == "seal" ? 0.55 : nil),
                row("", contest, to: 1),
                shim(contest),
            ]
        }
    }

    private func row(_ title: String, _ contest: Contest, to other: Int, bar: Double? = nil) -> Row {
        Row(
            title: title, unit: " ns", ours: contest.medians[0], theirs: contest.medians[other],
            against: other == 1 ? "bare EVP" : "libssl", ratio: contest.ratio(to: other), bar: bar.map { .ratio($0) })
    }

    /// The platform's provider against libssl without it.
    private func shim(_ contest: Contest) -> Row {
        Row(
            title: "  by PlatformProvider", unit: " ns", ours: contest.medians[3], theirs: contest.medians[2],
            against: "libssl", ratio: contest.ratio(of: 3, to: 2), bar: .ratio(1.05))
    }

    private func ours(_ parameters: Parameters, _ shape: RecordShape) throws -> OurRecords {
        try OurRecords(OurServer(parameters, identities), TheirClient(parameters), shape.makeLink(), shape)
    }

    private func platform(_ parameters: Parameters, _ shape: RecordShape) throws -> OurRecords {
        try OurRecords(
            OurServer(parameters, identities, PlatformProvider()), TheirClient(parameters), shape.makeLink(),
            shape)
    }

    private func theirs(_ parameters: Parameters, _ shape: RecordShape) throws -> TheirRecords {
        try TheirRecords(TheirServer(parameters, identities), TheirClient(parameters), shape.makeLink(), shape)
    }

    /// Ours, bare EVP and libssl, in nanoseconds a record.
    private func measure(
        _ parameters: Parameters, _ shape: RecordShape, bursts: Int
    ) throws -> [(job: String, contest: Contest)] {
        try measure(
            [
                try ours(parameters, shape), BareRecords(parameters.suiteName, shape), try theirs(parameters, shape),
                try platform(parameters, shape),
            ], shape, bursts: bursts)
    }

    /// Nanoseconds a record. Bursts are timed; the peer's part is not.
    func measure(
        _ sides: [any RecordSide], _ shape: RecordShape, bursts: Int
    ) throws -> [(job: String, contest: Contest)] {
        func nanoseconds(
            _ job: () throws -> Void, before: () throws -> Void, after: () throws -> Void
        ) rethrows -> Double {
            var spent = 0.0
            for _ in 0..<bursts {
                try before()
                let start = bench_read_meter()
                try job()
                spent += (bench_read_meter() - start).nanoseconds
                try after()
            }
            return spent / Double(bursts * shape.burst)
        }
        let seal = try Contest(
            rounds: settings.rounds,
            sides.map { side in { try nanoseconds(side.seal, before: {}, after: side.peerOpens) } })
        let open = try Contest(
            rounds: settings.rounds,
            sides.map { side in { try nanoseconds(side.open, before: side.peerSeals, after: {}) } })
        return [("seal", seal), ("open", open)]
    }

    /// Calls to the allocator over many records in all, so that one in a thousand would show.
    private func allocations() throws -> [Row] {
        try [("16 KiB", RecordShape(count: 16_384, burst: 10)), ("64-byte", RecordShape(count: 64, burst: 100))]
            .flatMap { name, shape in
                let ours = try countAllocations(ours(Parameters(), shape), shape)
                let theirs = try countAllocations(theirs(Parameters(), shape), shape)
                return [
                    Row(title: "allocations, 1,000 \(name) seals", ours: ours.seal, theirs: theirs.seal, bar: .ours(0)),
                    Row(title: "allocations, 1,000 \(name) opens", ours: ours.open, theirs: theirs.open, bar: .ours(0)),
                ]
            }
    }

    func countAllocations(_ side: any RecordSide, _ shape: RecordShape) throws -> (seal: Double, open: Double) {
        var seals: UInt64 = 0
        var opens: UInt64 = 0
        for pass in 0..<2 {
            // The first pass warms up.
            if pass == 1 { (seals, opens) = (0, 0) }
            for _ in 0..<1000 / shape.burst {
                var before = bench_allocations()
                try side.seal()
                seals += bench_allocations() - before
                try side.peerOpens()
                try side.peerSeals()
                before = bench_allocations()
                try side.open()
                opens += bench_allocations() - before
            }
        }
        return (Double(seals), Double(opens))
    }
}
