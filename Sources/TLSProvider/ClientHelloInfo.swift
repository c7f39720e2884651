public import TLSCertificates
public import TLSKeyStores
public import TLSMessages

/// What a client offered, for the application to choose a certificate or a whole configuration by.
public struct ClientHelloInfo: Sendable {
    /// The name the client asks for (SNI), in lower case.
    public var serverName: String?
    /// The application protocols it offers, in its order (ALPN).
    public var applicationProtocols: [String]
    /// The versions it offers, in its order, unknown ones included.
    public var supportedVersions: [ProtocolVersion]
    /// The cipher suites it offers, in its order, unknown ones included.
    public var cipherSuites: [CipherSuite]
    /// The signature schemes it accepts, in its order.
    public var signatureSchemes: [SignatureScheme]
    /// The groups it supports, in its order.
    public var supportedGroups: [NamedGroup]
    /// The groups it sent a key share for.
    public var keyShareGroups: [NamedGroup]
    /// The extension types it sent, in its order.
    public var extensionTypes: [UInt16]
    /// The ClientHello message as received, from the handshake header on; one in the form of SSL 2 from its type on.
    public var rawMessage: [UInt8]

    /// Makes the description of a hello that offers nothing.
    public init(rawMessage: [UInt8]) {
        self.rawMessage = rawMessage
        applicationProtocols = []
        supportedVersions = []
        cipherSuites = []
        signatureSchemes = []
        supportedGroups = []
        keyShareGroups = []
        extensionTypes = []
    }
}

/// The application's answer to a `ClientHelloInfo`.
public enum ClientHelloDecision: Sendable {
    /// Go on with the configuration as it is.
    case proceed
    /// Present one of these identities on this connection instead of the configured ones.
    case present([TLSIdentity])
    /// Use a whole other configuration for this connection.
    case use(any TLSServerContext)
    /// Refuse the handshake with this alert, such as `.unrecognizedName` or `.accessDenied`.
    case refuse(AlertDescription)
}

/// The application's verdict over a peer's certificates.
public enum PeerVerdict: Sendable {
    /// The peer may go on.
    case accept
    /// The peer may go on, as this path says who it is: `NegotiatedParameters.verifiedPath` is then it.
    case acceptPath(VerifiedPath)
    /// The peer may not: the alert it gets, and the reason for our own log.
    case reject(AlertDescription, reason: String)
}
