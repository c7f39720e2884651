/// What was tried in a search, and which failure says most.
struct PathReport {
    /// How far a candidate came.
    enum Progress: Int {
        /// Nobody is known who issued its last certificate.
        case deadEnd
        /// A rule is broken.
        case broken
    }

    private var candidates: [CandidatePath] = []
    private var best: (progress: Progress, fault: PathFault, certificate: X509Certificate?)?

    mutating func note(
        _ path: [Int], of pool: [CertificateFacts], _ fault: PathFault, _ certificate: X509Certificate?,
        _ progress: Progress
    ) {
        if candidates.count < Limits.candidatePathsShown {
            let certificates = path.map { pool[$0].certificate }
            candidates.append(CandidatePath(certificates: certificates, code: fault.code, reason: fault.reason))
        }
        if let best, best.progress.rawValue >= progress.rawValue { return }
        best = (progress, fault, certificate)
    }

    /// Every path was tried.
    func failure() -> PathFailure {
        let fault = best?.fault ?? PathFault(.unknownAuthority, "its issuer is not among those that are trusted")
        return PathFailure(
            fault.code, certificate: best?.certificate, reason: fault.reason, candidates: candidates)
    }

    /// The search was ended.
    func failure(endingWith stop: PathStop) -> PathFailure {
        switch stop {
        case .broken(let fault, let certificate):
            PathFailure(fault.code, certificate: certificate, reason: fault.reason, candidates: candidates)
        case .exhausted(let fault):
            PathFailure(fault.code, certificate: nil, reason: fault.reason, candidates: candidates)
        }
    }
}
