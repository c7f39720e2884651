import TLSMessages
import TLSPrimitives

/// The client's side of TLS 1.3, and the one ClientHello that offers all versions. RFC 9846 §2, §A.1.
///
/// Each decision is three steps in three files: `Decide…` (what to offer, what an answer means), `DeriveHandshakeKeys` and
/// `KeySchedule13` (keys), and `HelloFlight` and `ClientFlight` (messages).
package enum Client13 {
    /// Sends the ClientHello and awaits the answer.
    package static func start<S: HandshakeSink & ~Copyable>(
        _ settings: ClientSettings, into sink: inout S
    ) throws(HandshakeFault) -> ClientState {
        // RFC 9846 §5: it may come as soon as a ClientHello is sent. In TLS 1.2 it may not.
        sink.tolerateChangeCipherSpec(settings.speaksTLS13)
        return try sendFirstHello(settings, &sink)
    }
}
