import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSWire

/// Protects a server's sessions for their way through strange hands: AES-256-GCM under a ticket key.
///
/// The form is name (16 bytes) ‖ nonce (12) ‖ ciphertext ‖ tag (16). Inside: the key's length (1), the key, the facts.
struct SessionSealing: Sendable {
    private static let nonceLength = 12
    private static let tagLength = 16
    private static var headLength: Int { TicketKey.nameLength + nonceLength }

    let keys: TLSTicketKeys

    func seal(_ session: ServerSession, at now: UnixTime) throws(CryptoError) -> [UInt8] {
        let key = try keys.sealingKey(at: now)
        let head = key.name + (try SystemRandom().publicBytes(Self.nonceLength))
        guard let nonce = AEADNonce(exactly: head.span.bytes.extracting(TicketKey.nameLength..<head.count)) else {
            throw CryptoError("ticket", reason: "the nonce has a wrong length")
        }
        let plaintext = Self.plaintext(of: session)
        return try key.cipher.withSealer { sealer throws(CryptoError) in
            try [UInt8](capacity: head.count + plaintext.count + Self.tagLength) { output throws(CryptoError) in
                output.append(head.span.bytes)
                try sealer.seal(
                    plaintext.span, suffix: nil, padding: 0, nonce: nonce, additionalData: head.span.bytes,
                    into: &output)
            }
        }
    }

    private static func plaintext(of session: ServerSession) -> Secret {
        let facts = SessionFacts.codec.encode(session.facts)
        return Secret(count: 1 + session.secret.count + facts.count) { output in
            output.append(UInt8(truncatingIfNeeded: session.secret.count))
            session.secret.withBytes { output.append($0) }
            output.append(facts.span.bytes)
        }
    }

    /// The session; nil for whatever was not sealed with a key that still opens.
    func open(_ sealed: [UInt8], at now: UnixTime) throws(CryptoError) -> ServerSession? {
        let head = Self.headLength
        guard sealed.count > head + Self.tagLength,
            let key = keys.openingKey(named: Array(sealed.prefix(TicketKey.nameLength)), at: now),
            let nonce = AEADNonce(exactly: sealed.span.bytes.extracting(TicketKey.nameLength..<head))
        else { return nil }
        var isGood = false
        let opened = try Secret(count: sealed.count - head) { output throws(CryptoError) in
            output.append(sealed.span.bytes.extracting(head..<sealed.count))
            var bytes = output.mutableBytes
            isGood = try key.cipher.withOpener { opener throws(CryptoError) in
                try opener.open(
                    &bytes, ciphertext: 0..<bytes.byteCount, nonce: nonce,
                    additionalData: sealed.span.bytes.extracting(0..<head))
            }
        }
        return isGood ? Self.session(in: opened.span.extracting(0..<opened.count - Self.tagLength)) : nil
    }

    /// What was sealed by another release may have another form: then it is no session.
    private static func session(in plaintext: RawSpan) -> ServerSession? {
        guard plaintext.byteCount > 1 else { return nil }
        let end = 1 + Int(plaintext.octets[0])
        guard end > 1, end < plaintext.byteCount else { return nil }
        let facts = [UInt8](copying: plaintext.extracting(end..<plaintext.byteCount))
        guard let facts = try? SessionFacts.codec.decode(facts) else { return nil }
        return ServerSession(facts, secret: Secret(copying: plaintext.extracting(1..<end)))
    }
}
