import TLSMessages
import TLSPrimitives

/// The client's side of TLS 1.3. RFC 9846 §2, §A.1.
///
/// Each decision is three steps in three files: `Decide…` (what to offer, what an answer means), `DeriveHandshakeKeys` and
/// `KeySchedule13` (keys), and `HelloFlight` and `ClientFlight` (messages).
package enum Client13 {
    /// Sends the ClientHello and awaits the answer.
    package static func start<S: HandshakeSink & ~Copyable>(
        _ settings: ClientSettings, into sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        // RFC 9846 §5: it may come as soon as a ClientHello is sent.
        sink.tolerateChangeCipherSpec(true)
        return try sendFirstHello(settings, &sink)
    }
}
