import CLibsslBench
import TLSCertificates

/// Reading a certificate of about 1.3 KB.
struct CertificateParsing {
    let settings: Settings
    let identities: Identities

    func rows() throws -> [Row] {
        let der = identities.long.certificate
        let count = 100
        let contest = try Contest(
            rounds: settings.rounds,
            [
                {
                    let start = bench_read_meter()
                    for _ in 0..<count { keep(try X509Certificate(derBytes: der)) }
                    return (bench_read_meter() - start).nanoseconds / Double(count) / 1000
                },
                {
                    let start = bench_read_meter()
                    bench_libcrypto_parse(der, der.count, Int32(count))
                    return (bench_read_meter() - start).nanoseconds / Double(count) / 1000
                },
            ])
        let before = bench_allocations()
        keep(try X509Certificate(derBytes: der))
        let between = bench_allocations()
        bench_libcrypto_parse(der, der.count, 1)
        let after = bench_allocations()
        return [
            Row(
                title: "certificate of \(der.count) bytes read", unit: " µs", ours: contest.medians[0],
                theirs: contest.medians[1], against: "d2i_X509", ratio: contest.ratio(to: 1), bar: .ours(1)),
            Row(
                title: "  its allocations", ours: Double(between - before), theirs: Double(after - between),
                against: "d2i_X509"),
        ]
    }
}

/// Uses a value where the optimiser cannot see it.
@inline(never)
private func keep<Value>(_ value: Value) {
    withExtendedLifetime(value) {}
}
