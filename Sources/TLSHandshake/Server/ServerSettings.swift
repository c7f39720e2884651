package import TLSMessages
package import TLSPrimitives

/// What a server handshake is set to do: checked, immutable, shared by connections.
package final class ServerSettings: Sendable {
    package let credentials: [Credential]
    package let versions: [ProtocolVersion]
    package let cipherSuites: [CipherSuite]
    package let groups: [NamedGroup]
    package let signatureSchemes: [SignatureScheme]
    package let options: ServerOptions
    package let randomness: any HandshakeRandomness
    package let peerKeyReader: @Sendable ([[UInt8]]) throws(CertificateFault) -> PublicKey

    /// - Parameter peerKeyReader: reads a chain of DER certificates, all of it, and gives the first one's key.
    package init(
        credentials: [Credential], versions: [ProtocolVersion], cipherSuites: [CipherSuite],
        groups: [NamedGroup], signatureSchemes: [SignatureScheme], options: ServerOptions = ServerOptions(),
        randomness: any HandshakeRandomness = SystemHandshakeRandomness(),
        peerKeyReader: @escaping @Sendable ([[UInt8]]) throws(CertificateFault) -> PublicKey
    ) {
        self.credentials = credentials
        self.versions = versions
        self.cipherSuites = cipherSuites
        self.groups = groups
        self.signatureSchemes = signatureSchemes
        self.options = options
        self.randomness = randomness
        self.peerKeyReader = peerKeyReader
    }

    /// The same settings with other credentials.
    package func presenting(_ credentials: [Credential]) -> ServerSettings {
        ServerSettings(
            credentials: credentials, versions: versions, cipherSuites: cipherSuites, groups: groups,
            signatureSchemes: signatureSchemes, options: options, randomness: randomness, peerKeyReader: peerKeyReader)
    }
}

/// The choices of a server that are off or empty by default.
package struct ServerOptions: Sendable {
    /// Whether, and how firmly, a client certificate is asked for.
    package enum ClientCertificates: Sendable {
        case none
        case requested
        case required
    }

    /// The application looks at each ClientHello before anything is chosen.
    package var asksAboutClientHello = false
    package var applicationProtocols: [[UInt8]] = []
    package var requiresApplicationProtocol = true
    package var refusesUnknownServerName = false
    package var clientCertificates = ClientCertificates.none
    package var clientCertificateAuthorities: [[UInt8]] = []
    package var maximumChainLength = 32
    /// The record_size_limit we announce to clients that send theirs. RFC 8449.
    package var recordSizeLimit = UInt16((1 << 14) + 1)
    /// Sends supported_groups even to a client that used our favourite. RFC 9846 §4.3.7.
    package var alwaysSendsSupportedGroups = false
    /// Asks again for a share of the best group in common, where the client has sent one for a lesser group only.
    package var retriesForBetterGroup = false
    /// A cookie for HelloRetryRequest, which the second hello must bring back. RFC 9846 §4.3.2.
    package var retryCookie: [UInt8]?

    package init() {}
}
