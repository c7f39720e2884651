import CLibsslBench
import Foundation

/// Measures our engine against libssl and bare libcrypto in one process, and both servers on sockets.
@main
enum Bench {
    static func main() {
        bench_keep_heap()
        do {
            let settings = try Settings(Array(CommandLine.arguments.dropFirst()))
            if let name = settings.profiled {
                guard let job = Profile(rawValue: name) else { throw BenchError(Settings.usage) }
                return try job.run(settings, Identities())
            }
            exit(try run(settings) ? 0 : 1)
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(2)
        }
    }

    /// Whether every bar holds.
    private static func run(_ settings: Settings) throws -> Bool {
        let identities = Identities()
        var rows: [Row] = []
        for part in Part.allCases where settings.includes(part) {
            rows += try part.rows(settings, identities)
        }
        let report = Report(machine: Machine(), rows: rows)
        print(report.plain)
        if let path = settings.results {
            try report.markdown.write(toFile: path, atomically: true, encoding: .utf8)
        }
        print(report.failures == 0 ? "every bar holds" : "\(report.failures) of the bars do not hold")
        return report.failures == 0
    }
}

extension Part {
    func rows(_ settings: Settings, _ identities: Identities) throws -> [Row] {
        switch self {
        case .handshakes: try Handshakes(settings: settings, identities: identities).rows()
        case .resumption: try Resumption(settings: settings, identities: identities).rows()
        case .clients: try ClientHandshakes(settings: settings, identities: identities).rows()
        case .postquantum: try PostQuantum(settings: settings, identities: identities).rows()
        case .records: try Records(settings: settings, identities: identities).rows()
        case .heap: try IdleHeap(identities).rows()
        case .certificates: try CertificateParsing(settings: settings, identities: identities).rows()
        case .trust: try Trust(settings: settings, identities: identities).rows()
        case .sockets: try Sockets(settings: settings, identities: identities).rows()
        }
    }
}
