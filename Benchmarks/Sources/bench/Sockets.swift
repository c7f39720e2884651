import CLibsslBench
import Foundation

/// Our server, in a channel of SwiftNIO and by the class, and libssl's on sockets under the same load: the server on processor 0,
/// the load on processor 1, in turn.
///
/// The load client and the server over libssl and epoll are programs of their own; without them these rows are skipped.
struct Sockets {
    let settings: Settings
    let identities: Identities

    private struct Load {
        let title: String
        let arguments: [String]
        let figure: String
        let unit: String
        /// How many every server ends a handshake with.
        var tickets = 0
        let bar: Double
    }

    private static let loads = [
        Load(
            title: "sockets: full handshake and a GET", arguments: ["-m", "full", "-c", "16", "-u", "/6"],
            figure: "server_us_per_op", unit: " µs", bar: 0.8),
        Load(
            title: "sockets: the same with two tickets", arguments: ["-m", "full", "-c", "16", "-u", "/6"],
            figure: "server_us_per_op", unit: " µs", tickets: 2, bar: 0.8),
        Load(
            title: "sockets: downloads of 10 MiB, a GB",
            arguments: ["-m", "download", "-c", "4", "-u", "/10485760"], figure: "server_ms_per_GB", unit: " ms",
            bar: 0.95),
    ]

    func rows() throws -> [Row] {
        guard let tools = settings.loadTools else { return skipped("no --perf-tools") }
        for name in ["hsload", "sslsrv"] where !FileManager.default.isExecutableFile(atPath: "\(tools)/\(name)") {
            return skipped("no \(name) in \(tools)")
        }
        guard let command = settings.command else { return skipped("no build of loadserver") }
        guard ProcessInfo.processInfo.processorCount > 1 else { return skipped("one processor") }
        let folder = try ServedFolder(identities.ecdsa)
        defer { folder.remove() }
        return try Self.loads.flatMap { try rows(of: $0, tools, command, folder.identity) }
    }

    private func rows(of load: Load, _ tools: String, _ command: String, _ identity: String) throws -> [Row] {
        let tickets = "\(load.tickets)"
        let channel = try ServerProcess { port in [command, "channel", "\(port)", identity, tickets] }
        defer { channel.end() }
        let byClass = try ServerProcess { port in [command, "class", "\(port)", identity, tickets] }
        defer { byClass.end() }
        let theirs = try ServerProcess { port in
            ["\(tools)/sslsrv", "-c", identity, "-k", identity, "-p", "\(port)", "-T", tickets]
        }
        defer { theirs.end() }
        let contest = try Contest(
            rounds: settings.loadRounds,
            [channel, theirs, byClass].map { server in
                { try measure(load, on: server, with: "\(tools)/hsload") }
            })
        return [
            Row(
                title: load.title, unit: load.unit, ours: contest.medians[0], theirs: contest.medians[1],
                against: "libssl on epoll", ratio: contest.ratio(to: 1), bar: .ratio(load.bar)),
            Row(
                title: "  by the class SSLServer", unit: load.unit, ours: contest.medians[2],
                theirs: contest.medians[1], against: "libssl on epoll", ratio: contest.ratio(of: 2, to: 1)),
        ]
    }

    private func skipped(_ reason: String) -> [Row] {
        Self.loads.map { Row(title: $0.title, bar: .ratio($0.bar), skipped: reason) }
    }

    /// The server's processor time for one operation, or for a gigabyte.
    private func measure(_ load: Load, on server: ServerProcess, with client: String) throws -> Double {
        let seconds = fixed(settings.loadSeconds, 0)
        let arguments =
            ["taskset", "-c", "1", client] + load.arguments
            + ["-p", "\(server.port)", "-P", "\(server.identifier)", "-t", seconds]
        guard let text = output(arguments),
            let report = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
            let errors = report["errors"] as? Int, let figure = report[load.figure] as? Double
        else { throw BenchError("\(client) gave no figures") }
        guard errors == 0 else { throw BenchError("\(client): \(errors) errors, \(report["last_error"] ?? "")") }
        return figure
    }
}

/// A certificate and its key in a folder that is removed afterwards.
private struct ServedFolder {
    /// Certificate and key.
    var identity: String { folder.appendingPathComponent("identity.pem").path }
    private let folder: URL

    init(_ identity: Identity) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(identity.pem).write(to: URL(fileURLWithPath: self.identity))
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }
}
