extension SSLServer {
    /// The clients connected now, by their ids: handles that stay live while the connection does.
    public var connections: [String: Connection] { core.connections }

    /// Whether the server listens for connections.
    public var listening: Bool { core.isListening }

    /// The interface listened on; the bound address while listening.
    public var localHost: String { core.localHost }

    /// Sets the interface to listen on. Refused with 107 while listening.
    public func setLocalHost(_ value: String) throws(SSLError) {
        try configure { $0.localHost = value }
    }

    /// The port listened on; the one the system chose while listening on 0.
    public var localPort: Int { core.localPort }

    /// Sets the port to listen on. Refused with 106 while listening.
    public func setLocalPort(_ value: Int) throws(SSLError) {
        try configure { $0.localPort = value }
    }

    /// How many connections may wait to be accepted.
    public var connectionBacklog: Int { configuration.connectionBacklog }

    /// Sets how many connections may wait to be accepted, from the next `startListening` on.
    public func setConnectionBacklog(_ value: Int) throws(SSLError) {
        try configure { $0.connectionBacklog = value }
    }

    /// What ends a line of incoming data on new connections; empty: data is given as it comes.
    public var defaultEOL: [UInt8] {
        get { configuration.defaultEOL }
        set { core.set(\.defaultEOL, newValue) }
    }

    /// Whether CR, LF and CRLF each end a line on new connections.
    public var defaultSingleLineMode: Bool {
        get { configuration.defaultSingleLineMode }
        set { core.set(\.defaultSingleLineMode, newValue) }
    }

    /// How long a line may get on new connections.
    public var defaultMaxLineLength: Int { configuration.defaultMaxLineLength }

    /// Sets how long a line may get on new connections: at least 256 bytes.
    public func setDefaultMaxLineLength(_ value: Int) throws(SSLError) {
        try configure { $0.defaultMaxLineLength = value }
    }

    /// Seconds without data after which a client is disconnected; 0: never.
    public var defaultIdleTimeout: Int { configuration.defaultIdleTimeout }

    /// Sets the seconds without data after which a client is disconnected.
    public func setDefaultIdleTimeout(_ value: Int) throws(SSLError) {
        try configure { $0.defaultIdleTimeout = value }
    }

    /// Seconds a send on a new connection may wait without progress; 0: sends never wait.
    public var defaultTimeout: Int { configuration.defaultTimeout }

    /// Sets the seconds a send on a new connection may wait without progress.
    public func setDefaultTimeout(_ value: Int) throws(SSLError) {
        try configure { $0.defaultTimeout = value }
    }

    /// Whether TCP keep-alive packets are sent on new connections.
    public var keepAlive: Bool {
        get { configuration.keepAlive }
        set { core.set(\.keepAlive, newValue) }
    }

    /// Whether closing a new connection sends what is queued first; otherwise it is reset.
    public var linger: Bool {
        get { configuration.linger }
        set { core.set(\.linger, newValue) }
    }

    /// Whether clients are asked for a certificate.
    public var sslAuthenticateClients: Bool { configuration.sslAuthenticateClients }

    /// Sets whether clients are asked for a certificate.
    public func setSSLAuthenticateClients(_ value: Bool) throws(SSLError) {
        try configure { $0.sslAuthenticateClients = value }
    }

    /// What the server serves with.
    public var sslCert: Certificate { configuration.sslCert }

    /// Sets what the server serves with. While listening new connections get it at once; one that cannot serve is
    /// refused and the old one stays.
    public func setSSLCert(_ value: Certificate) throws(SSLError) {
        try configure { $0.sslCert = value }
    }

    /// Which TLS implementation is used.
    public var sslProvider: SSLProviders { configuration.sslProvider }

    /// Sets which TLS implementation is used. Refused while listening.
    public func setSSLProvider(_ value: SSLProviders) throws(SSLError) {
        try configure { $0.sslProvider = value }
    }
}
