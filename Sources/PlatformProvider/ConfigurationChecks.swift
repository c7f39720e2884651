import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider

/// What must hold of a configuration before libssl is asked; each refusal says what to change.
enum ConfigurationChecks {
    static let versions: [ProtocolVersion] = [.tls10, .tls11, .tls12, .tls13]

    static func check(_ configuration: TLSServerConfiguration) throws(TLSError) {
        if configuration.identities.isEmpty, configuration.chooseForClient == nil {
            throw invalid("no certificate: set `identities`, or present one from `chooseForClient`")
        }
        try checkCommon(configuration.versions, configuration.groups, configuration.signatureSchemes)
        try checkSuites(configuration.cipherSuites, configuration.versions)
        for identity in configuration.identities { try check(identity) }
        try ConfigurationRules.checkApplicationProtocols(configuration.applicationProtocols, longest: 60_000)
        try ConfigurationRules.checkAuthorities(configuration.clientCertificateAuthorities)
        try ConfigurationRules.checkPadding(configuration.recordPadding)
    }

    static func check(_ configuration: TLSClientConfiguration) throws(TLSError) {
        try checkCommon(configuration.versions, configuration.groups, configuration.signatureSchemes)
        try checkSuites(configuration.cipherSuites, configuration.versions)
        for identity in configuration.identities { try check(identity) }
        try ConfigurationRules.checkApplicationProtocols(configuration.applicationProtocols, longest: 60_000)
        try ConfigurationRules.checkPadding(configuration.recordPadding)
        try checkGap(configuration.versions)
        if let name = configuration.serverName, !(1...255).contains(name.utf8.count) {
            throw invalid("a server's name has 1 to 255 bytes, not \(name.utf8.count)")
        }
        if let session = configuration.session, !(session.storage is StoredSession) {
            throw invalid("`session` was made by another provider: connect anew")
        }
    }

    static func check(_ identity: TLSIdentity) throws(TLSError) {
        try ConfigurationRules.checkChain(identity)
        // libssl would show it to anyone.
        guard !identity.isBoundToIssuers else {
            throw invalid("libssl does not bind an identity to its issuers: unset `isBoundToIssuers`")
        }
    }

    private static func checkCommon(
        _ enabled: [ProtocolVersion], _ groups: [NamedGroup], _ schemes: [SignatureScheme]
    ) throws(TLSError) {
        if enabled.isEmpty { throw invalid("no version: add `.tls13` to `versions`") }
        for version in enabled where !versions.contains(version) {
            throw invalid("libssl does not speak \(version): take it out of `versions`")
        }
        if groups.isEmpty { throw invalid("`groups` is empty") }
        if schemes.isEmpty { throw invalid("`signatureSchemes` is empty") }
    }

    /// libssl's client would silently speak only what is below a gap.
    private static func checkGap(_ enabled: [ProtocolVersion]) throws(TLSError) {
        guard let lowest = enabled.min(), let highest = enabled.max() else { return }
        for version in versions where lowest < version && version < highest && !enabled.contains(version) {
            throw invalid("libssl's client speaks neighbouring versions only: add \(version) to `versions`")
        }
    }

    private static func checkSuites(_ suites: [CipherSuite], _ enabled: [ProtocolVersion]) throws(TLSError) {
        for suite in suites where suite.isTLS13 && CodePoints.name13(of: suite) == nil {
            throw invalid("the cipher suite \(suite) is not one of libssl's: take it out of `cipherSuites`")
        }
        if enabled.contains(.tls13), !suites.contains(where: \.isTLS13) {
            throw invalid("`cipherSuites` has no suite of TLS 1.3: add one, or take `.tls13` out of `versions`")
        }
    }

    private static func invalid(_ reason: String) -> TLSError {
        ConfigurationRules.invalid(reason)
    }
}
