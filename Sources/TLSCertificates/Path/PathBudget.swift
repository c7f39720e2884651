/// How much a search may still do. What runs out ends the search, and the end is failure.
struct PathBudget {
    private var steps = Limits.pathSteps
    private var signatures = Limits.pathSignatures
    var comparisons = ComparisonBudget()

    /// Counts a candidate that is looked at.
    mutating func step() throws(PathStop) {
        steps -= 1
        guard steps >= 0 else {
            throw .exhausted(
                PathFault(.pathBudgetExceeded, "more than \(Limits.pathSteps) candidates were looked at"))
        }
    }

    /// Counts a signature that is checked.
    mutating func signature() throws(PathStop) {
        signatures -= 1
        guard signatures >= 0 else {
            throw .exhausted(
                PathFault(.pathBudgetExceeded, "more than \(Limits.pathSignatures) signatures were checked"))
        }
    }
}

/// Why a path, or the search for one, ends.
enum PathStop: Error {
    /// This path breaks a rule; others may not.
    case broken(PathFault, X509Certificate?)
    /// Nothing more may be tried.
    case exhausted(PathFault)
}
