import TLSMessages
import TLSProvider

/// The TLS configuration that follows from the client's.
extension SSLClient.Configuration {
    /// Makes what one connection speaks TLS with.
    func makeContext(_ provider: any TLSProvider, keyLog: KeyLogFile?) throws(SSLError) -> any TLSClientContext {
        var configuration = TLSClientConfiguration(serverName: nameToSend)
        configuration.identities = try common.identities()
        configuration.versions = try common.offeredVersions()
        configuration.cipherSuites = try common.offeredCipherSuites()
        configuration.groups = tls13SupportedGroups
        let shares = tls13KeyShareGroups.filter(tls13SupportedGroups.contains)
        configuration.keyShareGroups = shares.isEmpty ? nil : shares
        configuration.signatureSchemes = tls13SignatureAlgorithms
        configuration.applicationProtocols = applicationProtocols
        configuration.recordPadding = recordPadding
        configuration.platform = common.platformSettings
        // The function only tells the implementation that it has to ask: the connection's handler answers itself.
        configuration.verifyServer = { _ in .reject(.certificateUnknown, reason: "no verdict") }
        if let keyLog { configuration.unsafelyLogSecrets = { line in keyLog.append(line) } }
        do {
            return try provider.makeClientContext(configuration)
        } catch {
            throw SSLError(.cannotAcquireCredentials, escapeForLog(error.description), tlsError: error)
        }
    }

    /// By what the server is known.
    var trust: ServerTrust {
        ServerTrust(
            acceptsAny: sslAcceptAnyServerCert, certificate: sslAcceptServerCert.certificateChain.first,
            pins: pinnedKeys, isChecked: common.platformChecksPeers, name: nameToCheck)
    }
}
