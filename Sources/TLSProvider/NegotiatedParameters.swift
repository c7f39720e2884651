public import TLSCertificates
public import TLSMessages

/// What a handshake agreed on.
public struct NegotiatedParameters: Sendable {
    /// The protocol version.
    public var version: ProtocolVersion
    /// The cipher suite.
    public var cipherSuite: CipherSuite
    /// The key exchange group; nil when none was used.
    public var group: NamedGroup?
    /// What the server signed the handshake with; nil when it was resumed.
    public var signatureScheme: SignatureScheme?
    /// The application protocol chosen by ALPN (RFC 7301), if one was.
    public var applicationProtocol: String?
    /// The name the client asked for by SNI (RFC 6066 §3), in lower case, if it did.
    public var serverName: String?
    /// Whether an earlier session was resumed.
    public var isResumed: Bool
    /// Whether the server asked for another key share. RFC 9846 §4.2.4.
    public var isHelloRetried: Bool
    /// The peer's chain, leaf first; empty when it sent none.
    public var peerCertificates: [X509Certificate]

    /// Makes the parameters of a full handshake.
    public init(version: ProtocolVersion, cipherSuite: CipherSuite) {
        self.version = version
        self.cipherSuite = cipherSuite
        isResumed = false
        isHelloRetried = false
        peerCertificates = []
    }
}
