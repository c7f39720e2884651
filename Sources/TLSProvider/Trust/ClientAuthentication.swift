public import TLSCertificates
public import TLSMessages

/// Whether a server asks its clients for a certificate, and what it makes of the answer.
public enum ClientAuthentication: Hashable, Sendable, CaseIterable {
    /// None is asked for.
    case none
    /// One is asked for. A client without one is accepted, or reaches `verifyClient` with an empty chain; one that is sent
    /// must be good.
    case request
    /// One is asked for and must be good; a client without one is refused with certificate_required.
    case require
    /// One is asked for, and nobody looks at it: a client that has one has proved nothing but that the key in it is its own.
    case unsafelyRequest
    /// The same, and a client without one is refused.
    case unsafelyRequire

    /// Whether a client without a certificate is refused.
    package var isRequired: Bool { self == .require || self == .unsafelyRequire }
    /// Whether a certificate must be good.
    package var isVerified: Bool { self == .request || self == .require }
}

extension TLSServerConfiguration {
    /// What `clientAuthentication` and `clientTrust` make of a client's chain (empty when it sent none). Nil: that is for
    /// `verifyClient` to say.
    public func verdict(on chain: [X509Certificate], at time: UnixTime) -> PeerVerdict? {
        guard clientAuthentication.isVerified else { return verifyClient == nil ? .accept : nil }
        guard let clientTrust else {
            return verifyClient == nil ? .reject(.certificateUnknown, reason: "no verifier is configured") : nil
        }
        if chain.isEmpty { return verifyClient == nil ? .accept : nil }
        return PeerVerdict { () throws(PathFailure) in try clientTrust.verify(client: chain, at: time) }
    }
}

extension TLSClientConfiguration {
    /// What `serverTrust` makes of a server's chain. Nil: that is for `verifyServer` to say.
    ///
    /// - Parameter statements: what came beside the chain, `TLSSession.peerStatements`.
    public func verdict(
        on chain: [X509Certificate], statements: TLSCertificateStatements? = nil, at time: UnixTime
    ) -> PeerVerdict? {
        guard let serverTrust else {
            return verifyServer == nil ? .reject(.certificateUnknown, reason: "no verifier is configured") : nil
        }
        guard namesHost else {
            return .reject(.certificateUnknown, reason: "no host is named that the server must be (hostToVerify)")
        }
        let staple = requestsOCSPResponse ? statements?.staple ?? .notRequested : .notRequested
        return PeerVerdict { () throws(PathFailure) in
            try serverTrust.verify(server: chain, host: hostToVerify, staple: staple, at: time)
        }
    }
}

extension TLSCertificateStatements {
    /// What came of asking for an OCSP response. With a session that is resumed nothing comes, and what came when it began
    /// was judged then: it may be out of date.
    package var staple: RevocationRequirements.Staple {
        if isOfEarlierHandshake { return .notRequested }
        return ocspResponse.map { .response($0) } ?? .missing
    }
}
