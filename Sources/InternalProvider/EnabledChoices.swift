import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider

/// What of a configuration's lists is spoken, server or client.
struct EnabledChoices {
    /// The versions that are enabled and that this provider has.
    let enabledVersions: [ProtocolVersion]
    /// Those of them that a suite goes with.
    let versions: [ProtocolVersion]
    /// The suites of those versions that are strong enough.
    let cipherSuites: [CipherSuite]
    /// TLS 1.2's own.
    let enabled12: Enabled12

    init(_ configuration: TLSServerConfiguration, spoken: [ProtocolVersion] = InternalProvider.versions) {
        self.init(
            versions: configuration.versions.filter(spoken.contains),
            cipherSuites: suites(configuration.cipherSuites, ofStrength: configuration.minimumCipherStrength),
            groups12: configuration.tls12Groups ?? configuration.groups,
            schemes12: configuration.tls12SignatureSchemes ?? configuration.signatureSchemes)
    }

    init(_ configuration: TLSClientConfiguration, spoken: [ProtocolVersion] = InternalProvider.versions) {
        self.init(
            versions: configuration.versions.filter(spoken.contains),
            cipherSuites: suites(configuration.cipherSuites, ofStrength: configuration.minimumCipherStrength),
            groups12: configuration.tls12Groups ?? configuration.groups,
            schemes12: configuration.tls12SignatureSchemes ?? configuration.signatureSchemes)
    }

    private init(
        versions enabled: [ProtocolVersion], cipherSuites strong: [CipherSuite], groups12: [NamedGroup],
        schemes12: [SignatureScheme]
    ) {
        enabledVersions = enabled
        versions = versionsWithSuite(enabled, cipherSuites: strong)
        let has12 = versions.contains(.tls12), has13 = versions.contains(.tls13)
        cipherSuites = strong.filter { CipherSuiteTable.row(of: $0) == nil ? has12 : has13 }
        enabled12 = Enabled12(
            cipherSuites: has12 ? cipherSuites : [],
            groups: groups12.filter { GroupTable.isCurve12($0) || GroupTable.isFiniteField($0) },
            signatureSchemes: schemes12.filter { SignatureSchemeTable12.row(of: $0) != nil })
    }

    /// The versions in which a server can prove itself: TLS 1.3 is not agreed on where none of its keys signs for it, such as
    /// those of DSA.
    func provableVersions(_ configuration: TLSServerConfiguration) -> [ProtocolVersion] {
        let hasOtherProof = configuration.chooseForClient != nil || !configuration.preSharedKeys.isEmpty
        let proves13 = configuration.identities.contains { identity in
            signs13(SignatureSchemeRow.Key(identity.privateKey.keyType), configuration.signatureSchemes)
        }
        return hasOtherProof || proves13 ? versions : versions.filter { $0 != .tls13 }
    }

    /// Whether a server's key can prove whose it is in a version that is spoken.
    func canUse(_ key: SignatureSchemeRow.Key, _ schemes13: [SignatureScheme]) -> Bool {
        if signs13(key, schemes13) { return true }
        return enabled12.rows.contains { row in
            row.keyExchange.fits(key) && (!row.keyExchange.isEphemeral || signs12(key))
        }
    }

    /// Whether a client's key can: in TLS 1.2 it signs with any suite. RFC 5246 §7.4.8.
    func canUseAsClient(_ key: SignatureSchemeRow.Key, _ schemes13: [SignatureScheme]) -> Bool {
        signs13(key, schemes13) || versions.contains(.tls12) && signs12(key)
    }

    private func signs13(_ key: SignatureSchemeRow.Key, _ schemes: [SignatureScheme]) -> Bool {
        versions.contains(.tls13)
            && schemes.contains { scheme in
                SignatureSchemeTable.row(of: scheme).map { $0.key == key && $0.signsHandshake13 } ?? false
            }
    }

    private func signs12(_ key: SignatureSchemeRow.Key) -> Bool {
        chooseSignatureScheme12(
            offered: enabled12.signatureSchemes, enabled: enabled12.signatureSchemes, key: key) != nil
    }
}
