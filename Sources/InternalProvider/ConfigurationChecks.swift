import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider

/// What a configuration must have before a server can be made of it; each refusal says what to change.
enum ConfigurationChecks {
    static func check(_ configuration: TLSServerConfiguration, _ choices: EnabledChoices) throws(TLSError) {
        let hasProof = !configuration.identities.isEmpty || !configuration.preSharedKeys.isEmpty
        if !hasProof, configuration.chooseForClient == nil {
            throw invalid("no certificate: set `identities`, or present one from `chooseForClient`")
        }
        try checkChoices(configuration.cipherSuites, configuration.groups, configuration.signatureSchemes)
        try checkChoices12(configuration.tls12Groups, configuration.tls12SignatureSchemes)
        try checkVersions(choices, minimumStrength: configuration.minimumCipherStrength)
        try checkIdentities(configuration.identities) { key in
            choices.canUse(key, configuration.signatureSchemes)
        }
        try ConfigurationRules.checkApplicationProtocols(configuration.applicationProtocols)
        try ConfigurationRules.checkAuthorities(configuration.clientCertificateAuthorities)
        try ConfigurationRules.checkPadding(configuration.recordPadding)
        try ConfigurationRules.checkRecordPlaintext(configuration.maximumRecordPlaintext)
        if configuration.compressesCertificates {
            try ConfigurationRules.checkCompressions(configuration.certificateCompressions)
        }
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
        for suite in suites where CipherSuiteTable.row(of: suite) == nil && CipherSuiteTable12.row(of: suite) == nil {
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

    /// TLS 1.2's own lists: nothing unknown, and a group at least.
    static func checkChoices12(_ groups: [NamedGroup]?, _ schemes: [SignatureScheme]?) throws(TLSError) {
        for group in groups ?? [] where !GroupTable.isCurve12(group) && !GroupTable.isFiniteField(group) {
            throw invalid("the group \(group) in `tls12Groups` is not one that TLS 1.2 has here")
        }
        for scheme in schemes ?? [] where SignatureSchemeTable12.row(of: scheme) == nil {
            throw invalid("the scheme \(scheme) in `tls12SignatureSchemes` is not one this provider signs with")
        }
        if groups?.isEmpty ?? false { throw invalid("`tls12Groups` is empty") }
    }

    /// Something must be left that is spoken, and libcrypto must have its ciphers.
    static func checkVersions(_ choices: EnabledChoices, minimumStrength: Int) throws(TLSError) {
        guard !choices.enabledVersions.isEmpty else {
            throw invalid("no version that this provider speaks: add `.tls13` to `versions`")
        }
        guard !choices.versions.isEmpty else {
            throw invalid(
                "`cipherSuites` has no suite of an enabled version with keys of \(minimumStrength) bits or more")
        }
        for row in choices.enabled12.rows { try InternalProvider.requireAvailable(row.suite) }
    }

    /// An identity that nothing enabled goes with would fail each of its handshakes.
    static func checkIdentities(
        _ identities: [TLSIdentity], canUse: (SignatureSchemeRow.Key) -> Bool
    ) throws(TLSError) {
        for (index, identity) in identities.enumerated() {
            guard canUse(SignatureSchemeRow.Key(identity.privateKey.keyType)) else {
                throw invalid("identity \(index) has a key that none of `signatureSchemes` signs with")
            }
            try ConfigurationRules.checkChain(identity)
        }
    }

    private static func invalid(_ reason: String) -> TLSError { ConfigurationRules.invalid(reason) }
}
