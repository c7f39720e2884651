public import TLSCertificates
public import TLSKeyStores
public import TLSMessages

/// How a TLS server behaves. A value: change it freely, then make a context of it.
///
/// The one required argument is what the server proves itself with; every other property has a safe default.
public struct TLSServerConfiguration: Sendable {
    /// The certificate chains and keys, in order of preference; the first that fits the client's name and signature
    /// schemes is presented. May be empty when `chooseForClient` always presents one.
    public var identities: [TLSIdentity]
    /// The versions spoken. Default: TLS 1.3 and 1.2.
    public var versions: [ProtocolVersion] = [.tls13, .tls12]
    /// Takes the first hello of a connection in the form of SSL 2 too, which clients of the nineties begin with
    /// (RFC 5246 §E.2). What follows is TLS: SSL 2 itself is never spoken (RFC 6176).
    ///
    /// RFC 9846 §E.5 advises against it, and so does this: such a hello has no extensions, so the client's name, the groups
    /// and signature schemes it knows and what it is to be protected by (extended_master_secret, encrypt-then-MAC) cannot be
    /// told, TLS 1.2 is the most that comes of it, and one more format is read from strangers. Leave it off unless you know
    /// a client that cannot do without. `InternalProvider.legacyChoices(in:)` tells that it is on. `PlatformProvider`
    /// ignores it, and refuses such hellos.
    public var acceptsSSL2Hello = false
    /// The cipher suites of all versions, best first. ChaCha20-Poly1305 is taken before AES for clients that list it
    /// first. A version without a suite here is not spoken.
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
    /// The signature schemes we sign with and accept, best first.
    public var signatureSchemes: [SignatureScheme] = SignatureScheme.allDefault
    /// The signature schemes of TLS 1.2, best first, where ECDSA is not tied to a curve. Nil: those of `signatureSchemes`.
    /// SHA-1, SHA-224 and DSA are used only when they are named here (RFC 9155). `PlatformProvider` knows one list for all
    /// versions, `signatureSchemes`.
    public var tls12SignatureSchemes: [SignatureScheme]?
    /// Speaks TLS 1.2 only with peers that bind its secrets to the handshake (extended_master_secret, RFC 7627). It is always
    /// used with a peer that knows it, and without it there are no exporters. `PlatformProvider` ignores it.
    public var requiresExtendedMasterSecret = false
    /// The application protocols, best first (ALPN, RFC 7301). Empty: the extension is ignored.
    public var applicationProtocols: [String] = []
    /// What happens when the client offers ALPN and none of its protocols is ours. Default: refuse with
    /// no_application_protocol.
    public var requiresApplicationProtocol = true
    /// Refuses a client that asks for a name no identity has. Default: the first identity answers.
    public var refusesUnknownServerName = false
    /// Whether a certificate is asked of the client, and what is made of it.
    public var clientAuthentication: ClientAuthentication = .none
    /// Whom a client's certificate must be vouched for by. Nil: `verifyClient` judges alone.
    public var clientTrust: TLSTrust?
    /// Names of the authorities whose client certificates are welcome, each a DER `Name`. Sent as a hint; a client of many
    /// identities chooses by it. `clientTrust` does not say it by itself: its authorities may be many.
    public var clientCertificateAuthorities: [[UInt8]] = []
    /// Sends the certificate chain compressed to clients that can take it so, and offers to take theirs so (RFC 8879).
    ///
    /// It saves 15 to 43 of a hundred bytes of chains that public servers send, and a round trip where the chain else would
    /// not fit into the first flight. Our chain is compressed once for each of `identities`; what `chooseForClient` presents,
    /// for each client. A peer's costs some ten microseconds to decompress, and never more memory than
    /// `limits.maximumCertificateMessage` and zlib's window. Off by default, as it lets a stranger reach one more decoder.
    /// `PlatformProvider` ignores it.
    public var compressesCertificates = false
    /// What certificates are compressed by, where they are: best first, each number once. Default: zlib alone.
    public var certificateCompressions: [TLSCertificateCompression] = [.zlib]
    /// The most plaintext that our records hold, 64 to 16384 bytes; less where the peer asks for less. Whoever receives a record
    /// can use nothing of it before all of it is there: shorter ones help where data trickles, at the cost of more
    /// bytes and time for the same data. `PlatformProvider` ignores it.
    public var maximumRecordPlaintext = 16_384
    /// How much padding records carry. RFC 9846 §5.4.
    public var recordPadding: RecordPadding = .none
    /// Called with each client's offer before anything is chosen. May take its time: the handshake waits for it.
    public var chooseForClient: (@Sendable (ClientHelloInfo) async throws -> ClientHelloDecision)?
    /// Called with the client's chain (empty when it sent none) when one was asked for and `clientTrust` had nothing against
    /// it. Without either, every certificate is refused.
    ///
    /// Whoever runs the connection calls it: see `verdict(on:at:)`.
    public var verifyClient: (@Sendable (_ chain: [X509Certificate]) async throws -> PeerVerdict)?
    /// Receives lines of a key log (RFC 9850), one secret a line without a line end. Whoever has them can read the
    /// connection: for debugging only.
    public var unsafelyLogSecrets: (@Sendable (String) -> Void)?
    /// Told of each message of the protocol, in its order: for logs and for finding faults. What it is told of is no secret.
    /// `PlatformProvider` ignores it.
    public var traceMessages: (@Sendable (TLSMessageTrace) -> Void)?
    /// Limits that hold against a hostile peer.
    public var limits = TLSLimits()
    /// Whether clients may resume their sessions: a handshake less a signature and a certificate. RFC 9846 §2.2.
    ///
    /// A session resumes for the name it began with, while the properties that it depends on are as they were. Whoever asks
    /// for certificates is asked for a verdict over the session's chain each time; `PlatformProvider` does not ask again.
    public var resumesSessions = true
    /// How many tickets a full handshake ends with, 0 to 16. A client takes a new one for each connection. In TLS 1.2 there
    /// is one at the most, and none where this is 0.
    public var ticketCount = 2
    /// How long a ticket holds, in seconds; at most a week.
    public var ticketLifetime = 36_000
    /// How long after its full handshake a session still resumes, in seconds, whatever tickets it was given since.
    public var sessionLifetime = 86_400
    /// What protects tickets. Nil: random keys of each context made of this configuration. Servers that are to resume
    /// each other's sessions, and contexts that follow one another, share them.
    public var ticketKeys: TLSTicketKeys?
    /// Where sessions are kept; nil keeps them inside tickets, at no cost of memory.
    public var sessionStore: (any TLSSessionStore)?
    /// Anything that tells this server from others with the same keys: sessions of one do not resume on the other.
    public var sessionContext: [UInt8] = []
    /// Whether data is taken with a client's hello. `PlatformProvider` takes none.
    public var earlyData = TLSEarlyDataPolicy.refuse
    /// Keys that clients may use instead of certificates. With them, `identities` may be empty. `PlatformProvider` knows
    /// none.
    public var preSharedKeys: [TLSPreSharedKey] = []
    /// Takes pre-shared keys and tickets without a key exchange too (psk_ke), from clients that offer no better. Whoever
    /// learns the key later can then read what was recorded. RFC 9846 §4.3.9.
    public var allowsPreSharedKeyAlone = false
    /// What only the platform's libssl understands.
    public var platform = PlatformSettings()

    /// Makes a configuration that presents these identities.
    public init(identities: [TLSIdentity]) {
        self.identities = identities
    }
}

/// How much padding each protected record carries. RFC 9846 §5.4.
public enum RecordPadding: Hashable, Sendable {
    /// None.
    case none
    /// The inner plaintext is filled up to a multiple of this many bytes (2 to 16384).
    case multiple(of: Int)
}

/// Limits that hold against a hostile peer.
public struct TLSLimits: Hashable, Sendable {
    /// The largest Certificate message taken, in bytes.
    public var maximumCertificateMessage = 102_400
    /// How many certificates a peer's chain may have.
    public var maximumChainLength = 32

    /// The default limits.
    public init() {}
}

extension SignatureScheme {
    /// The eleven schemes of the defaults, with both code points of RSA-PSS.
    public static let allDefault: [SignatureScheme] = [
        .ed25519, .ed448, .ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .ecdsaSecp521r1SHA512,
        .rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512, .rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512,
        .rsaPKCS1SHA256, .rsaPKCS1SHA384, .rsaPKCS1SHA512,
    ]
}
