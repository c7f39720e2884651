package import TLSMessages
package import TLSPrimitives

/// What a client handshake is set to do: checked, immutable, shared by connections.
package final class ClientSettings: Sendable {
    /// The name to ask for, in lower case; nil asks for none.
    package let serverName: [UInt8]?
    package let credentials: [Credential]
    package let versions: [ProtocolVersion]
    package let cipherSuites: [CipherSuite]
    package let groups: [NamedGroup]
    package let signatureSchemes: [SignatureScheme]
    package let options: ClientOptions
    package let randomness: any HandshakeRandomness
    package let peerKeyReader: @Sendable ([[UInt8]]) throws(CertificateFault) -> PublicKey
    /// A session to resume.
    package let session: ClientSession?
    /// Keys that were established outside of TLS, best first.
    package let externalKeys: [ExternalKey]

    /// - Parameter peerKeyReader: reads a chain of DER certificates, all of it, and gives the first one's key.
    package init(
        serverName: [UInt8]?, credentials: [Credential], versions: [ProtocolVersion], cipherSuites: [CipherSuite],
        groups: [NamedGroup], signatureSchemes: [SignatureScheme], options: ClientOptions = ClientOptions(),
        randomness: any HandshakeRandomness = SystemHandshakeRandomness(),
        peerKeyReader: @escaping @Sendable ([[UInt8]]) throws(CertificateFault) -> PublicKey,
        session: ClientSession? = nil, externalKeys: [ExternalKey] = []
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
    }

    /// The groups a share is sent for, in the order of all groups. RFC 9846 §4.3.8.
    var keyShareGroups: [NamedGroup] {
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
    /// Sends the certificate compressed to servers that take it so, and offers to take theirs so. RFC 8879.
    package var compressesCertificates = false
    /// The record_size_limit we announce; nil announces none. RFC 8449.
    package var recordSizeLimit: UInt16? = UInt16((1 << 14) + 1)
    /// Offers reserved values among the others, so that servers keep passing over what they do not know. RFC 8701.
    package var offersReservedValues = true
    /// Puts the extensions into another order each time, so that servers do not come to depend on one.
    package var shufflesExtensions = true
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
