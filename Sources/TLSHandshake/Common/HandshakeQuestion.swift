/// What a handshake asks the application.
package enum HandshakeQuestion: Hashable, Sendable {
    /// What to do with this ClientHello.
    case clientHello
    /// Whether the peer with these certificates may go on.
    case peerCertificates
}
