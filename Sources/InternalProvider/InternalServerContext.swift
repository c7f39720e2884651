import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSRecordLayer

/// A checked server configuration in the terms of the handshake.
final class InternalServerContext: TLSServerContext {
    let configuration: TLSServerConfiguration
    let settings: ServerSettings

    init(
        _ configuration: TLSServerConfiguration, randomness: any HandshakeRandomness,
        adjustOptions: (inout ServerOptions) -> Void, adjustSettings: (ServerSettings) -> ServerSettings
    ) throws(TLSError) {
        self.configuration = configuration
        try ConfigurationChecks.check(configuration)
        var options = ServerOptions()
        options.asksAboutClientHello = configuration.chooseForClient != nil
        options.applicationProtocols = configuration.applicationProtocols.map { Array($0.utf8) }
        options.requiresApplicationProtocol = configuration.requiresApplicationProtocol
        options.refusesUnknownServerName = configuration.refusesUnknownServerName
        options.clientCertificates =
            switch configuration.clientAuthentication {
            case .none: .none
            case .request: .requested
            case .require: .required
            }
        options.clientCertificateAuthorities = configuration.clientCertificateAuthorities
        options.maximumChainLength = configuration.limits.maximumChainLength
        adjustOptions(&options)
        settings = adjustSettings(
            ServerSettings(
                credentials: configuration.identities.map(ServerCredential.init(identity:)),
                versions: configuration.versions.filter { $0 == .tls13 }, cipherSuites: configuration.cipherSuites,
                groups: configuration.groups, signatureSchemes: configuration.signatureSchemes, options: options,
                randomness: randomness, peerKeyReader: readPeerKey))
    }

    func makeSession() -> any TLSSession {
        InternalSession(self)
    }
}

extension ServerCredential {
    /// A chain and key as the handshake wants them.
    init(identity: TLSIdentity) {
        let leaf = identity.certificateChain.first
        self.init(
            certificates: identity.certificateChain.map(\.derBytes),
            key: SignatureSchemeRow.Key(identity.privateKey.keyType),
            signer: identity.privateKey,
            matchesName: { name in leaf?.matches(serverName: name) ?? false })
    }
}

/// The key of a peer's certificate. The others of its chain must be readable too, or the application would judge a chain
/// that is not the one that came.
private func readPeerKey(_ chain: [[UInt8]]) throws(CertificateFault) -> PublicKey {
    var leaf: X509Certificate?
    do {
        for derBytes in chain {
            let certificate = try X509Certificate(derBytes: derBytes)
            leaf = leaf ?? certificate
        }
    } catch {
        throw .malformed("\(error)")
    }
    guard let leaf else { throw .malformed("the chain is empty") }
    do {
        return try leaf.publicKey
    } catch {
        throw .unsupportedKey("\(error)")
    }
}
