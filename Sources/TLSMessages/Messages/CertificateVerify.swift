package import TLSWire

/// Proof that the sender holds its certificate's key. RFC 9846 §4.5.2.
package struct CertificateVerify: Hashable, Sendable {
    package let algorithm: SignatureScheme
    package let signature: [UInt8]

    package init(algorithm: SignatureScheme, signature: [UInt8]) {
        self.algorithm = algorithm
        self.signature = signature
    }

    package static let codec = record(
        CertificateVerify.init,
        field(\.algorithm, SignatureScheme.codec),
        field(\.signature, .opaque(.u16, 0...65535)))
}
