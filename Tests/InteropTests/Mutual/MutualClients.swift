import TLSMessages

/// The clients of `Vectors/interop/mutual`, and what becomes of them at a server that judges their paths.
enum MutualClient: String, CaseIterable, Sendable {
    case good = "client"
    case untrusted = "client-stranger"
    case expired = "client-expired"
    case wrongUsage = "client-usage"
    case revoked = "client-revoked"

    var identity: String { "mutual/\(rawValue)" }

    /// The alert that it gets; nil: it is let in. RFC 9846 §6.2.
    var alert: AlertDescription? {
        switch self {
        case .good: nil
        case .untrusted: .unknownCA
        case .expired: .certificateExpired
        case .wrongUsage: .unsupportedCertificate
        case .revoked: .certificateRevoked
        }
    }
}

/// The versions in which both sides prove themselves.
enum MutualVersion: String, CaseIterable, Sendable {
    case tls12, tls13

    var protocolVersion: ProtocolVersion { self == .tls12 ? .tls12 : .tls13 }
}
