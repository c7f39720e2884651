import TLSHandshake
import TLSMessages
import TLSProvider

/// A checked client configuration in the terms of the handshake.
final class InternalClientContext: TLSClientContext {
    let configuration: TLSClientConfiguration
    let settings: ClientSettings

    init(
        _ configuration: TLSClientConfiguration, randomness: any HandshakeRandomness,
        adjustments: ClientAdjustments
    ) throws(TLSError) {
        self.configuration = configuration
        try ClientConfigurationChecks.check(configuration)
        var options = ClientOptions()
        options.applicationProtocols = configuration.applicationProtocols.map { Array($0.utf8) }
        options.keyShareGroups = configuration.keyShareGroups
        options.maximumChainLength = configuration.limits.maximumChainLength
        adjustments.options(&options)
        settings = adjustments.settings(
            ClientSettings(
                serverName: try ClientConfigurationChecks.nameToSend(configuration.serverName),
                credentials: configuration.identities.map(Credential.init(identity:)),
                versions: configuration.versions.filter { $0 == .tls13 }, cipherSuites: configuration.cipherSuites,
                groups: configuration.groups, signatureSchemes: configuration.signatureSchemes, options: options,
                randomness: randomness, peerKeyReader: readPeerKey))
    }

    func makeSession() -> any TLSSession {
        InternalSession(self)
    }
}
