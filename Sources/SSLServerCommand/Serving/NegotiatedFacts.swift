import TLSMessages
import TLSProvider

extension ConnectionFacts {
    /// What a handshake agreed on, in words.
    init(_ negotiated: NegotiatedParameters, provider: String, handshakeTime: Duration?, address: String, port: Int) {
        let name = negotiated.version.description
        let number = String(negotiated.cipherSuite.rawValue, radix: 16)
        self.init(
            provider: provider, version: name.hasPrefix("TLS1") ? "TLS \(name.dropFirst(3))" : name,
            cipherSuite: negotiated.cipherSuite.description,
            cipherSuiteNumber: "0x" + String(repeating: "0", count: max(4 - number.utf8.count, 0)) + number,
            group: negotiated.group?.description, signatureScheme: negotiated.signatureScheme?.description,
            applicationProtocol: negotiated.applicationProtocol, serverName: negotiated.serverName,
            isResumed: negotiated.isResumed, isHelloRetried: negotiated.isHelloRetried, handshakeTime: handshakeTime,
            clientAddress: address, clientPort: port)
    }
}
