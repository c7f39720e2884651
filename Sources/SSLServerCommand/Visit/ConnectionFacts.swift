/// What is known of a connection once its handshake is complete, and stays.
///
/// Plain values: the client chose some of them and they can be any text; they are made harmless where they are written.
struct ConnectionFacts: Hashable, Sendable {
    /// Which implementation of TLS answered: `internal` or `platform`.
    var provider: String
    /// The protocol version, such as `TLS 1.3`.
    var version: String
    /// The cipher suite's registered name.
    var cipherSuite: String
    /// The cipher suite's number, such as `0x1301`.
    var cipherSuiteNumber: String
    /// The key exchange group; nil when none was used.
    var group: String?
    /// What the server signed with; nil when an earlier session was resumed.
    var signatureScheme: String?
    /// The application protocol agreed on by ALPN.
    var applicationProtocol: String?
    /// The name the client asked for by SNI.
    var serverName: String?
    /// Whether an earlier session was resumed.
    var isResumed = false
    /// Whether the server had to ask for another key share.
    var isHelloRetried = false
    /// From the ClientHello's arrival to the client's Finished.
    var handshakeTime: Duration?
    /// The client's IP address.
    var clientAddress: String
    /// The client's port.
    var clientPort: Int
    /// Who the client is; nil when it has presented no certificate.
    var client: ClientFacts?

    /// The handshake's time in words.
    var handshakeText: String? { handshakeTime.map { "\(Self.milliseconds($0)) ms" } }

    /// The client's address and port, the address in brackets when it is one of IPv6.
    var endpoint: String {
        clientAddress.contains(":") ? "[\(clientAddress)]:\(clientPort)" : "\(clientAddress):\(clientPort)"
    }

    /// A time in milliseconds with two digits after the point.
    static func milliseconds(_ time: Duration) -> String {
        let (seconds, attoseconds) = time.components
        let fraction = (attoseconds + 5_000_000_000_000) / 10_000_000_000_000
        let hundredths = min(max(seconds, 0), 1_000_000) * 100_000 + max(fraction, 0)
        return "\(hundredths / 100).\(pad(Int(hundredths % 100)))"
    }
}
