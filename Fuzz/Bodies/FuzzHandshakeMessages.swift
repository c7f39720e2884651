import TLSMessages
import TLSPrimitives
import TLSWire

/// A message that is taken is written as something that is taken again, and is then the same; a message of ours, which has
/// one form only, is written as the very bytes that came.
///
/// Input: a byte that says which message, then its body.
func fuzzHandshakeMessages(_ bytes: RawSpan) {
    var input = FuzzInput(bytes)
    let which = Int(input.byte())
    let codecs: [([UInt8]) -> Void] = [
        { check(ClientHello.codec, $0, isCanonical: false) },
        { check(ServerHello.codec, $0, isCanonical: false) },
        { check(EncryptedExtensions.codec, $0, isCanonical: false) },
        { check(CertificateRequest.codec, $0, isCanonical: false) },
        { check(Certificate.codec, $0, isCanonical: false) },
        { check(CertificateVerify.codec, $0, isCanonical: true) },
        { check(KeyUpdate.codec, $0, isCanonical: true) },
        { check(ServerName.codec, $0, isCanonical: true) },
        { check(KeyShareEntry.codec, $0, isCanonical: true) },
        { check(ServerHelloExtensions.retryCodec, $0, isCanonical: false) },
        { check(NewSessionTicket.codec, $0, isCanonical: false) },
        { check(CompressedCertificate.codec, $0, isCanonical: true) },
        { check(ServerHello12.codec, $0, isCanonical: false) },
        { check(Certificate12.codec, $0, isCanonical: true) },
        { check(CertificateStatus.codec, $0, isCanonical: true) },
        { check(ServerKeyExchange<ECDHEParameters>.codec, $0, isCanonical: true) },
        { check(ServerKeyExchange<DHEParameters>.codec, $0, isCanonical: true) },
        { check(CertificateRequest12.codec, $0, isCanonical: true) },
        { check(ClientKeyExchange.rsa, $0, isCanonical: true) },
        { check(ClientKeyExchange.dhe, $0, isCanonical: true) },
        { check(ClientKeyExchange.ecdhe, $0, isCanonical: true) },
        { check(NewSessionTicket12.codec, $0, isCanonical: true) },
        { check(CertificateStatusRequest.codec, $0, isCanonical: true) },
    ]
    codecs[which % codecs.count](input.all())
}

/// - Parameter isCanonical: whether the message has one form; lists of extensions may come in any order.
private func check<Value: Equatable>(_ codec: Codec<Value>, _ bytes: [UInt8], isCanonical: Bool) {
    guard let value = try? codec.decode(bytes) else { return }
    let written = codec.encode(value)
    if isCanonical {
        precondition(written == bytes, "a message has two forms")
    } else {
        precondition(written.count <= bytes.count + 2, "a message grows")
    }
    let again = try? codec.decode(written)
    precondition(again.map(codec.encode) == written, "a message is refused, or changes, when it is written again")
}
