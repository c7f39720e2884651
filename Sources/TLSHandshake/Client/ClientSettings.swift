package import TLSMessages
package import TLSNegotiation

/// What a client handshake is set to do: checked, immutable, shared by connections.
package final class ClientSettings: Sendable {
    /// The name to ask for, in lower case; nil asks for none.
    package let serverName: [UInt8]?
    package let credentials: [Credential]
    package let versions: [ProtocolVersion]
    package let cipherSuites: [CipherSuite]
    package let groups: [NamedGroup]
    package let signatureSchemes: [SignatureScheme]
    /// What is enabled for TLS 1.2, where that is spoken.
    package let enabled12: Enabled12
    package let options: ClientOptions
    package let randomness: any HandshakeRandomness
    package let peerKeyReader: PeerKeyReader
    /// A session to resume.
    package let session: ClientSession?
    /// Keys that were established outside of TLS, best first.
    package let externalKeys: [ExternalKey]

    /// - Parameter enabled12: where TLS 1.2 has lists of its own.
    package init(
        serverName: [UInt8]?, credentials: [Credential], versions: [ProtocolVersion], cipherSuites: [CipherSuite],
        groups: [NamedGroup], signatureSchemes: [SignatureScheme], options: ClientOptions = ClientOptions(),
        randomness: any HandshakeRandomness = SystemHandshakeRandomness(),
        peerKeyReader: @escaping PeerKeyReader,
        session: ClientSession? = nil, externalKeys: [ExternalKey] = [], enabled12: Enabled12? = nil
    ) {
        self.serverName = serverName
        self.credentials = credentials
        self.versions = versions
        self.cipherSuites = cipherSuites
        self.groups = groups
        self.signatureSchemes = signatureSchemes
        self.options = options
        self.randomness = randomness
        self.peerKeyReader = peerKeyReader
        self.session = session
        self.externalKeys = externalKeys
        self.enabled12 =
            enabled12
            ?? Enabled12(cipherSuites: cipherSuites, groups: groups, signatureSchemes: signatureSchemes)
    }

    var speaksTLS13: Bool { versions.contains(.tls13) }

    var speaksTLS12: Bool { versions.contains(.tls12) }

    /// The same settings with other credentials.
    package func presenting(_ credentials: [Credential]) -> ClientSettings {
        ClientSettings(
            serverName: serverName, credentials: credentials, versions: versions, cipherSuites: cipherSuites,
            groups: groups, signatureSchemes: signatureSchemes, options: options, randomness: randomness,
            peerKeyReader: peerKeyReader, session: session, externalKeys: externalKeys, enabled12: enabled12)
    }

    /// The groups a share is sent for, in the order of all groups. RFC 9846 §4.3.8.
    var keyShareGroups: [NamedGroup] {
        guard speaksTLS13 else { return [] }
        guard let chosen = options.keyShareGroups else { return Array(groups.prefix(1)) }
        return groups.filter { chosen.contains($0) }
    }
}

/// The choices of a client that have a default.
package struct ClientOptions: Sendable {
    /// The groups a share is sent for, each of them one of the settings' groups; nil takes the first of those. None at
    /// all lets the server choose, at the cost of a round trip.
    package var keyShareGroups: [NamedGroup]?
    package var applicationProtocols: [[UInt8]] = []
    package var maximumChainLength = 32
    /// The largest Certificate message taken, also when it comes compressed.
    package var maximumCertificateMessage = 102_400
    /// How the certificate is sent compressed to servers that take it so, and how theirs may come, best first. RFC 8879.
    package var certificateCompressors: [CertificateCompressor] = []
    /// Gives up where a server asks for a certificate and none of ours fits, instead of going on without.
    package var requiresFittingCredential = false
    /// What we ask servers to send beside their certificates.
    package var wishedStatements = StatementWish()
    /// The record_size_limit we announce; nil announces none. RFC 8449.
    package var recordSizeLimit: UInt16? = UInt16((1 << 14) + 1)
    /// Offers reserved values among the others, so that servers keep passing over what they do not know. RFC 8701.
    package var offersReservedValues = true
    /// Puts the extensions into another order each time, so that servers do not come to depend on one.
    package var shufflesExtensions = true
    /// Speaks TLS 1.2 only with peers that bind its secrets to the handshake. RFC 7627.
    package var requiresExtendedMasterSecret = false
    /// Says that this is a second attempt, at less than the newest version that is spoken. RFC 7507 §3.
    package var isFallback = false
    /// Asks for records no longer than this, from servers that do not know record_size_limit. RFC 6066 §4.
    package var maximumFragmentLength: MaximumFragmentLength?
    /// Looks like TLS 1.2 to middleboxes: a session's identifier, and change_cipher_spec. RFC 9846 §E.4.
    package var suitsMiddleboxes = true
    /// Takes the server's tickets, so that it can be resumed.
    package var wantsSessions = false
    /// Sends data with the hello, where the session allows it: whoever records it can send it again. RFC 9846 §8.
    package var offersEarlyData = false
    /// The ways to use a pre-shared key, where one can be used. RFC 9846 §4.3.9.
    package var pskKeyExchangeModes = [PSKKeyExchangeMode.pskWithKeyExchange]
    /// Extensions to offer besides, as they are: those of a recorded hello.
    package var extraExtensions: [RawExtension] = []
    /// The order of extensions, where they are not shuffled; what is not named comes behind.
    package var extensionOrder: [ExtensionType] = []

    package init() {}
}
