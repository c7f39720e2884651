public import TLSCertificates
public import TLSKeyStores
public import TLSMessages

/// How a TLS client behaves. A value: change it freely, then make a context of it.
///
/// Every property has a safe default. Without `serverTrust` and `verifyServer` no server is trusted.
public struct TLSClientConfiguration: Sendable {
    /// The name of the server, sent to it (SNI, RFC 6066 §3). Nil sends none. Its certificate
    /// must be for this name, where `serverTrust` judges it.
    public var serverName: String?
    /// The certificate chains and keys to present when the server asks, in order of preference.
    public var identities: [TLSIdentity] = []
    /// Ends the handshake with handshake_failure where the server asks for a certificate and none of `identities` fits what
    /// it asks for. By default the client then goes on without one, and the server decides (RFC 9846 §4.5.1.2, RFC 5246
    /// §7.4.6). Without identities it means nothing. `PlatformProvider` ignores it.
    public var requiresFittingIdentity = false
    /// The versions spoken. Default: TLS 1.3 and 1.2.
    public var versions: [ProtocolVersion] = [.tls13, .tls12]
    /// The cipher suites of all versions, best first. A version without a suite here is not spoken.
    ///
    /// Older suites work once they are named: `InternalProvider.weaknesses(of:)` says what speaks against each.
    /// `PlatformProvider` takes `platform.cipherList` for TLS 1.2 and older, until this is set to a list with suites of
    /// theirs.
    public var cipherSuites = CipherSuite.allDefault {
        didSet { namesCipherSuites = true }
    }
    /// Whether `cipherSuites` was set.
    package private(set) var namesCipherSuites = false
    /// The fewest bits that the key of a cipher may have; suites with fewer are as if they were not named. 0: any.
    /// `PlatformProvider` ignores it.
    public var minimumCipherStrength = 0
    /// The key exchange groups, best first. A hybrid with ML-KEM leads, so that what is recorded today stays secret from
    /// quantum computers; `PlatformProvider` leaves out hybrids that its libssl does not have.
    public var groups: [NamedGroup] = [
        .x25519MLKEM768, .x25519, .secp256r1, .secp384r1, .secp521r1, .x448, .ffdhe2048, .ffdhe3072, .ffdhe4096,
        .ffdhe6144, .ffdhe8192,
    ]
    /// The groups of TLS 1.2, best first: curves for ECDHE, and those of RFC 7919 for DHE. Nil: those of `groups` that
    /// TLS 1.2 has. `PlatformProvider` knows one list for all versions, `groups`.
    public var tls12Groups: [NamedGroup]?
    /// The groups to send a share for, each one of `groups`; nil takes the first of those, and X25519 beside one with
    /// ML-KEM.
    /// None at all leaves the choice to the server, at the cost of a round trip. `PlatformProvider` sends one for the
    /// first.
    public var keyShareGroups: [NamedGroup]?
    /// The groups that the server is said to support, such as by an earlier connection or by its DNS records
    /// (draft-ietf-tls-key-share-prediction): the first of `groups` among them gets the only share, whatever `keyShareGroups`
    /// says. Where none is among them, the hint says nothing. It costs a round trip where it is wrong, and never decides what
    /// is agreed on: `groups` alone is offered. `PlatformProvider` ignores it.
    public var serverGroupsHint: [NamedGroup] = []
    /// The signature schemes we accept and sign with, best first.
    public var signatureSchemes: [SignatureScheme] = SignatureScheme.allDefault
    /// The signature schemes of TLS 1.2, best first, where ECDSA is not tied to a curve. Nil: those of `signatureSchemes`.
    /// SHA-1, SHA-224 and DSA are used only when they are named here (RFC 9155). `PlatformProvider` knows one list for all
    /// versions, `signatureSchemes`.
    public var tls12SignatureSchemes: [SignatureScheme]?
    /// Speaks TLS 1.2 only with peers that bind its secrets to the handshake (extended_master_secret, RFC 7627). It is always
    /// used with a peer that knows it, and without it there are no exporters. `PlatformProvider` ignores it.
    public var requiresExtendedMasterSecret = false
    /// The application protocols offered, best first (ALPN, RFC 7301). Empty: none is offered.
    public var applicationProtocols: [String] = []
    /// Sends the certificate chain compressed to servers that can take it so, and offers to take theirs so (RFC 8879).
    ///
    /// It saves 15 to 43 of a hundred bytes of chains that public servers send, and a round trip where the chain else would
    /// not fit into the first flight. Our chain is compressed once for each of `identities`. A server's costs some ten
    /// microseconds to decompress, and never more memory than `limits.maximumCertificateMessage` and zlib's window. Off by
    /// default, as it lets a stranger reach one more decoder. `PlatformProvider` ignores it.
    public var compressesCertificates = false
    /// What certificates are compressed by, where they are: best first, each number once. Default: zlib alone.
    public var certificateCompressions: [TLSCertificateCompression] = [.zlib]
    /// The most plaintext that our records hold, 64 to 16384 bytes; less where the peer asks for less. Whoever receives a record
    /// can use nothing of it before all of it is there: shorter ones help where data trickles, at the cost of more
    /// bytes and time for the same data. `PlatformProvider` ignores it.
    public var maximumRecordPlaintext = 16_384
    /// How much padding records carry. RFC 9846 §5.4.
    public var recordPadding: RecordPadding = .none
    /// Whom the server's certificate must be vouched for by, for the name `hostToVerify`. Nil: `verifyServer` judges alone.
    public var serverTrust: TLSTrust?
    /// The host name or IP address that the server's certificate must be for, where `serverTrust` judges it. Default:
    /// `serverName`. Set to nil, every server is accepted that an authority vouches for; not set, and without a
    /// `serverName`, none is.
    public var hostToVerify: String? {
        get { namedHost ?? serverName }
        set { namedHost = .some(newValue) }
    }
    private var namedHost: String??
    /// Whether it was said whose certificate it must be, be it anybody's.
    var namesHost: Bool { namedHost != nil || serverName != nil }
    /// Judges the server's chain, leaf first, once `serverTrust` had nothing against it. Without either, every server is
    /// refused.
    ///
    /// Whoever runs the connection calls it: a session asks by its `.peerCertificates` event, and goes no further without
    /// an answer. `InternalProvider` asks when a session is resumed too, with the chain that it began with.
    public var verifyServer: (@Sendable (_ chain: [X509Certificate]) async throws -> PeerVerdict)?
    /// Asks the server for its issuer's OCSP response (RFC 6066 §8), which the judge of its chain finds in
    /// `TLSSession.peerStatements`. What it says is for that judge to check. `PlatformProvider` does not ask.
    public var requestsOCSPResponse = false
    /// Asks the server for signed certificate timestamps (RFC 6962), likewise.
    public var requestsCertificateTimestamps = false
    /// An earlier session to resume, if the server still will.
    public var session: TLSResumableSession?
    /// Sends data with the hello, where `session` allows it: `TLSSession.sealEarlyData`. It has neither forward secrecy
    /// nor safety from replays, so send only what may be done twice. RFC 9846 §2.3, §8. `PlatformProvider` sends none.
    public var offersEarlyData = false
    /// Keys to use instead of certificates, best first. `PlatformProvider` knows none.
    public var preSharedKeys: [TLSPreSharedKey] = []
    /// Offers to use pre-shared keys and tickets without a key exchange too (psk_ke). RFC 9846 §4.3.9.
    public var allowsPreSharedKeyAlone = false
    /// Called with each session that the server lets us resume later; at any time while the connection lives.
    public var receiveSession: (@Sendable (TLSResumableSession) -> Void)?
    /// Receives lines of a key log (RFC 9850), one secret a line without a line end. Whoever has them can read the
    /// connection: for debugging only.
    public var unsafelyLogSecrets: (@Sendable (String) -> Void)?
    /// Told of each message of the protocol, in its order: for logs and for finding faults. What it is told of is no secret.
    /// `PlatformProvider` ignores it.
    public var traceMessages: (@Sendable (TLSMessageTrace) -> Void)?
    /// Limits that hold against a hostile peer.
    public var limits = TLSLimits()
    /// What only the platform's libssl understands.
    public var platform = PlatformSettings()

    /// Makes a configuration for a server of this name.
    public init(serverName: String? = nil) {
        self.serverName = serverName
    }
}

/// What a client keeps of a connection in order to resume it: keys, so it neither prints nor can be read.
///
/// Of use to the provider that made it alone; `TLSProvider.unsafelySerialize` gives it a form that can be kept.
public struct TLSResumableSession: Sendable {
    /// The provider's own form of it.
    package let storage: any AnyObject & Sendable

    package init(storage: any AnyObject & Sendable) {
        self.storage = storage
    }
}

extension TLSResumableSession: CustomStringConvertible, CustomReflectable {
    /// Says nothing of the keys.
    public var description: String { "a session to resume" }
    /// Shows nothing of the keys.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
