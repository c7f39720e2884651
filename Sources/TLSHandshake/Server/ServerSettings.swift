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
    /// How sessions are resumed; nil resumes none.
    package let resumption: ServerResumption?
    /// The keys that were established outside of TLS, by their identities.
    package let externalKey: (@Sendable ([UInt8]) -> PreSharedKey?)?

    /// - Parameter peerKeyReader: reads a chain of DER certificates, all of it, and gives the first one's key.
    package init(
        credentials: [Credential], versions: [ProtocolVersion], cipherSuites: [CipherSuite],
        groups: [NamedGroup], signatureSchemes: [SignatureScheme], options: ServerOptions = ServerOptions(),
        randomness: any HandshakeRandomness = SystemHandshakeRandomness(),
        peerKeyReader: @escaping @Sendable ([[UInt8]]) throws(CertificateFault) -> PublicKey,
        resumption: ServerResumption? = nil, externalKey: (@Sendable ([UInt8]) -> PreSharedKey?)? = nil
    ) {
        self.credentials = credentials
        self.versions = versions
        self.cipherSuites = cipherSuites
        self.groups = groups
        self.signatureSchemes = signatureSchemes
        self.options = options
        self.randomness = randomness
        self.peerKeyReader = peerKeyReader
        self.resumption = resumption
        self.externalKey = externalKey
    }

    /// The same settings with other credentials.
    package func presenting(_ credentials: [Credential]) -> ServerSettings {
        ServerSettings(
            credentials: credentials, versions: versions, cipherSuites: cipherSuites, groups: groups,
            signatureSchemes: signatureSchemes, options: options, randomness: randomness, peerKeyReader: peerKeyReader,
            resumption: resumption, externalKey: externalKey)
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
    /// The largest Certificate message taken, also when it comes compressed.
    package var maximumCertificateMessage = 102_400
    /// Sends the certificate compressed to clients that take it so, and offers to take theirs so. RFC 8879.
    package var compressesCertificates = false
    /// The record_size_limit we announce to clients that send theirs. RFC 8449.
    package var recordSizeLimit = UInt16((1 << 14) + 1)
    /// Sends supported_groups even to a client that used our favourite. RFC 9846 §4.3.7.
    package var alwaysSendsSupportedGroups = false
    /// Asks again for a share of the best group in common, where the client has sent one for a lesser group only.
    package var retriesForBetterGroup = false
    /// A cookie for HelloRetryRequest, which the second hello must bring back. RFC 9846 §4.3.2.
    package var retryCookie: [UInt8]?
    /// Takes a pre-shared key without a key exchange too, where the client offers no better. Whoever learns the key later
    /// can then read what was recorded. RFC 9846 §2.2.
    package var allowsPSKWithoutExchange = false

    package init() {}
}
