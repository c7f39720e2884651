public import TLSCertificates
public import TLSMessages

extension PathFailure {
    /// What the peer is told. RFC 9846 §6.2.
    public var alert: AlertDescription {
        switch code {
        case .unknownAuthority, .pathBudgetExceeded: .unknownCA
        case .expired, .notYetValid: .certificateExpired
        case .revoked: .certificateRevoked
        case .wrongPurpose, .weakAlgorithm: .unsupportedCertificate
        case .revocationUnknown: .certificateUnknown
        case .badStatusResponse: .badCertificateStatusResponse
        case .cryptographyFailed: .internalError
        default: .badCertificate
        }
    }
}

extension PeerVerdict {
    /// The verdict that a judgement of the peer's path comes to.
    public init(_ judge: () throws(PathFailure) -> VerifiedPath) {
        do {
            self = .acceptPath(try judge())
        } catch {
            self = .reject(error.alert, reason: error.description)
        }
    }
}
