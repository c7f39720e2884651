import NIOConcurrencyHelpers
public import TLSProvider

extension SSLClient {
    // MARK: The connection

    /// Whether the connection is established and has not ended.
    public var connected: Bool { core.connection?.shared { $0.isConnected } ?? false }

    /// Whether data is taken in: false between `pauseData` and `processData`.
    public var acceptData: Bool { core.connection?.shared { $0.acceptsData } ?? true }

    /// How many bytes the last send took; always 0 while `timeout` is positive.
    public var bytesSent: Int { core.connection?.shared { $0.bytesSent } ?? 0 }

    /// Whether a send would be taken.
    public var readyToSend: Bool { core.connection?.shared { $0.isReadyToSend } ?? false }

    /// What the last handshake agreed on; nil before it is complete.
    public var negotiated: NegotiatedParameters? { core.box.withLockedValue { $0.negotiated } }

    /// What the server of the last complete handshake has presented; empty before it.
    public var sslServerCert: Certificate { Certificate(certificates: negotiated?.peerCertificates ?? []) }

    /// The address the client is connected to; empty without a connection.
    public var remoteAddress: String { core.connection?.remoteHost ?? "" }

    /// How long it took, at the last `connect`, to find the server and have the TCP connection; nil before.
    public var connectTime: Duration? { core.box.withLockedValue { $0.last }?.times.transport }

    /// How long the last handshake took, with what the application took to trust the server; nil before.
    public var handshakeTime: Duration? { core.box.withLockedValue { $0.last }?.times.handshake }

    // MARK: Where to

    /// The server's name or address.
    public var remoteHost: String { configuration.remoteHost }

    /// Sets the server's name or address. Refused with 101 while connected, and with 102 for 0.0.0.0.
    public func setRemoteHost(_ value: String) throws(SSLError) {
        try configure { $0.remoteHost = value }
    }

    /// The server's port.
    public var remotePort: Int { configuration.remotePort }

    /// Sets the server's port. Refused with 100 while connected.
    public func setRemotePort(_ value: Int) throws(SSLError) {
        try configure { $0.remotePort = value }
    }

    /// The address of this machine to connect from; the one in use while connected.
    public var localHost: String { core.connection?.localAddress ?? configuration.localHost }

    /// Sets the address of this machine to connect from. Refused while connected.
    public func setLocalHost(_ value: String) throws(SSLError) {
        try configure { $0.localHost = value }
    }

    /// The port of this machine to connect from; the one in use while connected.
    public var localPort: Int { core.connection?.localPort ?? configuration.localPort }

    /// Sets the port of this machine to connect from. Refused while connected.
    public func setLocalPort(_ value: Int) throws(SSLError) {
        try configure { $0.localPort = value }
    }

    // MARK: Data

    /// What ends a line of incoming data, as text; empty: data is given as it comes.
    public var eol: String {
        get { String(decoding: eolB, as: UTF8.self) }
        set { eolB = Array(newValue.utf8) }
    }

    /// What ends a line of incoming data; holds from the next byte on.
    public var eolB: [UInt8] {
        get { configuration.eol }
        set { core.set(\.eol, newValue) }
    }

    /// Whether CR, LF and CRLF each end a line, whatever `eol` says.
    public var singleLineMode: Bool {
        get { configuration.singleLineMode }
        set { core.set(\.singleLineMode, newValue) }
    }

    /// How long a line may get.
    public var maxLineLength: Int { configuration.maxLineLength }

    /// Sets how long a line may get: at least 256 bytes.
    public func setMaxLineLength(_ value: Int) throws(SSLError) {
        try configure { $0.maxLineLength = value }
    }

    /// The length of the records data is given in; 0: as lines or as it comes. See `changeRecordLength`.
    public var recordLength: Int { configuration.recordLength }

    // MARK: Sockets and timeouts

    /// Seconds without data either way after which the client disconnects; 0: never.
    public var idleTimeout: Int { configuration.idleTimeout }

    /// Sets the seconds without data either way after which the client disconnects.
    public func setIdleTimeout(_ value: Int) throws(SSLError) {
        try configure { $0.idleTimeout = value }
    }

    /// Seconds a send may wait without progress; 0: sends never wait.
    public var timeout: Int { configuration.timeout }

    /// Sets the seconds a send may wait without progress.
    public func setTimeout(_ value: Int) throws(SSLError) {
        try configure { $0.timeout = value }
    }

    /// Whether TCP keep-alive packets are sent on the next connection.
    public var keepAlive: Bool {
        get { configuration.keepAlive }
        set { core.set(\.keepAlive, newValue) }
    }

    /// Whether closing the next connection sends what is queued first; otherwise it is reset.
    public var linger: Bool {
        get { configuration.linger }
        set { core.set(\.linger, newValue) }
    }

    // MARK: TLS

    /// What the client presents when the server asks for a certificate.
    public var sslCert: Certificate { configuration.sslCert }

    /// Sets what the client presents; one without a private key is refused with 273.
    public func setSSLCert(_ value: Certificate) throws(SSLError) {
        try configure { $0.sslCert = value }
    }

    /// The certificate by which the server is known; empty: it is not known by one.
    public var sslAcceptServerCert: Certificate {
        get { configuration.sslAcceptServerCert }
        set { core.set(\.sslAcceptServerCert, newValue) }
    }

    /// Keys by which servers are known.
    public var pinnedKeys: Set<PublicKeyPin> {
        get { configuration.pinnedKeys }
        set { core.set(\.pinnedKeys, newValue) }
    }

    /// The application protocols offered, best first (ALPN).
    public var applicationProtocols: [String] {
        get { configuration.applicationProtocols }
        set { core.set(\.applicationProtocols, newValue) }
    }

    /// Which TLS implementation is used.
    public var sslProvider: SSLProviders { configuration.sslProvider }

    /// Sets which TLS implementation is used, from the next connection on.
    public func setSSLProvider(_ value: SSLProviders) throws(SSLError) {
        try configure { $0.sslProvider = value }
    }
}
