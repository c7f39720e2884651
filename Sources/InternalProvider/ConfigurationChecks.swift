import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider

/// What a configuration must have before a server can be made of it; each refusal says what to change.
enum ConfigurationChecks {
    static func check(_ configuration: TLSServerConfiguration) throws(TLSError) {
        let hasProof = !configuration.identities.isEmpty || !configuration.preSharedKeys.isEmpty
        if !hasProof, configuration.chooseForClient == nil {
            throw invalid("no certificate: set `identities`, or present one from `chooseForClient`")
        }
        guard configuration.versions.contains(.tls13) else {
            throw invalid("no version that this provider speaks: add `.tls13` to `versions`")
        }
        try checkChoices(configuration.cipherSuites, configuration.groups, configuration.signatureSchemes)
        try checkIdentities(configuration.identities, configuration.signatureSchemes)
        try ConfigurationRules.checkApplicationProtocols(configuration.applicationProtocols)
        try ConfigurationRules.checkAuthorities(configuration.clientCertificateAuthorities)
        try ConfigurationRules.checkPadding(configuration.recordPadding)
        try ConfigurationRules.checkPreSharedKeys(configuration.preSharedKeys)
        try checkResumption(configuration)
    }

    private static func checkResumption(_ configuration: TLSServerConfiguration) throws(TLSError) {
        guard (0...16).contains(configuration.ticketCount) else {
            throw invalid("`ticketCount` is 0 to 16, not \(configuration.ticketCount)")
        }
        guard (1...604_800).contains(configuration.ticketLifetime) else {
            throw invalid("`ticketLifetime` is 1 second to 604800, a week, not \(configuration.ticketLifetime)")
        }
        guard configuration.sessionLifetime > 0 else {
            throw invalid("`sessionLifetime` is above 0 seconds, not \(configuration.sessionLifetime)")
        }
        if case .accept(let limit, _) = configuration.earlyData, !(1...Int(UInt32.max)).contains(limit) {
            throw invalid("`earlyData` takes 1 to 4294967295 bytes, not \(limit): `.refuse` takes none")
        }
    }

    /// The lists that a server and a client both have: nothing unknown, and none empty.
    static func checkChoices(
        _ suites: [CipherSuite], _ groups: [NamedGroup], _ schemes: [SignatureScheme]
    ) throws(TLSError) {
        for suite in suites where CipherSuiteTable.row(of: suite) == nil {
            throw invalid("the cipher suite \(suite) is not one this provider speaks")
        }
        for group in groups where GroupTable.algorithm(of: group) == nil {
            throw invalid("the group \(group) is not one this provider computes")
        }
        for scheme in schemes where SignatureSchemeTable.row(of: scheme) == nil {
            throw invalid("the signature scheme \(scheme) is not one this provider signs with")
        }
        if suites.isEmpty { throw invalid("`cipherSuites` is empty") }
        if groups.isEmpty { throw invalid("`groups` is empty") }
        if schemes.isEmpty { throw invalid("`signatureSchemes` is empty") }
    }

    /// An identity that no enabled scheme can sign for would fail each of its handshakes.
    static func checkIdentities(_ identities: [TLSIdentity], _ schemes: [SignatureScheme]) throws(TLSError) {
        for (index, identity) in identities.enumerated() {
            let key = SignatureSchemeRow.Key(identity.privateKey.keyType)
            let fits = schemes.contains { scheme in
                SignatureSchemeTable.row(of: scheme).map { $0.key == key && $0.signsHandshake13 } ?? false
            }
            guard fits else {
                throw invalid("identity \(index) has a key that none of `signatureSchemes` signs with")
            }
            try ConfigurationRules.checkChain(identity)
        }
    }

    private static func invalid(_ reason: String) -> TLSError { ConfigurationRules.invalid(reason) }
}
