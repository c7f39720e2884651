import CLibsslBench

/// Full TLS 1.3 handshakes: the client's processor time, with libssl's server as the peer of both. Neither client judges
/// the server's path; both check its signature.
struct ClientHandshakes {
    let settings: Settings
    let identities: Identities

    func rows() throws -> [Row] {
        let parameters = Parameters()
        let server = TheirServer(parameters, identities)
        let (ours, theirs) = (Crowd(server, try OurClient(parameters)), Crowd(server, TheirClient(parameters)))
        let contest = try Contest(
            rounds: settings.rounds,
            [{ try ours.handshakes().clientMicroseconds }, { try theirs.handshakes().clientMicroseconds }])
        let (ourCount, theirCount) = try (ours.handshakes().clientAllocations, theirs.handshakes().clientAllocations)
        return [
            Row(
                title: "client's handshake \(parameters.text)", unit: " µs", ours: contest.medians[0],
                theirs: contest.medians[1], ratio: contest.ratio(to: 1), bar: .ratio(0.5)),
            Row(title: "  its allocations", ours: ourCount, theirs: theirCount, ratio: ourCount / theirCount),
        ]
    }
}
