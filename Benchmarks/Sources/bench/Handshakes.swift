import CLibsslBench
import PlatformProvider
import TLSMessages
import TLSProvider

/// Full handshakes: the server's processor time and its allocations, session made and ended.
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
            + compare(Parameters(suite: .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256), bar: 0.68)
            + compare(Parameters(key: bench_key_rsa2048, suite: .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256))
    }

    private func compare(_ parameters: Parameters, bar: Double? = nil) throws -> [Row] {
        let client = TheirClient(parameters)
        let ours = Crowd(try OurServer(parameters, identities), client)
        let theirs = Crowd(TheirServer(parameters, identities), client)
        let platform = Crowd(try OurServer(parameters, identities, PlatformProvider()), client)
        let contest = try Contest(
            rounds: settings.rounds,
            [
                { try ours.handshakes().serverMicroseconds },
                { try theirs.handshakes().serverMicroseconds },
                { try platform.handshakes().serverMicroseconds },
            ])
        let time = Row(
            title: "\(parameters.versionName)handshake \(parameters.text)", unit: " µs", ours: contest.medians[0],
            theirs: contest.medians[1],
            ratio: contest.ratio(to: 1), bar: bar.map { .ratio($0) })
        let shim = Row(
            title: "  by PlatformProvider", unit: " µs", ours: contest.medians[2], theirs: contest.medians[1],
            against: "libssl", ratio: contest.ratio(of: 2, to: 1), bar: .ratio(1.05))
        guard bar != nil else { return [time, shim] }
        let (ourCount, theirCount) = try (ours.handshakes().serverAllocations, theirs.handshakes().serverAllocations)
        return [
            time, shim,
            Row(title: "  its allocations", ours: ourCount, theirs: theirCount, ratio: ourCount / theirCount),
        ]
    }
}
