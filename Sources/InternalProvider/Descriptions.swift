import TLSCertificates
import TLSHandshake
import TLSMessages
import TLSProvider

extension ClientHelloInfo {
    /// The offer in the application's terms.
    init(_ hello: ClientHello, _ message: HandshakeMessage) {
        self.init(rawMessage: message.bytes)
        let offer = hello.extensions
        serverName = offer.serverName.map { String(decoding: $0, as: UTF8.self).lowercased() }
        applicationProtocols = (offer.applicationProtocols ?? []).map { String(decoding: $0, as: UTF8.self) }
        supportedVersions = offer.supportedVersions ?? [hello.legacyVersion]
        cipherSuites = hello.cipherSuites
        signatureSchemes = offer.signatureAlgorithms ?? []
        supportedGroups = offer.supportedGroups ?? []
        keyShareGroups = (offer.keyShare ?? []).map(\.group)
        extensionTypes = offer.order.map(\.rawValue)
    }
}

extension NegotiatedParameters {
    /// The outcome in the application's terms.
    ///
    /// - Parameter read: the peer's chain, if it was read already.
    init(_ outcome: HandshakeOutcome, read: [X509Certificate]) {
        self.init(version: outcome.version, cipherSuite: outcome.cipherSuite)
        group = outcome.group
        signatureScheme = outcome.signatureScheme
        clientSignatureScheme = outcome.clientSignatureScheme
        applicationProtocol = outcome.applicationProtocol.map { String(decoding: $0, as: UTF8.self) }
        serverName = outcome.serverName.map { String(decoding: $0, as: UTF8.self).lowercased() }
        usesExtendedMasterSecret = outcome.version == .tls13 || outcome.usesExtendedMasterSecret
        encryptsThenMACs = outcome.encryptsThenMACs
        isResumed = outcome.isResumed
        isHelloRetried = outcome.isHelloRetried
        isEarlyDataAccepted = outcome.isEarlyDataAccepted
        ticketAge = outcome.ticketAge
        claimedTicketAge = outcome.claimedTicketAge
        preSharedKeyIdentity = outcome.externalIdentity
        let isRead = read.map(\.derBytes) == outcome.peerCertificates
        peerCertificates = isRead ? read : outcome.peerCertificates.compactMap(readCertificate)
        peerStatements = TLSCertificateStatements(outcome.peerStatements)
    }
}

extension TLSCertificateStatements {
    /// What came, in the application's terms.
    init(_ statements: CertificateStatements) {
        self.init(ocspResponse: statements.ocspResponse, signedCertificateTimestamps: statements.timestamps)
        isOfEarlierHandshake = statements.isOfEarlierHandshake
    }
}

/// A peer's certificate for the application; one that cannot be read fails the handshake before it gets here.
func readCertificate(_ derBytes: [UInt8]) -> X509Certificate? {
    try? X509Certificate(derBytes: derBytes)
}
