import TLSHandshake
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider

/// A checked client configuration in the terms of the handshake.
final class InternalClientContext: TLSClientContext {
    let configuration: TLSClientConfiguration
    let settings: ClientSettings
    let connectionChoices: ConnectionChoices

    init(
        _ configuration: TLSClientConfiguration, randomness: any HandshakeRandomness,
        adjustments: ClientAdjustments
    ) throws(TLSError) {
        self.configuration = configuration
        connectionChoices = ConnectionChoices(configuration)
        let choices = EnabledChoices(configuration)
        try ClientConfigurationChecks.check(configuration, choices)
        var options = ClientOptions()
        options.applicationProtocols = configuration.applicationProtocols.map { Array($0.utf8) }
        options.maximumChainLength = configuration.limits.maximumChainLength
        options.maximumCertificateMessage = configuration.limits.maximumCertificateMessage
        options.certificateCompressors = Array(
            configuration.certificateCompressions, isOn: configuration.compressesCertificates)
        options.requiresFittingCredential = configuration.requiresFittingIdentity
        options.keyShareGroups =
            Self.predictedShare(configuration) ?? configuration.keyShareGroups
            ?? Self.usualShares(configuration.groups)
        options.wantsSessions = configuration.receiveSession != nil
        options.offersEarlyData = configuration.offersEarlyData
        options.wishedStatements = StatementWish(
            status: configuration.requestsOCSPResponse, timestamps: configuration.requestsCertificateTimestamps)
        if configuration.allowsPreSharedKeyAlone { options.pskKeyExchangeModes.append(PSKKeyExchangeMode.pskOnly) }
        options.requiresExtendedMasterSecret = configuration.requiresExtendedMasterSecret
        adjustments.options(&options)
        settings = adjustments.settings(
            ClientSettings(
                serverName: try ClientConfigurationChecks.nameToSend(configuration.serverName),
                credentials: configuration.identities.map(Credential.init(identity:)),
                versions: choices.versions, cipherSuites: choices.cipherSuites,
                groups: configuration.groups, signatureSchemes: configuration.signatureSchemes, options: options,
                randomness: randomness, peerKeyReader: readPeerKey,
                session: configuration.session?.storage as? ClientSession,
                externalKeys: try externalKeys(configuration.preSharedKeys), enabled12: choices.enabled12))
    }

    /// Our first group that the server is said to support: one share that it will take. draft-ietf-tls-key-share-prediction.
    private static func predictedShare(_ configuration: TLSClientConfiguration) -> [NamedGroup]? {
        configuration.groups.first { configuration.serverGroupsHint.contains($0) }.map { [$0] }
    }

    /// The first group, and X25519 beside one with ML-KEM: most servers that lack that take it. RFC 9846 §4.3.8.
    private static func usualShares(_ groups: [NamedGroup]) -> [NamedGroup] {
        guard let first = groups.first, GroupTable.algorithm(of: first)?.usesMLKEM ?? false, groups.contains(.x25519)
        else { return Array(groups.prefix(1)) }
        return [first, .x25519]
    }

    func makeSession(at now: UnixTime?) -> any TLSSession {
        InternalSession(self, at: now)
    }
}
