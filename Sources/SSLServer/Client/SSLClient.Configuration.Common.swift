public import Logging
public import TLSMessages
public import TLSProvider

/// What a client is told as a server is.
extension SSLClient.Configuration {
    // MARK: Sockets

    /// Whether TCP keep-alive packets are sent.
    public var keepAlive: Bool {
        get { common.keepAlive }
        set { common.keepAlive = newValue }
    }

    /// `KeepAliveTime`: idle milliseconds before the first keep-alive packet; 0 leaves the system's value.
    public var keepAliveTime: Int {
        get { common.keepAliveTime }
        set { common.keepAliveTime = newValue }
    }

    /// `KeepAliveInterval`: milliseconds between keep-alive packets; 0 leaves the system's value.
    public var keepAliveInterval: Int {
        get { common.keepAliveInterval }
        set { common.keepAliveInterval = newValue }
    }

    /// `InBufferSize`: the socket's receive buffer in bytes; 0 leaves the system's value.
    public var inBufferSize: Int {
        get { common.inBufferSize }
        set { common.inBufferSize = newValue }
    }

    /// `OutBufferSize`: the socket's send buffer in bytes; 0 leaves the system's value.
    public var outBufferSize: Int {
        get { common.outBufferSize }
        set { common.outBufferSize = newValue }
    }

    /// `TcpNoDelay`: whether small packets are sent at once.
    public var tcpNoDelay: Bool {
        get { common.tcpNoDelay }
        set { common.tcpNoDelay = newValue }
    }

    /// Whether closing sends what is queued first; otherwise the connection is reset.
    public var linger: Bool {
        get { common.linger }
        set { common.linger = newValue }
    }

    // MARK: The connection

    /// What ends a line of incoming data; empty: data is given as it comes.
    public var eol: [UInt8] {
        get { common.defaultEOL }
        set { common.defaultEOL = newValue }
    }

    /// Whether CR, LF and CRLF each end a line, whatever `eol` says.
    public var singleLineMode: Bool {
        get { common.defaultSingleLineMode }
        set { common.defaultSingleLineMode = newValue }
    }

    /// How long a line may get, at least 256 bytes.
    public var maxLineLength: Int {
        get { common.defaultMaxLineLength }
        set { common.defaultMaxLineLength = newValue }
    }

    /// Seconds without data either way after which the client disconnects; 0: never.
    public var idleTimeout: Int {
        get { common.defaultIdleTimeout }
        set { common.defaultIdleTimeout = newValue }
    }

    /// Seconds a send may wait without progress; 0: sends never wait.
    public var timeout: Int {
        get { common.defaultTimeout }
        set { common.defaultTimeout = newValue }
    }

    /// Seconds the whole TLS handshake may take; 0: no limit.
    public var handshakeTimeout: Int {
        get { common.handshakeTimeout }
        set { common.handshakeTimeout = newValue }
    }

    /// Seconds queued data may stay without the server taking any before the connection is closed; 0: no limit.
    public var writeTimeout: Int {
        get { common.writeTimeout }
        set { common.writeTimeout = newValue }
    }

    /// Seconds, at most 30, that a connection which ends by a record that does not open may be held before the server learns of
    /// it, so that nobody can measure how long the record took; a random time each. 0: it is told at once.
    public var badRecordDelay: Int {
        get { common.badRecordDelay }
        set { common.badRecordDelay = newValue }
    }

    // MARK: TLS

    /// What the client presents when the server asks for a certificate; empty: nothing.
    public var sslCert: Certificate {
        get { common.sslCert }
        set { common.sslCert = newValue }
    }

    /// Further certificates to choose from, such as one of another key type.
    public var additionalCertificates: [Certificate] {
        get { common.additionalCertificates }
        set { common.additionalCertificates = newValue }
    }

    /// Which TLS implementation is used.
    public var sslProvider: SSLClient.SSLProviders {
        get { common.sslProvider }
        set { common.sslProvider = newValue }
    }

    /// `SSLAcceptAnyServerCert`: whether every server is trusted, whatever it presents.
    public var sslAcceptAnyServerCert: Bool {
        get { common.sslAcceptAnyServerCert }
        set { common.sslAcceptAnyServerCert = newValue }
    }

    /// `SSLServerCACerts`: PEM certificates of authorities that vouch for servers, beside the system's.
    public var sslServerCACerts: String {
        get { common.sslServerCACerts }
        set { common.sslServerCACerts = newValue }
    }

    /// The same in files, PEM or DER.
    public var authorityFiles: [String] {
        get { common.authorityFiles }
        set { common.authorityFiles = newValue }
    }

    /// `SSLSystemCACerts`: whether the system's authorities vouch for servers too.
    public var trustsSystemAuthorities: Bool {
        get { common.trustsSystemAuthorities }
        set { common.trustsSystemAuthorities = newValue }
    }

    /// `SSLCRLs`: PEM revocation lists. Where there are any, here or in `revocationListFiles`, the server's certificate and
    /// the authorities between it and a trusted one must each be shown by one not to be revoked.
    public var sslCRLs: String {
        get { common.sslCRLs }
        set { common.sslCRLs = newValue }
    }

    /// Files of revocation lists, PEM or DER.
    public var revocationListFiles: [String] {
        get { common.revocationListFiles }
        set { common.revocationListFiles = newValue }
    }

    /// `SSLSecurityFlags`: what the server's certificate may lack and yet be accepted.
    public var sslSecurityFlags: SSLSecurityFlags {
        get { common.sslSecurityFlags }
        set { common.sslSecurityFlags = newValue }
    }

    /// Whom to believe, as a whole: it stands for all properties from `sslServerCACerts` on to here.
    public var peerTrust: TLSTrust? {
        get { common.peerTrust }
        set { common.peerTrust = newValue }
    }

    /// `SSLEnabledProtocols`: the versions spoken.
    public var sslEnabledProtocols: SSLClient.EnabledProtocols {
        get { common.sslEnabledProtocols }
        set { common.sslEnabledProtocols = newValue }
    }

    /// `SSLEnabledCipherSuites`: the suites, best first; nil for all of the defaults (`*`).
    public var sslEnabledCipherSuites: [CipherSuite]? {
        get { common.sslEnabledCipherSuites }
        set { common.sslEnabledCipherSuites = newValue }
    }

    /// `SSLCipherStrength`: the fewest key bits a suite may have; 0: any.
    public var sslCipherStrength: Int {
        get { common.sslCipherStrength }
        set { common.sslCipherStrength = newValue }
    }

    /// `TLS12SupportedGroups`: the curves of TLS 1.2, best first. The finite-field groups are those of
    /// `tls13SupportedGroups`. The internal implementation's only, as is the next.
    public var tls12SupportedGroups: [NamedGroup] {
        get { common.tls12SupportedGroups }
        set { common.tls12SupportedGroups = newValue }
    }

    /// `TLS12SignatureAlgorithms`: the signature schemes of TLS 1.2 with RSA PKCS #1, ECDSA and DSA, best first; RSA-PSS
    /// and EdDSA are those of `tls13SignatureAlgorithms`. Nil: those with SHA-256, SHA-384 and SHA-512, without DSA unless
    /// a suite with DSA is named. SHA-1 and SHA-224 are used only when they are named. With an empty list the client does
    /// not tell what it takes.
    public var tls12SignatureAlgorithms: [SignatureScheme]? {
        get { common.tls12SignatureAlgorithms }
        set { common.tls12SignatureAlgorithms = newValue }
    }

    /// Takes a policy's versions, suites, groups and signature schemes.
    public mutating func apply(_ policy: TLSPolicy) {
        common.apply(policy)
    }

    /// `TLS13SupportedGroups`: the key exchange groups, best first.
    public var tls13SupportedGroups: [NamedGroup] {
        get { common.tls13SupportedGroups }
        set { common.tls13SupportedGroups = newValue }
    }

    /// `ReuseSSLSession`: whether sessions of earlier connections to the same server are resumed, each once.
    ///
    /// The internal implementation has the server's chain judged again; the platform's does not ask. Either forgets all
    /// sessions when what servers are trusted by changes.
    public var reuseSSLSession: Bool {
        get { common.reuseSSLSession }
        set { common.reuseSSLSession = newValue }
    }

    /// `TLS13KeyShareGroups`: the groups a key is made for before the server has chosen. A server that takes another costs
    /// a round trip. With the platform it is the first group alone.
    public var tls13KeyShareGroups: [NamedGroup] {
        get { common.tls13KeyShareGroups }
        set { common.tls13KeyShareGroups = newValue }
    }

    /// `TLS13SignatureAlgorithms`: the signature schemes, best first.
    public var tls13SignatureAlgorithms: [SignatureScheme] {
        get { common.tls13SignatureAlgorithms }
        set { common.tls13SignatureAlgorithms = newValue }
    }

    /// `OpenSSLCADir`: with the platform, a folder of authorities (`openssl rehash`) that the server's certificate must
    /// lead to.
    public var openSSLCADir: String {
        get { common.openSSLCADir }
        set { common.openSSLCADir = newValue }
    }

    /// `OpenSSLCAFile`: with the platform, a PEM file of authorities that the server's certificate must lead to.
    public var openSSLCAFile: String {
        get { common.openSSLCAFile }
        set { common.openSSLCAFile = newValue }
    }

    /// `OpenSSLCipherList`: with the platform, the suites of TLS 1.2 and older, in the language of `openssl ciphers`.
    public var openSSLCipherList: String {
        get { common.openSSLCipherList }
        set { common.openSSLCipherList = newValue }
    }

    /// `OpenSSLPrngSeedData`: with the platform, text mixed into its random generator.
    public var openSSLPrngSeedData: String {
        get { common.openSSLPrngSeedData }
        set { common.openSSLPrngSeedData = newValue }
    }

    /// `SSLCACerts`: PEM certificates sent after the client's own.
    public var sslCACerts: String {
        get { common.sslCACerts }
        set { common.sslCACerts = newValue }
    }

    /// `SSLIncludeCertChain`: whether `SSLServerAuthentication` shows the server's whole chain.
    public var sslIncludeCertChain: Bool {
        get { common.sslIncludeCertChain }
        set { common.sslIncludeCertChain = newValue }
    }

    /// `SSLKeyLogFile`: where the secrets of connections are written, for debugging. Whoever reads it can read the
    /// connections.
    public var sslKeyLogFile: String {
        get { common.sslKeyLogFile }
        set { common.sslKeyLogFile = newValue }
    }

    /// `LogSSLPackets`: whether `SSLStatus` tells of each record.
    public var logSSLPackets: Bool {
        get { common.logSSLPackets }
        set { common.logSSLPackets = newValue }
    }

    /// The application protocols offered, best first (ALPN).
    public var applicationProtocols: [String] {
        get { common.applicationProtocols }
        set { common.applicationProtocols = newValue }
    }

    /// How much padding records carry.
    public var recordPadding: RecordPadding {
        get { common.recordPadding }
        set { common.recordPadding = newValue }
    }

    // MARK: Events, text and logs

    /// `CodePage`: how text becomes bytes.
    public var codePage: CodePage {
        get { common.codePage }
        set { common.codePage = newValue }
    }

    /// Milliseconds `doEvents` waits when nothing has happened.
    public var doEventsWait: Int {
        get { common.doEventsWait }
        set { common.doEventsWait = newValue }
    }

    /// Where the client logs to. No secret is ever logged.
    public var logger: Logger {
        get { common.logger }
        set { common.logger = newValue }
    }
}
