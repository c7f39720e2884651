package import TLSMessages
package import TLSNegotiation

/// What a server handshake is set to do: checked, immutable, shared by connections.
package final class ServerSettings: Sendable {
    package let credentials: [Credential]
    package let versions: [ProtocolVersion]
    package let cipherSuites: [CipherSuite]
    package let groups: [NamedGroup]
    package let signatureSchemes: [SignatureScheme]
    /// What is enabled for TLS 1.2.
    package let enabled12: Enabled12
    package let options: ServerOptions
    package let randomness: any HandshakeRandomness
    package let peerKeyReader: PeerKeyReader
    /// How sessions are resumed; nil resumes none.
    package let resumption: ServerResumption?
    /// The keys that were established outside of TLS, by their identities.
    package let externalKey: (@Sendable ([UInt8]) -> PreSharedKey?)?

    /// - Parameter enabled12: where TLS 1.2 has lists of its own.
    package init(
        credentials: [Credential], versions: [ProtocolVersion], cipherSuites: [CipherSuite],
        groups: [NamedGroup], signatureSchemes: [SignatureScheme], options: ServerOptions = ServerOptions(),
        randomness: any HandshakeRandomness = SystemHandshakeRandomness(),
        peerKeyReader: @escaping PeerKeyReader,
        resumption: ServerResumption? = nil, externalKey: (@Sendable ([UInt8]) -> PreSharedKey?)? = nil,
        enabled12: Enabled12? = nil
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
        self.enabled12 =
            enabled12
            ?? Enabled12(cipherSuites: cipherSuites, groups: groups, signatureSchemes: signatureSchemes)
    }

    /// The same settings with other credentials.
    package func presenting(_ credentials: [Credential]) -> ServerSettings {
        ServerSettings(
            credentials: credentials, versions: versions, cipherSuites: cipherSuites, groups: groups,
            signatureSchemes: signatureSchemes, options: options, randomness: randomness, peerKeyReader: peerKeyReader,
            resumption: resumption, externalKey: externalKey, enabled12: enabled12)
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
    /// How the certificate is sent compressed to clients that take it so, and how theirs may come, best first. RFC 8879.
    package var certificateCompressors: [CertificateCompressor] = []
    /// The record_size_limit we announce to clients that send theirs. RFC 8449.
    package var recordSizeLimit = UInt16((1 << 14) + 1)
    /// Sends supported_groups even to a client that used our favourite. RFC 9846 §4.3.7.
    package var alwaysSendsSupportedGroups = false
    /// Answers server_name when a session is resumed too, as the server of RFC 8448 does.
    package var answersNameOfResumed = false
    /// Asks again for a share of the best group in common, where the client has sent one for a lesser group only.
    package var retriesForBetterGroup = false
    /// A cookie for HelloRetryRequest, which the second hello must bring back. RFC 9846 §4.3.2.
    package var retryCookie: [UInt8]?
    /// Speaks TLS 1.2 only with peers that bind its secrets to the handshake. RFC 7627.
    package var requiresExtendedMasterSecret = false
    /// Takes a pre-shared key without a key exchange too, where the client offers no better. Whoever learns the key later
    /// can then read what was recorded. RFC 9846 §2.2.
    package var allowsPSKWithoutExchange = false

    package init() {}
}
