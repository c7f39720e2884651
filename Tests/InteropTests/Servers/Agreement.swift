import TLSMessages
import TLSProvider
import Testing

/// Expects that both ends tell the same of a connection that went well.
func expectAgreement(
    _ report: ClientReport, _ view: ServerView, _ request: ClientRequest, at place: SourceLocation = #_sourceLocation
) throws {
    let transcript = Comment(rawValue: "\(view)\n\(report.transcript)")
    let agreed = try #require(view.negotiated, transcript, sourceLocation: place)
    #expect(agreed.version == request.version, sourceLocation: place)
    #expect(report.version == request.version, transcript, sourceLocation: place)
    if let suite = report.cipherSuite { #expect(suite == agreed.cipherSuite, transcript, sourceLocation: place) }
    // A session of TLS 1.2 resumes without a key exchange, of which GnuTLS then does not tell the suite.
    let isShort = request.version == .tls12 && request.resumes
    #expect(report.cipherSuite != nil || isShort, transcript, sourceLocation: place)
    #expect((agreed.group == nil) == isShort, transcript, sourceLocation: place)
    if request.version == .tls12, let isBound = report.usesExtendedMasterSecret {
        #expect(isBound == agreed.usesExtendedMasterSecret, transcript, sourceLocation: place)
    }
    // Go and GnuTLS then tell the group that the session began with.
    if let group = report.group, !isShort { #expect(group == agreed.group, transcript, sourceLocation: place) }
    #expect((agreed.signatureScheme == nil) == agreed.isResumed, sourceLocation: place)
    #expect(agreed.isResumed == request.resumes, transcript, sourceLocation: place)
    if let isResumed = report.isResumed { #expect(isResumed == agreed.isResumed, transcript, sourceLocation: place) }
    if let scheme = report.signatureScheme {
        #expect(scheme == agreed.signatureScheme, transcript, sourceLocation: place)
    }
    #expect(report.applicationProtocol == agreed.applicationProtocol ?? "", transcript, sourceLocation: place)
    #expect(agreed.serverName == request.serverName, sourceLocation: place)
    #expect(report.serverCertificate == request.serverName, transcript, sourceLocation: place)
    #expect(report.isDataIntact, transcript, sourceLocation: place)
    #expect(report.alert == nil, transcript, sourceLocation: place)
    #expect(view.error == nil, transcript, sourceLocation: place)
    if request.closer == .client { #expect(view.isClosedByPeer, transcript, sourceLocation: place) }
    #expect(report.end != .truncated, transcript, sourceLocation: place)
}

/// Expects that the client was told this alert, and that the server knows it sent it.
func expectRefusal(
    _ report: ClientReport, _ view: ServerView, _ alert: AlertDescription, at place: SourceLocation = #_sourceLocation
) {
    let transcript = Comment(rawValue: "\(view)\n\(report.transcript)")
    #expect(report.alert == alert, transcript, sourceLocation: place)
    #expect(!report.isDataIntact, transcript, sourceLocation: place)
    #expect(view.error?.alert == alert, transcript, sourceLocation: place)
    #expect(view.error?.alertDirection == .sent, transcript, sourceLocation: place)
}
