import TLSCertificates
import TLSProvider

/// What is to be thought of a peer's chain, before the application is asked.
struct PeerJudgement: Sendable {
    /// The path to an authority, where one was looked for and found.
    let path: VerifiedPath?
    /// Why there is none, where one was looked for.
    let failure: PathFailure?
    /// Why the peer is not to be accepted; nil: it is.
    let objection: SSLError?

    /// Nothing speaks against it, but no path was looked for.
    init() { self.init(nil, nil, nil) }

    init(path: VerifiedPath) { self.init(path, nil, nil) }

    /// - Parameter advice: what to do about a peer whose authority is not known.
    init(failure: PathFailure, advice: String? = nil) {
        let isUnknown = failure.code == .unknownAuthority
        self.init(nil, failure, SSLError(failure, advice: isUnknown ? advice : nil))
    }

    init(objection: SSLError) { self.init(nil, nil, objection) }

    private init(_ path: VerifiedPath?, _ failure: PathFailure?, _ objection: SSLError?) {
        self.path = path
        self.failure = failure
        self.objection = objection
    }
}
