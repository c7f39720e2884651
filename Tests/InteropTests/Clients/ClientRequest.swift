import TLSMessages

/// What a client is to do: connect, offer this, send data, have it echoed, and end.
struct ClientRequest: Sendable {
    /// Which end closes first.
    enum Closer: String, Sendable {
        case client, server
    }

    var port: Int
    var serverName = "server.test"
    /// The one version it speaks.
    var version = ProtocolVersion.tls13
    /// What it offers; empty: what it does of itself.
    var groups: [NamedGroup] = []
    var cipherSuites: [CipherSuite] = []
    var signatureSchemes: [SignatureScheme] = []
    var applicationProtocols: [String] = []
    /// The identity it has, by its fixture's name.
    var identity: String?
    /// How many bytes it sends and expects back.
    var byteCount = 200
    var closer = Closer.client
    /// Whether it closes its direction once it has sent all, and only then reads the answer.
    var answerComesAfterEnd = false
    /// Whether it asks for the bytes by HTTP instead of sending them.
    var isDownload = false
    /// What it exports keying material for, 32 bytes of it.
    var exporterLabel: String?
    /// Whether it connects twice, to resume the session of the first connection; its report is of the second.
    var resumes = false
    /// Whether it takes sessions that it keeps itself; a program of Java's and the commands may not.
    var takesTickets = true

    init(port: Int) {
        self.port = port
    }
}
