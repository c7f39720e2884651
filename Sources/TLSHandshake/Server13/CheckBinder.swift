import TLSMessages
import TLSPrimitives
import TLSWire

extension Server13 {
    /// Proof that the client has the pre-shared key. RFC 9846 §4.3.11.2.
    struct BinderChecked: ~Copyable {
        fileprivate init() {}
    }

    /// Checks the one binder that counts, and takes the hello into the transcript. RFC 9846 §4.3.11.
    static func checkBinder(
        _ decision: PSKDecision, _ hello: ClientHello, _ message: HandshakeMessage, _ transcript: Transcript
    ) throws(HandshakeFault) -> BinderChecked {
        guard let offered = hello.extensions.preSharedKey, Int(decision.index) < offered.binders.count else {
            throw .misbehaved(.binderCountDiffers)
        }
        let covered = message.bytes.count - offered.bindersLength
        try transcript.append(message, upTo: covered)
        let expected = try decision.key.binder(try transcript.hash)
        let received = offered.binders[Int(decision.index)]
        guard ConstantTime.equal(expected.span, received.span.bytes) else {
            throw .misbehaved(.wrongBinder)
        }
        try transcript.append(message, from: covered)
        return BinderChecked()
    }
}
