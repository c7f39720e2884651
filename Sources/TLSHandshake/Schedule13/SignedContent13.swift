import TLSPrimitives

/// What CertificateVerify signs: padding, context and the transcript's hash. RFC 9846 §4.5.2.
package func signedContent(_ role: SigningRole, _ transcript: TranscriptHash) -> [UInt8] {
    var content = [UInt8](repeating: 0x20, count: 64)
    content.reserveCapacity(64 + 34 + transcript.digest.count)
    content.append(contentsOf: role.context.utf8)
    content.append(0)
    content.append(contentsOf: transcript.digest.bytes)
    return content
}

/// Whose CertificateVerify it is.
package enum SigningRole: Sendable {
    case server
    case client

    fileprivate var context: String {
        switch self {
        case .server: "TLS 1.3, server CertificateVerify"
        case .client: "TLS 1.3, client CertificateVerify"
        }
    }
}
