extension SSLClient {
    /// Which TLS implementation is used.
    public typealias SSLProviders = SSLServer.SSLProviders
    /// The protocol versions spoken, as the sum of their numbers.
    public typealias EnabledProtocols = SSLServer.EnabledProtocols

    /// Everything a client can be told, typed: the properties of the class and its settings.
    ///
    /// A value: change it freely. `SSLClient.configure` checks it and puts it in force. Each property names the
    /// setting string it is the typed form of, where there is one.
    public struct Configuration: Sendable {
        // MARK: Where to

        /// The server's name or address. Cannot change while connected.
        public var remoteHost = ""
        /// The server's port. Cannot change while connected.
        public var remotePort = 0
        /// The address of this machine to connect from; empty: the system chooses.
        public var localHost = ""
        /// The port of this machine to connect from; 0: the system chooses.
        public var localPort = 0
        /// Seconds until the server must have taken the TCP connection.
        public var connectTimeout = 10

        // MARK: Which server

        /// The name the server is asked for (SNI); nil: `remoteHost`, unless that is an address; empty: none.
        public var serverName: String?
        /// Keys by which servers are known: one whose certificate has another is refused.
        public var pinnedKeys: Set<PublicKeyPin> = []
        /// The certificate by which the server is known: one that presents another is refused, unless its key is pinned.
        public var sslAcceptServerCert = Certificate()

        // MARK: Data and events

        /// The length of the records data is given in; 0: as lines or as it comes.
        public var recordLength = 0
        /// Whether events are delivered only inside `doEvents()`. Takes effect at the next `connect`.
        public var deliversManually = false

        /// What servers are told too. Kept in the server's form, so that sockets, TLS and the table of settings are set up
        /// by one code.
        var common: SSLServer.Configuration

        /// The defaults.
        public init() {
            common = SSLServer.Configuration()
        }
    }
}
