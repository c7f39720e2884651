import TLSPrimitives

/// What CertificateVerify signs: padding, context and the transcript's hash. RFC 9846 §4.5.2.
package func signedContent(_ role: SigningRole, _ transcript: TranscriptHash) -> [UInt8] {
    let start = role.start
    return [UInt8](capacity: start.count + transcript.digest.count) { output in
        output.append(start.span.bytes)
        output.append(transcript.digest.span)
    }
}

/// Whose CertificateVerify it is.
package enum SigningRole: Sendable {
    case server
    case client

    /// What stands in front of the transcript's hash.
    fileprivate var start: [UInt8] {
        switch self {
        case .server: Self.serverStart
        case .client: Self.clientStart
        }
    }

    private static let serverStart = makeStart("TLS 1.3, server CertificateVerify")
    private static let clientStart = makeStart("TLS 1.3, client CertificateVerify")

    private static func makeStart(_ context: String) -> [UInt8] {
        [UInt8](repeating: 0x20, count: 64) + context.utf8 + [0]
    }
}
