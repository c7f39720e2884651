import NIOCore
import TLSCertificates

extension SSLClient.Configuration {
    /// Checks every value.
    func validate() throws(SSLError) {
        try common.validate()
        for (port, name) in [(remotePort, "RemotePort"), (localPort, "LocalPort")] {
            guard (0...65535).contains(port) else { throw SSLError(.invalidArgument, "\(name) must be 0 to 65535") }
        }
        guard remoteHost != "0.0.0.0" else { throw SSLError(.invalidRemoteHost) }
        try SSLServer.Configuration.checkNotNegative(recordLength, "RecordLength")
        guard connectTimeout > 0 else { throw SSLError(.invalidArgument, "the connect timeout must be positive") }
        if let serverName, !serverName.isEmpty, ServerName(serverName) == nil {
            throw SSLError(.invalidArgument, "\(escapeForLog(serverName)) is not the name of a server")
        }
        // A server keeps the text and has no use for it.
        if !common.sslServerCACerts.isEmpty {
            _ = try Certificate.certificates(pem: common.sslServerCACerts, "SSLServerCACerts")
        }
    }

    /// Refuses what cannot change during a connection.
    func checkChange(from old: Self) throws(SSLError) {
        if remotePort != old.remotePort { throw SSLError(.remotePortWhileConnected) }
        if remoteHost != old.remoteHost { throw SSLError(.remoteHostWhileConnected) }
        let fixed = [(localPort != old.localPort, "LocalPort"), (localHost != old.localHost, "LocalHost")]
        for (isChanged, name) in fixed where isChanged {
            throw SSLError(.invalidArgument, "\(name) cannot change while the client is connected")
        }
    }

    /// Refuses a server that cannot be connected to.
    func checkRemote() throws(SSLError) {
        guard !remoteHost.isEmpty else { throw SSLError(.noRemoteHost, "RemoteHost is not set") }
        guard remotePort > 0 else { throw SSLError(.noRemotePort) }
    }

    /// How incoming data is cut.
    var framing: Framing {
        Framing(eol: eol, singleLineMode: singleLineMode, maxLineLength: maxLineLength, recordLength: recordLength)
    }

    /// The name the server is asked for; nil: none.
    var nameToSend: String? {
        if let serverName { return serverName.isEmpty ? nil : serverName }
        return IPAddress(remoteHost) == nil ? remoteHost : nil
    }

    /// The name the server's certificate must be for: the one asked for, or the address connected to.
    var nameToCheck: String { nameToSend ?? remoteHost }
}
