import TLSPrimitives

/// How much a search may still do. What runs out ends the search, and the end is failure.
struct PathBudget {
    private var steps = Limits.pathSteps
    private var signatures = Limits.pathSignatures
    private var effort = Limits.pathSignatureEffort
    /// Whether a signature was wrong: what an honest path takes is not bounded by effort.
    private var hasWrongSignature = false
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
        guard effort > 0 || !hasWrongSignature else {
            throw .exhausted(
                PathFault(.pathBudgetExceeded, "among many signatures there are wrong ones, and more are not checked"))
        }
    }

    /// Takes what it cost to check a signature.
    mutating func spend(on key: KeyType, isGood: Bool) {
        effort -= key.verificationEffort
        if !isGood { hasWrongSignature = true }
    }
}

extension KeyType {
    /// What it takes to read a key and check a signature with it, measured: in hundredths of a millisecond of a machine of 2023.
    fileprivate var verificationEffort: Int {
        switch self {
        case .rsa(let bits), .rsaPSS(let bits): 2 + bits * bits / 2_097_152
        case .ec(.p256): 8
        case .ec(.p384): 68
        case .ec(.p521): 54
        case .dsa: 50
        case .ed25519: 14
        case .ed448: 28
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
