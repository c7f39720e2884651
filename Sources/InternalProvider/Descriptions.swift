import TLSCertificates
import TLSHandshake
import TLSMessages
import TLSProvider

extension ClientHelloInfo {
    /// The offer in the application's terms.
    init(_ hello: ClientHello, _ message: HandshakeMessage) {
        self.init(rawMessage: message.bytes)
        let offer = hello.extensions
        serverName = offer.serverName.map(lowercased)
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
        if let name = outcome.applicationProtocol { applicationProtocol = String(decoding: name, as: UTF8.self) }
        if let name = outcome.serverName { serverName = lowercased(name) }
        usesExtendedMasterSecret = outcome.version == .tls13 || outcome.usesExtendedMasterSecret
        encryptsThenMACs = outcome.encryptsThenMACs
        isResumed = outcome.isResumed
        isHelloRetried = outcome.isHelloRetried
        isEarlyDataAccepted = outcome.isEarlyDataAccepted
        ticketAge = outcome.ticketAge
        claimedTicketAge = outcome.claimedTicketAge
        if let identity = outcome.externalIdentity { preSharedKeyIdentity = identity }
        peerStatements = TLSCertificateStatements(outcome.peerStatements)
        if !outcome.peerCertificates.isEmpty {
            let isRead = read.map(\.derBytes) == outcome.peerCertificates
            peerCertificates = isRead ? read : outcome.peerCertificates.compactMap(readCertificate)
        }
    }
}

extension TLSCertificateStatements {
    /// What came, in the application's terms.
    init(_ statements: CertificateStatements) {
        self.init(ocspResponse: statements.ocspResponse, signedCertificateTimestamps: statements.timestamps)
        isOfEarlierHandshake = statements.isOfEarlierHandshake
    }
}

/// A host name as it is compared. RFC 6066 §3: it is ASCII, and its case says nothing.
private func lowercased(_ name: [UInt8]) -> String {
    let uppercase = UInt8(ascii: "A")...UInt8(ascii: "Z")
    guard name.contains(where: uppercase.contains) else { return String(decoding: name, as: UTF8.self) }
    return String(decoding: name.map { uppercase.contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
}

/// A peer's certificate for the application; one that cannot be read fails the handshake before it gets here.
func readCertificate(_ derBytes: [UInt8]) -> X509Certificate? {
    try? X509Certificate(derBytes: derBytes)
}
