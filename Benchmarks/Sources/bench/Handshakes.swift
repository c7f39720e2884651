import CLibsslBench
import TLSProvider

/// Full TLS 1.3 handshakes: the server's processor time and its allocations, session made and ended.
struct Handshakes {
    let settings: Settings
    let identities: Identities

    func rows() throws -> [Row] {
        try compare(Parameters(), bar: 0.62)
            + compare(Parameters(key: bench_key_rsa2048), bar: 0.87)
            + compare(Parameters(group: .secp256r1))
            + compare(Parameters(group: .secp384r1))
            + compare(Parameters(suite: .TLS_AES_256_GCM_SHA384))
            + compare(Parameters(suite: .TLS_CHACHA20_POLY1305_SHA256))
    }

    private func compare(_ parameters: Parameters, bar: Double? = nil) throws -> [Row] {
        let link = Link()
        let ours = try OurServer(parameters, identities, link)
        let theirs = TheirServer(parameters, identities, link)
        let count = 10
        var ourTotal = bench_reading()
        var theirTotal = bench_reading()
        let contest = try Contest(
            rounds: settings.rounds,
            [
                {
                    var spent = bench_reading()
                    for _ in 0..<count { try ours.handshake(&spent) }
                    ourTotal = spent
                    return spent.nanoseconds / Double(count) / 1000
                },
                {
                    var spent = bench_reading()
                    for _ in 0..<count { theirs.handshake(&spent) }
                    theirTotal = spent
                    return spent.nanoseconds / Double(count) / 1000
                },
            ])
        let what = "\(parameters.groupName), \(parameters.keyName), \(parameters.suiteName)"
        let time = Row(
            title: "handshake \(what)", unit: " µs", ours: contest.medians[0], theirs: contest.medians[1],
            ratio: contest.ratio(to: 1), bar: bar.map { .ratio($0) })
        guard bar != nil else { return [time] }
        // The last round's: the same in every round once all is warm.
        let allocations = Row(
            title: "  its allocations", ours: Double(ourTotal.allocations) / Double(count),
            theirs: Double(theirTotal.allocations) / Double(count),
            ratio: Double(ourTotal.allocations) / Double(theirTotal.allocations))
        return [time, allocations]
    }
}
