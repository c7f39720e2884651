import InternalProvider
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider

/// The TLS configuration that follows from the server's.
extension SSLServer.Configuration {
    /// The certificates of `SSLCACerts`.
    func extraCertificates() throws(SSLError) -> [X509Certificate] {
        sslCACerts.isEmpty ? [] : try Certificate.certificates(pem: sslCACerts, "SSLCACerts")
    }

    /// What the server proves itself with: each chain with the certificates of `SSLCACerts` behind it, in issuing order
    /// and without repetition.
    func identities() throws(SSLError) -> [TLSIdentity] {
        let extra = try extraCertificates()
        var identities: [TLSIdentity] = []
        for certificate in [sslCert] + additionalCertificates where !certificate.isEmpty {
            let identity = try certificate.servingIdentity()
            identities.append(extra.isEmpty ? identity : try Self.extend(identity, with: extra))
        }
        return identities
    }

    private static func extend(_ identity: TLSIdentity, with extra: [X509Certificate]) throws(SSLError) -> TLSIdentity {
        var chain = identity.certificateChain
        var left = extra.filter { !chain.contains($0) }
        // Each issuer follows what it has issued; what belongs nowhere keeps its place at the end.
        while let last = chain.last, let next = left.firstIndex(where: { $0.subject == last.issuer }) {
            chain.append(left.remove(at: next))
        }
        for certificate in left where !chain.contains(certificate) { chain.append(certificate) }
        do {
            var extended = try TLSIdentity(certificateChain: chain, privateKey: identity.privateKey)
            extended.ocspResponse = identity.ocspResponse
            extended.signedCertificateTimestamps = identity.signedCertificateTimestamps
            extended.isBoundToIssuers = identity.isBoundToIssuers
            return extended
        } catch {
            throw SSLError(keyStore: error)
        }
    }

    /// Makes what the connections share.
    ///
    /// - Parameters:
    ///   - identities: what the server proves itself with, each with what is sent beside it.
    ///   - authorityNames: the names of authorities that clients are told.
    ///   - asksForChoice: whether each client's offer is shown to the application.
    func makeContext(
        _ identities: [TLSIdentity], authorityNames: [[UInt8]], asksForChoice: Bool, resumption: ResumptionMeans,
        keyLog: KeyLogFile?
    ) throws(SSLError) -> any TLSServerContext {
        var configuration = TLSServerConfiguration(identities: identities)
        configuration.versions = try offeredVersions()
        configuration.cipherSuites = try offeredCipherSuites()
        configuration.groups = tls13SupportedGroups
        configuration.tls12Groups = groups12
        configuration.signatureSchemes = tls13SignatureAlgorithms
        configuration.tls12SignatureSchemes = signatureSchemes12
        configuration.applicationProtocols = applicationProtocols
        configuration.requiresApplicationProtocol = requiresApplicationProtocol
        configuration.refusesUnknownServerName = refusesUnknownServerName
        configuration.recordPadding = recordPadding
        configuration.resumesSessions = reuseSSLSession
        configuration.ticketKeys = resumption.ticketKeys
        configuration.sessionStore = sessionStore
        if resumption.hearsEarlyData, maxEarlyDataLength > 0 {
            configuration.earlyData = .accept(upTo: maxEarlyDataLength, filter: resumption.replayFilter)
        }
        configuration.platform = platformSettings
        // The functions only tell the implementation that it has to ask: each connection's handler answers itself.
        // With the platform the event stays silent, as its reference says.
        if asksForChoice, !usesPlatform { configuration.chooseForClient = { _ in .proceed } }
        if sslAuthenticateClients {
            configuration.clientAuthentication = .request
            configuration.verifyClient = { _ in .reject(.certificateUnknown, reason: "no verdict") }
            configuration.clientCertificateAuthorities = authorityNames
        }
        if let keyLog { configuration.unsafelyLogSecrets = { line in keyLog.append(line) } }
        if !usesPlatform { log(legacy: InternalProvider.legacyChoices(in: configuration)) }
        do {
            return try provider.makeServerContext(configuration)
        } catch {
            throw SSLError(.cannotAcquireCredentials, escapeForLog(error.description), tlsError: error)
        }
    }
}

/// What sessions are resumed with, beyond one configuration's life.
struct ResumptionMeans {
    let ticketKeys: TLSTicketKeys
    let replayFilter: TLSReplayFilter
    /// Somebody is told of early data.
    let hearsEarlyData: Bool
}
