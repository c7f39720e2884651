public import TLSMessages
import TLSNegotiation
import TLSPrimitives
public import TLSProvider

/// What speaks against what a configuration names: for logs.
extension InternalProvider {
    /// What speaks against a suite, each in a few words; nothing against those of the defaults.
    public static func weaknesses(of suite: CipherSuite) -> [String] {
        CipherSuiteTable12.row(of: suite)?.weaknesses.map(\.description) ?? []
    }

    /// Throws what a suite lacks here: DES and RC4 need libcrypto's legacy provider.
    package static func requireAvailable(_ suite: CipherSuite) throws(TLSError) {
        guard let row = CipherSuiteTable12.row(of: suite) else { return }
        do {
            try row.recordCipher(encryptsThenMACs: true).requireAvailable()
        } catch {
            throw ConfigurationRules.invalid("the cipher suite \(suite) cannot be spoken: \(error)")
        }
    }

    /// What a server's configuration enables that is not to be used any more, a line each: empty for the defaults.
    public static func legacyChoices(in configuration: TLSServerConfiguration) -> [String] {
        let choices = EnabledChoices(configuration)
        let form =
            configuration.acceptsSSL2Hello && choices.versions.contains(.tls12)
            ? ["hellos in the form of SSL 2: they have no extensions (RFC 9846 §E.5)"] : []
        return legacyChoices(choices, configuration.tls12SignatureSchemes) + form
    }

    /// What a client's configuration enables that is not to be used any more, a line each: empty for the defaults.
    public static func legacyChoices(in configuration: TLSClientConfiguration) -> [String] {
        legacyChoices(EnabledChoices(configuration), configuration.tls12SignatureSchemes)
    }

    static func legacyChoices(_ choices: EnabledChoices, _ schemes12: [SignatureScheme]?) -> [String] {
        guard choices.versions.contains(.tls12) else { return [] }
        let suites = choices.enabled12.rows.filter { !$0.weaknesses.isEmpty }.map { row in
            "cipher suite \(row.suite): " + row.weaknesses.map(\.description).joined(separator: "; ")
        }
        let schemes = (schemes12 ?? []).filter { SignatureSchemeTable12.row(of: $0)?.isLegacy ?? false }.map { scheme in
            "signature scheme \(scheme): its hash or its kind of key is obsolete (RFC 9155)"
        }
        return suites + schemes
    }
}
