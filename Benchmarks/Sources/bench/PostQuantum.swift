import BenchmarkBodies
import CLibsslBench
import TLSMessages

/// The hybrid of X25519 and ML-KEM-768: against X25519 alone, and both against Go's crypto/tls; ML-KEM against Go's.
struct PostQuantum {
    let settings: Settings
    let identities: Identities
    private let hybrid = Parameters(group: .x25519MLKEM768)
    private static let go = "Go's crypto/tls"

    init(settings: Settings, identities: Identities) {
        self.settings = settings
        self.identities = identities
    }

    func rows() throws -> [Row] {
        let program = try settings.goProgram.map(GoProgram.init)
        defer { program?.end() }
        try program?.use(identities.ecdsa)
        return [try server()] + (try bothEnds(program)) + (try primitives(program))
    }

    private func crowd(_ parameters: Parameters) throws -> Crowd<OurServer, OurClient> {
        Crowd(try OurServer(parameters, identities), try OurClient(parameters))
    }

    /// The server's time with the hybrid, and with X25519.
    private func server() throws -> Row {
        let (hybrid, plain) = try (crowd(hybrid), crowd(Parameters()))
        let contest = try Contest(
            rounds: settings.rounds,
            [{ try hybrid.handshakes().serverMicroseconds }, { try plain.handshakes().serverMicroseconds }])
        return Row(
            title: "handshake \(self.hybrid.text)", unit: " µs", ours: contest.medians[0], theirs: contest.medians[1],
            against: "ours, X25519", ratio: contest.ratio(to: 1))
    }

    /// Server and client together.
    private func bothEnds(_ program: GoProgram?) throws -> [Row] {
        try [Parameters(), hybrid].map { parameters in
            let title = "both ends of a handshake \(parameters.groupName), \(parameters.keyName)"
            guard let program else { return Row(title: title, skipped: GoProgram.missing) }
            let ours = try crowd(parameters)
            let contest = try Contest(
                rounds: settings.rounds,
                [
                    {
                        let cost = try ours.handshakes()
                        return cost.serverMicroseconds + cost.clientMicroseconds
                    },
                    { try program.nanoseconds("handshake \(parameters.groupName)", times: 16) / 1000 },
                ])
            return Row(
                title: title, unit: " µs", ours: contest.medians[0], theirs: contest.medians[1], against: Self.go,
                ratio: contest.ratio(to: 1))
        }
    }

    /// ML-KEM-768 from and to bytes, as a key share brings and takes them.
    private func primitives(_ program: GoProgram?) throws -> [Row] {
        let ours = try MLKEM768Jobs()
        return try [
            row("key generation", "generate", program, nil) { try ours.generate() },
            row("encapsulation", "encapsulate", program, .ratio(2.5)) { try ours.encapsulate() },
            row("decapsulation", "decapsulate", program, nil) { try ours.decapsulate() },
        ]
    }

    private func row(
        _ name: String, _ job: String, _ program: GoProgram?, _ bar: Row.Bar?, _ body: () throws -> Void
    ) throws -> Row {
        let (title, times) = ("ML-KEM-768 \(name)", 50)
        guard let program else { return Row(title: title, bar: bar, skipped: GoProgram.missing) }
        let contest = try withoutActuallyEscaping(body) { body in
            try Contest(
                rounds: settings.rounds,
                [
                    {
                        let before = bench_read_meter()
                        for _ in 0..<times { try body() }
                        return (bench_read_meter() - before).nanoseconds / 1000 / Double(times)
                    },
                    { try program.nanoseconds(job, times: times) / 1000 },
                ])
        }
        return Row(
            title: title, unit: " µs", ours: contest.medians[0], theirs: contest.medians[1],
            against: "Go's crypto/mlkem", ratio: contest.ratio(to: 1), bar: bar)
    }
}
