public import Logging
public import TLSMessages
public import TLSProvider

extension SSLServer {
    /// Everything a server can be told, typed: the properties of the class and its settings.
    ///
    /// A value: change it freely. `SSLServer.configure` checks it and puts it in force. Each property names the
    /// setting string it is the typed form of, where there is one.
    public struct Configuration: Sendable {
        // MARK: Listening

        /// The interface to listen on: an address or a name of this machine. Empty: every interface.
        public var localHost = ""
        /// The port to listen on; 0 lets the system choose.
        public var localPort = 0
        /// How many connections may wait to be accepted (listen(2); the kernel caps it).
        public var connectionBacklog = 5
        /// `UseIPv6`: which address families are listened on.
        public var useIPv6 = IPVersions.ipv4
        /// `BindExclusively`: whether a second listener on the port is refused.
        public var bindExclusively = true
        /// `MaxConnections`: 1 to 100,000, further bounded by the process's file descriptors.
        public var maxConnections = 1000
        /// `AllowedClients`: who is let in, a comma-separated list of addresses, host names, `*` globs and CIDR blocks.
        public var allowedClients = "*"
        /// `BlockedClients`: who is not, in the same form; wins over `allowedClients`.
        public var blockedClients = ""
        /// How many event loops serve connections. Default: one a core.
        public var numberOfEventLoops = defaultNumberOfEventLoops

        // MARK: Sockets

        /// Whether TCP keep-alive packets are sent.
        public var keepAlive = false
        /// `KeepAliveTime`: idle milliseconds before the first keep-alive packet; 0 leaves the system's value.
        public var keepAliveTime = 0
        /// `KeepAliveInterval`: milliseconds between keep-alive packets; 0 leaves the system's value.
        public var keepAliveInterval = 0
        /// `InBufferSize`: the socket's receive buffer in bytes; 0 leaves the system's value.
        public var inBufferSize = 0
        /// `OutBufferSize`: the socket's send buffer in bytes; 0 leaves the system's value.
        public var outBufferSize = 0
        /// `TcpNoDelay`: whether small packets are sent at once.
        public var tcpNoDelay = false
        /// Whether closing sends what is queued first; otherwise the connection is reset.
        public var linger = true

        // MARK: Connections

        /// What ends a line of incoming data; empty: data is given as it comes.
        public var defaultEOL: [UInt8] = []
        /// Whether CR, LF and CRLF each end a line, whatever `defaultEOL` says.
        public var defaultSingleLineMode = false
        /// How long a line may get, at least 256 bytes.
        public var defaultMaxLineLength = 2048
        /// Seconds without data either way after which a client is disconnected; 0: never.
        public var defaultIdleTimeout = 0
        /// Seconds a send may wait without progress; 0: sends never wait.
        public var defaultTimeout = 0
        /// `DefaultConnectionTimeout`: seconds a client may stay silent during the handshake; 0: no such limit.
        public var defaultConnectionTimeout = 0
        /// Seconds the whole handshake may take; 0: no limit.
        public var handshakeTimeout = 10
        /// Seconds queued data may stay without the peer taking any before the connection is closed; 0: no limit.
        public var writeTimeout = 60

        /// Seconds, at most 30, that a connection which ends by a record that does not open may be held before the client learns
        /// of it, so that nobody can measure how long the record took; a random time each. 0: it is told at once.
        public var badRecordDelay = 0

        // MARK: TLS

        /// What the server serves with.
        public var sslCert = Certificate()
        /// Further certificates to choose from, such as one of another key type or for another name.
        public var additionalCertificates: [Certificate] = []
        /// Which TLS implementation is used. Cannot change while the server listens.
        public var sslProvider = SSLProviders.sslpAutomatic
        /// Whether clients are asked for a certificate. `SSLClientAuthentication` tells what came of it, and decides.
        public var sslAuthenticateClients = false
        /// `SSLClientCACerts`: PEM certificates of authorities that vouch for clients, beside the system's. Their names are told
        /// to clients.
        public var sslClientCACerts = ""
        /// The same as `SSLClientCACerts` (for a client, `SSLServerCACerts`) in files, which `reloadTrust()` reads again.
        public var authorityFiles: [String] = []
        /// `SSLSystemCACerts`: whether the system's authorities vouch for peers too. They are those of the public web: a server
        /// that knows its clients by an authority of its own turns this off.
        public var trustsSystemAuthorities = true
        /// `SSLCRLs`: PEM revocation lists. Where there are any, here or in `revocationListFiles`, a peer's certificate and
        /// the authorities between it and a trusted one must each be shown by one not to be revoked.
        public var sslCRLs = ""
        /// Files of revocation lists, PEM or DER, which `reloadTrust()` reads again.
        public var revocationListFiles: [String] = []
        /// `SSLSecurityFlags`: what a peer's certificate may lack and yet be accepted.
        public var sslSecurityFlags: SSLSecurityFlags = []
        /// Whom to believe, as a whole: it stands for all properties from `sslClientCACerts` on to here.
        public var peerTrust: TLSTrust? {
            didSet { peerTrustMark = TrustMark() }
        }
        /// Another one each time that `peerTrust` is set: what is in it cannot be compared.
        private(set) var peerTrustMark: TrustMark?
        /// `SSLEnabledProtocols`: the versions spoken.
        public var sslEnabledProtocols: EnabledProtocols = [.tls12, .tls13]
        /// `SSLEnabledCipherSuites`: the suites, best first; nil for all of the defaults (`*`).
        public var sslEnabledCipherSuites: [CipherSuite]?
        /// `SSLCipherStrength`: the fewest key bits a suite may have; 0: any.
        public var sslCipherStrength = 0
        /// `TLS12SupportedGroups`: the curves of TLS 1.2, best first. The finite-field groups are those of
        /// `tls13SupportedGroups`. The internal implementation's only, as is the next.
        public var tls12SupportedGroups: [NamedGroup] = [.x25519, .secp256r1, .secp384r1, .secp521r1]
        /// `TLS12SignatureAlgorithms`: the signature schemes of TLS 1.2 with RSA PKCS #1, ECDSA and DSA, best first; RSA-PSS
        /// and EdDSA are those of `tls13SignatureAlgorithms`. Nil: those with SHA-256, SHA-384 and SHA-512, without DSA
        /// unless a suite with DSA is named. SHA-1 and SHA-224 are used only when they are named. A client with an empty
        /// list does not tell what it takes.
        public var tls12SignatureAlgorithms: [SignatureScheme]?
        /// `TLS13SupportedGroups`: the key exchange groups, best first.
        public var tls13SupportedGroups = TLSServerConfiguration(identities: []).groups
        /// `TLS13SignatureAlgorithms`: the signature schemes, best first.
        public var tls13SignatureAlgorithms = SignatureTokens.defaultSchemes
        /// `ReuseSSLSession`: whether clients may resume their sessions, for ten hours.
        public var reuseSSLSession = true
        /// Files of keys for session tickets, as nginx has them (`openssl rand 80`): the first protects new tickets, all open.
        /// Servers with the same files resume each other's sessions. Empty: random keys, which replace themselves every six
        /// hours. Read when this is set, and by `reloadTicketKeys()`. The internal implementation's only.
        public var ticketKeyFiles: [String] = []
        /// Where sessions are kept, when they are not to travel inside tickets. The internal implementation's only.
        public var sessionStore: (any TLSSessionStore)?
        /// How many bytes of early data (0-RTT) a client that resumes may send with its hello; 0: none. Taken only while
        /// `onEarlyDataIn` is set, and each hello once; see `EarlyDataInEvent`. The internal implementation's only.
        public var maxEarlyDataLength = 0
        /// `OpenSSLCADir`: with the platform, a folder of authorities (`openssl rehash`) that clients' certificates must lead
        /// to.
        public var openSSLCADir = ""
        /// `OpenSSLCAFile`: with the platform, a PEM file of authorities that clients' certificates must lead to.
        public var openSSLCAFile = ""
        /// `OpenSSLCipherList`: with the platform, the suites of TLS 1.2 and older, in the language of `openssl ciphers`.
        public var openSSLCipherList = "DEFAULT"
        /// `OpenSSLPrngSeedData`: with the platform, text mixed into its random generator.
        public var openSSLPrngSeedData = ""
        /// `SSLCACerts`: PEM certificates sent after the server's own.
        public var sslCACerts = ""
        /// Fetches OCSP responses for the server's certificates, to be sent beside them (RFC 6066 §8); nil: those that
        /// identities come with are sent as they are.
        ///
        /// It is asked when the server starts to listen and whenever half of a response's time is over, and after failures
        /// again and again, ever less often. What it gives is sent while it says that the certificate is good; what goes wrong
        /// is logged. It has five seconds for at most 102,400 bytes, and is cancelled after them. The internal
        /// implementation's only.
        public var ocspFetcher: (@Sendable (OCSPFetchRequest) async throws -> [UInt8])?
        /// `SSLIncludeCertChain`: whether `SSLClientAuthentication` shows the client's whole chain.
        public var sslIncludeCertChain = false
        /// `SSLKeyLogFile`: where the secrets of connections are written, for debugging. Whoever reads it can read the
        /// connections.
        public var sslKeyLogFile = ""
        /// `LogSSLPackets`: whether `SSLStatus` tells of each record.
        public var logSSLPackets = false
        /// The application protocols, best first (ALPN).
        public var applicationProtocols: [String] = []
        /// Whether a client with none of `applicationProtocols` is refused.
        public var requiresApplicationProtocol = true
        /// Whether a client that asks for a name no certificate has is refused.
        public var refusesUnknownServerName = false
        /// How much padding records carry.
        public var recordPadding = RecordPadding.none

        // MARK: Events, text and logs

        /// How events are delivered. Takes effect at the next `startListening`.
        public var eventDelivery = EventDelivery.serial
        /// `CodePage`: how text becomes bytes.
        public var codePage = CodePage.utf8
        /// Milliseconds `doEvents` waits when nothing has happened.
        public var doEventsWait = 100
        /// Where the server logs to. No secret is ever logged.
        public var logger = Logger(label: "SSLServer")
        /// `SSLAcceptAnyServerCert`: of clients.
        var sslAcceptAnyServerCert = false
        /// `SSLServerCACerts`: of clients.
        var sslServerCACerts = ""
        /// `TLS13KeyShareGroups`: of clients.
        var tls13KeyShareGroups: [NamedGroup] = [.x25519MLKEM768, .x25519]
        /// Settings that are kept and read back but act elsewhere, or nowhere.
        var keptSettings: [String: String] = [:]

        /// The defaults.
        public init() {}

        /// Takes a policy's versions, suites, groups and signature schemes.
        public mutating func apply(_ policy: TLSPolicy) {
            sslEnabledProtocols = EnabledProtocols(policy.versions.compactMap(EnabledProtocols.init(version:)))
            sslEnabledCipherSuites = policy.cipherSuites
            sslCipherStrength = 0
            tls12SupportedGroups = policy.groups.filter(GroupTokens.isCurve12)
            tls12SignatureAlgorithms = policy.tls12SignatureSchemes
            tls13SupportedGroups = policy.groups
            tls13KeyShareGroups = policy.groups.filter { [.x25519MLKEM768, .x25519].contains($0) }
            tls13SignatureAlgorithms = policy.signatureSchemes
        }
    }

    /// Which address families are listened on.
    public enum IPVersions: Int, Hashable, Sendable {
        /// IPv4 only.
        case ipv4 = 0
        /// IPv6 only.
        case ipv6 = 1
        /// Both, on one port; IPv4 alone where the system has no IPv6.
        case both = 2
    }

    /// Which TLS implementation is used.
    public enum SSLProviders: Int, Hashable, Sendable {
        /// The internal one, unless a version only the platform has is enabled.
        case sslpAutomatic = 0
        /// The system's libssl.
        case sslpPlatform = 1
        /// The one of this package.
        case sslpInternal = 2
    }

    /// The protocol versions spoken, as the sum of their numbers.
    public struct EnabledProtocols: OptionSet, Hashable, Sendable {
        /// The sum.
        public let rawValue: Int

        /// Makes the set from the sum.
        public init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// TLS 1.0; the platform's implementation only.
        public static let tls10 = EnabledProtocols(rawValue: 0xC0)
        /// TLS 1.1; the platform's implementation only.
        public static let tls11 = EnabledProtocols(rawValue: 0x300)
        /// TLS 1.2.
        public static let tls12 = EnabledProtocols(rawValue: 0xC00)
        /// TLS 1.3.
        public static let tls13 = EnabledProtocols(rawValue: 0x3000)

        /// Each version with its own, newest first.
        static let rows: [(protocols: EnabledProtocols, version: ProtocolVersion)] = [
            (.tls13, .tls13), (.tls12, .tls12), (.tls11, .tls11), (.tls10, .tls10),
        ]

        init?(version: ProtocolVersion) {
            guard let row = Self.rows.first(where: { $0.version == version }) else { return nil }
            self = row.protocols
        }

        /// The versions, newest first.
        var versions: [ProtocolVersion] { Self.rows.filter { contains($0.protocols) }.map(\.version) }
    }

    /// In which order and where event handlers are called.
    public enum EventDelivery: Hashable, Sendable {
        /// One after the other for the whole server.
        case serial
        /// One after the other within a connection, side by side across connections.
        case perConnection
        /// Only inside `doEvents()`.
        case manual
    }
}
