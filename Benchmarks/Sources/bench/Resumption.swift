import CLibsslBench

/// Resumed TLS 1.3 handshakes with a key exchange (psk_dhe_ke, RFC 9846 §2.2): the server's processor time. The session is
/// inside its ticket on both servers, and each handshake ends with a new one.
struct Resumption {
    let settings: Settings
    let identities: Identities

    func rows() throws -> [Row] {
        let parameters = Parameters()
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
                title: "resumed handshake \(parameters.groupName), \(parameters.suiteName)", unit: " µs",
                ours: contest.medians[0], theirs: contest.medians[1], ratio: contest.ratio(to: 1), bar: .ratio(0.55)),
            Row(title: "  its allocations", ours: ourCount, theirs: theirCount, ratio: ourCount / theirCount),
        ]
    }
}
