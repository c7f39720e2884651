import CLibsslBench
import PlatformProvider
import TLSMessages
import TLSProvider

/// Full TLS 1.3 handshakes: the server's processor time and its allocations, session made and ended.
struct Handshakes {
    /// How many clients come at a time.
    static let crowd = 16

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
        let links = (0..<Self.crowd).map { _ in Link() }
        let client = parameters.makeClientContext()
        let ours = try OurServer(parameters, identities)
        let theirs = TheirServer(parameters, identities)
        let platform = try OurServer(parameters, identities, PlatformProvider())
        func microseconds(_ spent: bench_reading) -> Double { spent.nanoseconds / 1000 / Double(Self.crowd) }
        let contest = try Contest(
            rounds: settings.rounds,
            [
                { microseconds(try ours.handshakes(client, on: links)) },
                { microseconds(try theirs.handshakes(client, on: links)) },
                { microseconds(try platform.handshakes(client, on: links)) },
            ])
        let what = "\(parameters.groupName), \(parameters.keyName), \(parameters.suiteName)"
        let time = Row(
            title: "handshake \(what)", unit: " µs", ours: contest.medians[0], theirs: contest.medians[1],
            ratio: contest.ratio(to: 1), bar: bar.map { .ratio($0) })
        let shim = Row(
            title: "  by PlatformProvider", unit: " µs", ours: contest.medians[2], theirs: contest.medians[1],
            against: "libssl", ratio: contest.ratio(of: 2, to: 1), bar: .ratio(1.05))
        guard bar != nil else { return [time, shim] }
        let ourCount = Double(try ours.handshakes(client, on: links).allocations) / Double(Self.crowd)
        let theirCount = Double(try theirs.handshakes(client, on: links).allocations) / Double(Self.crowd)
        return [
            time, shim,
            Row(title: "  its allocations", ours: ourCount, theirs: theirCount, ratio: ourCount / theirCount),
        ]
    }
}
