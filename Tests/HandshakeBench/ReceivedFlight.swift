package import TLSMessages
import TLSNegotiation
package import TLSPrimitives

/// What a scripted client has got from its server.
package struct ReceivedFlight: Sendable {
    /// One record: its type outside, its type inside, and the count of its content or inner plaintext.
    package struct Record: Sendable {
        package let outer: UInt8
        package let inner: UInt8?
        package let count: Int
    }

    package internal(set) var records: [Record] = []
    package internal(set) var messages: [HandshakeType] = []
    package internal(set) var retry: ServerHello?
    package internal(set) var serverHello: ServerHello?
    package internal(set) var encryptedExtensions: EncryptedExtensions?
    package internal(set) var certificateRequest: CertificateRequest?
    package internal(set) var certificate: Certificate?
    package internal(set) var certificateVerify: CertificateVerify?
    var signedContent: [UInt8] = []
    package internal(set) var isFinished = false
    package internal(set) var tickets: [NewSessionTicket] = []
    package internal(set) var keyUpdates: [KeyUpdate] = []
    package internal(set) var changeCipherSpecs = 0
    package internal(set) var alerts: [[UInt8]] = []
    package internal(set) var data: [UInt8] = []
    var unfinished: [UInt8] = []

    /// Whether the server's CertificateVerify was made with this key. RFC 9846 §4.5.2.
    package func isSigned(by key: PublicKey) throws -> Bool {
        guard let verify = certificateVerify, let row = SignatureSchemeTable.row(of: verify.algorithm) else {
            return false
        }
        return try key.verify(row.algorithm, signature: verify.signature.span.bytes, of: signedContent.span.bytes)
    }
}
