import CLibsslBench

/// Resumed handshakes: TLS 1.3's with a key exchange (psk_dhe_ke, RFC 9846 §2.2), TLS 1.2's by a ticket (RFC 5077). The server's
/// processor time. The session is inside its ticket on both servers, and each handshake of TLS 1.3 ends with a new one.
struct Resumption {
    let settings: Settings
    let identities: Identities

    func rows() throws -> [Row] {
        try compare(Parameters(), bar: 0.55)
            + compare(Parameters(suite: .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256), bar: 0.45)
    }

    private func compare(_ parameters: Parameters, bar: Double) throws -> [Row] {
        let ourServer = try OurServer(parameters, identities, tickets: 1)
        let theirServer = TheirServer(parameters, identities, tickets: 1)
        let ours = Crowd(ourServer, try TheirClient(parameters, resumingWith: ourServer))
        let theirs = Crowd(theirServer, try TheirClient(parameters, resumingWith: theirServer))
        let contest = try Contest(
            rounds: settings.rounds,
            [{ try ours.handshakes().serverMicroseconds }, { try theirs.handshakes().serverMicroseconds }])
        let (ourCount, theirCount) = try (ours.handshakes().serverAllocations, theirs.handshakes().serverAllocations)
        return [
            Row(
                title: "\(parameters.versionName)resumed handshake \(parameters.groupName), \(parameters.suiteName)",
                unit: " µs",
                ours: contest.medians[0], theirs: contest.medians[1], ratio: contest.ratio(to: 1), bar: .ratio(bar)),
            Row(title: "  its allocations", ours: ourCount, theirs: theirCount, ratio: ourCount / theirCount),
        ]
    }
}
