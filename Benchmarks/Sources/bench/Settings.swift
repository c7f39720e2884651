/// What a run is asked to do.
struct Settings {
    /// The parts that are run; empty for all.
    var parts: Set<String> = []
    /// How often each side of a comparison is run.
    var rounds = 60
    /// Seconds that each load on a socket lasts, and how often.
    var loadSeconds = 2.0
    var loadRounds = 3
    /// Where the report is written as Markdown.
    var results: String?
    /// Where `hsload` and `sslsrv` are, and why they are not.
    var loadTools: String?
    /// Our command, in its release build.
    var command: String?
    /// The program of `go/`; nil where Go is missing.
    var goProgram: String?
    /// Only one side's job, over and over: for a profiler.
    var profiled: String?

    static let usage = """
        usage: bench [--only PART[,PART]] [--rounds N] [--results FILE]
                     [--load-tools DIR --command PATH] [--load-seconds S] [--load-rounds N] [--go-program PATH]
                     [--profile JOB]
          parts: \(Part.allCases.map(\.rawValue).joined(separator: ", "))
          jobs:  \(Profile.allCases.map(\.rawValue).joined(separator: ", "))
        """

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw BenchError(Self.usage) }
            switch option {
            case "--only": parts = Set(value.split(separator: ",").map(String.init))
            case "--rounds": rounds = try number(value, in: 3...100_000)
            case "--results": results = value
            case "--load-tools": loadTools = value
            case "--command": command = value
            case "--load-seconds": loadSeconds = Double(try number(value, in: 1...60))
            case "--load-rounds": loadRounds = try number(value, in: 1...100)
            case "--go-program": goProgram = value
            case "--profile": profiled = value
            default: throw BenchError(Self.usage)
            }
        }
        guard parts.isSubset(of: Part.allCases.map(\.rawValue)) else { throw BenchError(Self.usage) }
    }

    func includes(_ part: Part) -> Bool {
        parts.isEmpty || parts.contains(part.rawValue)
    }
}

/// A group of rows.
enum Part: String, CaseIterable {
    case handshakes, resumption, clients, postquantum, records, heap, certificates, trust, sockets
}

private func number(_ text: String, in range: ClosedRange<Int>) throws -> Int {
    guard let value = Int(text), range.contains(value) else { throw BenchError(Settings.usage) }
    return value
}
