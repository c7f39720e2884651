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
    /// What the client signed the handshake with, as its server saw it; `InternalProvider` alone tells.
    package var clientSignatureScheme: SignatureScheme?
    /// The application protocol chosen by ALPN (RFC 7301), if one was.
    public var applicationProtocol: String?
    /// The name the client asked for by SNI (RFC 6066 §3), in lower case, if it did.
    public var serverName: String?
    /// Whether the connection's secrets are bound to its whole handshake: always in TLS 1.3, and in TLS 1.2 where both sides
    /// know extended_master_secret (RFC 7627). Without it there are no exporters.
    public var usesExtendedMasterSecret: Bool
    /// Whether a block cipher of TLS 1.2 authenticates what it has encrypted (RFC 7366). `PlatformProvider` cannot tell.
    public var encryptsThenMACs: Bool
    /// Whether an earlier session was resumed.
    public var isResumed: Bool
    /// Whether the server asked for another key share. RFC 9846 §4.2.4.
    public var isHelloRetried: Bool
    /// Whether the server took data with the hello. RFC 9846 §4.3.10.
    public var isEarlyDataAccepted: Bool
    /// How old the ticket was that resumed the session, in milliseconds; a server's and a client's view differ a little.
    public var ticketAge: Int64?
    /// How old the client says the ticket is, as its server sees it; `InternalProvider` alone tells.
    package var claimedTicketAge: Int64?
    /// The name of the pre-shared key from outside of TLS that was used, if one was.
    public var preSharedKeyIdentity: [UInt8]?
    /// The peer's chain, leaf first; empty when it sent none. A resumed session's is the one that it began with,
    /// of which a server over `PlatformProvider` keeps the client's own certificate alone.
    public var peerCertificates: [X509Certificate]
    /// The path from the peer's certificate to an authority, where the verdict over the peer came with one; of a resumed
    /// session too, judged anew.
    public var verifiedPath: VerifiedPath?
    /// What the server sent beside its chain, where it was asked to.
    public var peerStatements = TLSCertificateStatements()

    /// Makes the parameters of a full handshake.
    public init(version: ProtocolVersion, cipherSuite: CipherSuite) {
        self.version = version
        self.cipherSuite = cipherSuite
        usesExtendedMasterSecret = version == .tls13
        encryptsThenMACs = false
        isResumed = false
        isHelloRetried = false
        isEarlyDataAccepted = false
        peerCertificates = []
    }
}
