package import TLSWire

/// A Certificate message in fewer bytes, which stands in its place. RFC 8879 §4.
package struct CompressedCertificate: Hashable, Sendable {
    package let algorithm: CertificateCompression
    /// How long the Certificate message is, without its header.
    package let uncompressedLength: Int
    /// The Certificate message without its header, compressed.
    package let message: [UInt8]

    package init(algorithm: CertificateCompression, uncompressedLength: Int, message: [UInt8]) {
        self.algorithm = algorithm
        self.uncompressedLength = uncompressedLength
        self.message = message
    }

    package static let codec = record(
        CompressedCertificate.init,
        field(\.algorithm, CertificateCompression.codec),
        field(\.uncompressedLength, .uint24),
        field(\.message, .opaque(.u24, 1...0xff_ffff)))
}
