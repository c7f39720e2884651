import TLSCertificates
import TLSHandshake
import TLSMessages
import TLSNegotiation
import TLSProvider

/// What a configuration must have before a client can be made of it; each refusal says what to change.
enum ClientConfigurationChecks {
    static func check(_ configuration: TLSClientConfiguration, _ choices: EnabledChoices) throws(TLSError) {
        try ConfigurationChecks.checkChoices(
            configuration.cipherSuites, configuration.groups, configuration.signatureSchemes)
        try ConfigurationChecks.checkChoices12(configuration.tls12Groups, configuration.tls12SignatureSchemes)
        try ConfigurationChecks.checkVersions(choices, minimumStrength: configuration.minimumCipherStrength)
        let canVerify = configuration.signatureSchemes.contains { scheme in
            SignatureSchemeTable.row(of: scheme)?.signsHandshake13 ?? false
        }
        guard canVerify || !choices.versions.contains(.tls13) else {
            throw invalid("`signatureSchemes` has none that TLS 1.3 signs handshakes with")
        }
        try ConfigurationChecks.checkIdentities(configuration.identities) { key in
            choices.canUseAsClient(key, configuration.signatureSchemes)
        }
        try ConfigurationRules.checkApplicationProtocols(configuration.applicationProtocols, longest: 16_384)
        try ConfigurationRules.checkPadding(configuration.recordPadding)
        try ConfigurationRules.checkRecordPlaintext(configuration.maximumRecordPlaintext)
        if configuration.compressesCertificates {
            try ConfigurationRules.checkCompressions(configuration.certificateCompressions)
        }
        if let session = configuration.session, !(session.storage is ClientSession) {
            throw invalid("`session` was made by another provider: connect anew")
        }
        for group in configuration.keyShareGroups ?? [] where !configuration.groups.contains(group) {
            throw invalid("`keyShareGroups` has \(group), which is not among `groups`")
        }
        try ConfigurationRules.checkPreSharedKeys(configuration.preSharedKeys)
        _ = try nameToSend(configuration.serverName)
    }

    /// What goes into server_name: a host's name in lower case, without a trailing dot; never an address. RFC 6066 §3.
    static func nameToSend(_ text: String?) throws(TLSError) -> [UInt8]? {
        guard let text else { return nil }
        switch ServerName(text) {
        case .dns(let name): return name
        case .ip: return nil
        case nil: throw invalid("`serverName` is neither a host's name nor an address: \(text.debugDescription)")
        }
    }

    private static func invalid(_ reason: String) -> TLSError {
        ConfigurationRules.invalid(reason)
    }
}
