import TLSHandshake
import TLSMessages
import TLSProvider

/// A checked server configuration in the terms of the handshake.
final class InternalServerContext: TLSServerContext {
    let configuration: TLSServerConfiguration
    let settings: ServerSettings
    let connectionChoices: ConnectionChoices

    init(
        _ configuration: TLSServerConfiguration, randomness: any HandshakeRandomness,
        adjustOptions: (inout ServerOptions) -> Void, adjustSettings: (ServerSettings) -> ServerSettings
    ) throws(TLSError) {
        self.configuration = configuration
        connectionChoices = ConnectionChoices(configuration)
        let choices = EnabledChoices(configuration)
        try ConfigurationChecks.check(configuration, choices)
        var options = ServerOptions()
        options.asksAboutClientHello = configuration.chooseForClient != nil
        options.applicationProtocols = configuration.applicationProtocols.map { Array($0.utf8) }
        options.requiresApplicationProtocol = configuration.requiresApplicationProtocol
        options.refusesUnknownServerName = configuration.refusesUnknownServerName
        options.clientCertificates =
            switch configuration.clientAuthentication {
            case .none: .none
            case .request, .unsafelyRequest: .requested
            case .require, .unsafelyRequire: .required
            }
        options.clientCertificateAuthorities = configuration.clientCertificateAuthorities
        options.maximumChainLength = configuration.limits.maximumChainLength
        options.maximumCertificateMessage = configuration.limits.maximumCertificateMessage
        options.certificateCompressors = Array(
            configuration.certificateCompressions, isOn: configuration.compressesCertificates)
        options.allowsPSKWithoutExchange = configuration.allowsPreSharedKeyAlone
        options.requiresExtendedMasterSecret = configuration.requiresExtendedMasterSecret
        adjustOptions(&options)
        settings = adjustSettings(
            ServerSettings(
                credentials: configuration.identities.map(Credential.init(identity:)),
                versions: choices.provableVersions(configuration), cipherSuites: choices.cipherSuites,
                groups: configuration.groups, signatureSchemes: configuration.signatureSchemes, options: options,
                randomness: randomness, peerKeyReader: readPeerKey, resumption: try ServerResumption(configuration),
                externalKey: try externalKeyFinder(configuration.preSharedKeys), enabled12: choices.enabled12))
    }

    func makeSession(at now: UnixTime?) -> any TLSSession {
        InternalSession(self, at: now)
    }
}
