package import TLSMessages
package import TLSPrimitives

/// The handshake messages of TLS 1.2: their running hash, and the messages themselves while a client certificate may come.
///
/// A CertificateVerify signs all that went before it with a hash of its own choice. RFC 5246 §7.4.8.
package final class Transcript12 {
    private let transcript: Transcript
    private var kept: [UInt8]?

    /// - Parameter keepsMessages: whether a CertificateVerify may come, until `dropMessages`.
    package init(_ algorithm: HashAlgorithm, keepsMessages: Bool) throws(HandshakeFault) {
        transcript = try Transcript(algorithm)
        kept = keepsMessages ? [] : nil
    }

    package func append(_ message: HandshakeMessage) throws(HandshakeFault) {
        try transcript.append(message)
        kept?.append(contentsOf: message.bytes)
    }

    /// The hash of all messages so far.
    package var hash: TranscriptHash {
        get throws(HandshakeFault) { try transcript.hash }
    }

    /// All messages so far: what a CertificateVerify signs. RFC 5246 §7.4.8.
    package var messages: [UInt8] {
        get throws(HandshakeFault) {
            guard let kept else { throw .crypto(CryptoError("transcript", reason: "the messages were not kept")) }
            return kept
        }
    }

    /// No CertificateVerify will come, or it has come.
    package func dropMessages() {
        kept = nil
    }
}
