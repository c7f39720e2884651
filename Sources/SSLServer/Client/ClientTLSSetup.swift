import InternalProvider
import TLSMessages
import TLSProvider

/// The TLS configuration that follows from the client's.
extension SSLClient.Configuration {
    /// Makes what one connection speaks TLS with.
    ///
    /// - Parameter sessions: where the sessions of this server are found, and new ones go.
    func makeContext(
        sessions: TLSSessionCache, sendsEarlyData: Bool, keyLog: KeyLogFile?
    ) throws(SSLError) -> any TLSClientContext {
        var configuration = TLSClientConfiguration(serverName: nameToSend)
        configuration.identities = try common.identities()
        configuration.versions = try common.offeredVersions()
        configuration.cipherSuites = try common.offeredCipherSuites()
        configuration.groups = tls13SupportedGroups
        configuration.tls12Groups = common.groups12
        let shares = tls13KeyShareGroups.filter(tls13SupportedGroups.contains)
        configuration.keyShareGroups = shares.isEmpty ? nil : shares
        configuration.signatureSchemes = tls13SignatureAlgorithms
        // An empty list is not sent.
        configuration.tls12SignatureSchemes = tls12SignatureAlgorithms == [] ? [] : common.signatureSchemes12
        configuration.applicationProtocols = applicationProtocols
        configuration.recordPadding = recordPadding
        configuration.platform = common.platformSettings
        // The function only tells the implementation that it has to ask: the connection's handler answers itself.
        configuration.verifyServer = { _ in .reject(.certificateUnknown, reason: "no verdict") }
        // Whoever is vouched for by an authority may be asked what that says of him now.
        configuration.requestsOCSPResponse = true
        if common.reuseSSLSession {
            let server = sessionKey
            configuration.session = sessions.take(for: server)
            configuration.receiveSession = { sessions.add($0, for: server) }
            configuration.offersEarlyData = sendsEarlyData
        }
        if let keyLog { configuration.unsafelyLogSecrets = { line in keyLog.append(line) } }
        if !common.usesPlatform { common.log(legacy: InternalProvider.legacyChoices(in: configuration)) }
        do {
            return try common.provider.makeClientContext(configuration)
        } catch {
            throw SSLError(.cannotAcquireCredentials, escapeForLog(error.description), tlsError: error)
        }
    }

    /// What tells apart servers whose sessions must not be mixed up.
    var sessionKey: String {
        "\(common.provider.name) \(remoteHost) \(remotePort) \(nameToSend ?? "")"
    }

    /// Whether a server that was trusted before may not be now: its sessions are then of no use.
    func trustsOthers(than other: SSLClient.Configuration) -> Bool {
        sslAcceptAnyServerCert != other.sslAcceptAnyServerCert || pinnedKeys != other.pinnedKeys
            || sslAcceptServerCert.certificateChain != other.sslAcceptServerCert.certificateChain
            || common.trustSource != other.common.trustSource || common.openSSLCAFile != other.common.openSSLCAFile
            || common.openSSLCADir != other.common.openSSLCADir
            || sslCert.certificateChain != other.sslCert.certificateChain
    }

    /// By what the server is known.
    ///
    /// - Parameter authorities: by whom servers are vouched for, if that is needed.
    func trust(_ authorities: () throws(SSLError) -> TLSTrust) throws(SSLError) -> ServerTrust {
        let certificate = sslAcceptServerCert.certificateChain.first
        let isKnown = sslAcceptAnyServerCert || certificate != nil || !pinnedKeys.isEmpty
        let isChecked = common.platformChecksPeers
        return ServerTrust(
            acceptsAny: sslAcceptAnyServerCert, certificate: certificate, pins: pinnedKeys, isChecked: isChecked,
            name: nameToCheck, authorities: isKnown || isChecked ? nil : try authorities())
    }
}
