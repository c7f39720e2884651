public import TLSCertificates
public import TLSMessages

/// Whom one side of TLS believes: the authorities, and what is asked of the paths that lead to them.
///
/// A value that many connections share. Trust that changes while a server runs is another value in the next configuration.
public struct TLSTrust: Sendable {
    /// The authorities, with what helps to find paths to them.
    public var verifier: PathVerifier
    /// Which algorithms certificates may be signed with, and which keys they may have.
    public var algorithms = AlgorithmRequirements.modern
    /// The policies asked for; nil: none. RFC 9618.
    public var policies: PolicyRequirements?
    /// What must be known of whether certificates were revoked. Its `staple` is each connection's own.
    public var revocation = RevocationRequirements()
    /// How many certificates may stand between a peer's and its authority's. At most 32.
    public var maximumIntermediates = 8
    /// How certificates have to say what they are for.
    public var purposeStrictness = PurposeStrictness.standard
    /// Rules left out: each makes a peer accepted that should not be.
    public var unsafelyIgnoring: IgnoredRules = []

    /// Trusts these authorities.
    ///
    /// - Parameter intermediates: certificates that help to find a path where a peer sends too few. They are not trusted.
    public init(_ authorities: TrustStore, intermediates: [X509Certificate] = []) {
        verifier = PathVerifier(authorities, intermediates: intermediates)
    }

    /// Trusts the authorities that these certificates are of, such as a company's own.
    ///
    /// What they vouch for is held to the rules of path validation alone: see `CertificateProfile`.
    public init(authorities: [X509Certificate]) {
        self.init(TrustStore(authorities, profile: .pathOnly))
    }

    /// What is asked of a path at a moment.
    public func requirements(
        for purpose: CertificatePurpose, host: String?, at time: CertificateTime
    ) -> PathRequirements {
        var requirements = PathRequirements(time: time, purpose: purpose, host: host)
        requirements.algorithms = algorithms
        requirements.policies = policies
        requirements.revocation = revocation
        requirements.maximumIntermediates = maximumIntermediates
        requirements.purposeStrictness = purposeStrictness
        requirements.unsafelyIgnoring = unsafelyIgnoring
        return requirements
    }

    /// Judges a server's chain, leaf first.
    ///
    /// - Parameters:
    ///   - host: the name or address that the client meant to reach; nil: any, which lets every certified server be it.
    ///   - staple: what came of asking for an OCSP response.
    public func verify(
        server chain: [X509Certificate], host: String?, staple: RevocationRequirements.Staple = .notRequested,
        at time: UnixTime
    ) throws(PathFailure) -> VerifiedPath {
        var requirements = requirements(for: .server, host: host, at: CertificateTime(time))
        requirements.revocation.staple = staple
        return try verifier.verify(chain, requirements)
    }

    /// Judges a client's chain, leaf first.
    public func verify(client chain: [X509Certificate], at time: UnixTime) throws(PathFailure) -> VerifiedPath {
        try verifier.verify(chain, requirements(for: .client, host: nil, at: CertificateTime(time)))
    }
}

extension CertificateTime {
    /// The second that a moment is in.
    public init(_ time: UnixTime) {
        let (seconds, rest) = time.milliseconds.quotientAndRemainder(dividingBy: 1_000)
        self.init(secondsSinceEpoch: rest < 0 ? seconds - 1 : seconds)
    }
}
