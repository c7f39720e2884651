import TLSMessages

/// A connection as the client saw it. Nil: the client does not tell.
struct ClientReport: Sendable {
    /// How the server's direction ended.
    enum End: String, Sendable {
        /// By close_notify.
        case closeNotify = "close_notify"
        /// Somehow: this client does not tell the two apart.
        case closed
        /// Without close_notify.
        case truncated
    }

    var version: ProtocolVersion?
    var cipherSuite: CipherSuite?
    var group: NamedGroup?
    var signatureScheme: SignatureScheme?
    /// The protocol chosen; empty for none.
    var applicationProtocol: String?
    /// The common name of the server's certificate, which the client has verified.
    var serverCertificate: String?
    /// Whether all that was sent came back as it was.
    var isDataIntact = false
    var end: End?
    /// The fatal alert the server sent.
    var alert: AlertDescription?
    /// Keying material in hexadecimal.
    var exported: String?
    /// Whether the secrets of TLS 1.2 are bound to the handshake.
    var usesExtendedMasterSecret: Bool?
    /// Whether the session of an earlier connection was resumed.
    var isResumed: Bool?
    /// Whether the server took the data sent with the hello.
    var isEarlyDataAccepted: Bool?
    /// All that the client printed.
    var transcript: String
}
