/// Why the command gives up: what was wrong, and what to do about it. Ends it with exit code 1.
struct CommandFailure: Error, Hashable, Sendable {
    let problem: String
    let advice: String

    init(_ problem: String, advice: String = "") {
        self.problem = problem
        self.advice = advice
    }
}

extension CommandFailure: CustomStringConvertible {
    var description: String { advice.isEmpty ? problem : "\(problem)\n\(advice)" }
}
