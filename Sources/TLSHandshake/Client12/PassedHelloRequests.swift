import TLSMessages
import TLSWire

/// A server's HelloRequests that come while there is a handshake anyway: passed over, and in no transcript.
/// RFC 5246 §7.4.1.1.
final class PassedHelloRequests {
    /// More of them than any server has a reason to send.
    static let maximum = 4
    private var count = 0

    /// Passes one over.
    func pass(_ message: HandshakeMessage) throws(HandshakeFault) {
        _ = try decoding { () throws(WireError) in try message.decode(HelloRequest.codec, "HelloRequest") }
        count += 1
        guard count <= Self.maximum else { throw .misbehaved(.unexpectedMessage) }
    }
}
