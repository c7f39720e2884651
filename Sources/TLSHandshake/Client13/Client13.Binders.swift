import TLSMessages
import TLSPrimitives

extension Client13 {
    /// Fills in the binders of a first hello, each over its key's own hash. RFC 9846 §4.3.11.2.
    static func bindFirst(_ offer: HelloOffer) throws(HandshakeFault) -> HandshakeMessage {
        let blank = try offer.message()
        guard let offered = offer.hello.extensions.preSharedKey else { return blank }
        let covered = blank.bytes.count - offered.bindersLength
        var binders: [[UInt8]] = []
        for key in offer.offeredKeys {
            let digest = try crypto { () throws(CryptoError) in
                try key.key.hash.digest(of: blank.bytes.span.bytes.extracting(0..<covered))
            }
            let hash = TranscriptHash(algorithm: key.key.hash, digest: digest)
            binders.append(try key.key.binder(hash).bytes)
        }
        return fill(blank, from: covered, binders)
    }

    /// Fills in the binders of a second hello, over all that came before too, and takes it into the transcript.
    static func bindSecond(
        _ offer: HelloOffer, _ transcript: Transcript
    ) throws(HandshakeFault) -> HandshakeMessage {
        let blank = try offer.message()
        guard let offered = offer.hello.extensions.preSharedKey else {
            try transcript.append(blank)
            return blank
        }
        let covered = blank.bytes.count - offered.bindersLength
        try transcript.append(blank, upTo: covered)
        let hash = try transcript.hash
        var binders: [[UInt8]] = []
        for key in offer.offeredKeys { binders.append(try key.key.binder(hash).bytes) }
        let message = fill(blank, from: covered, binders)
        try transcript.append(message, from: covered)
        return message
    }

    /// pre_shared_key is last, so the binders' list ends the message.
    private static func fill(_ blank: HandshakeMessage, from covered: Int, _ binders: [[UInt8]]) -> HandshakeMessage {
        // The list's own length stays.
        var bytes = Array(blank.bytes.prefix(covered + 2))
        for binder in binders {
            bytes.append(UInt8(truncatingIfNeeded: binder.count))
            bytes.append(contentsOf: binder)
        }
        return HandshakeMessage(type: .clientHello, bytes: bytes)
    }
}
