package import TLSWire

/// A way to compress a Certificate message. RFC 8879 §3.
package struct CertificateCompression: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// RFC 1950.
    package static let zlib = CertificateCompression(rawValue: 1)

    package static let codec = Codec<CertificateCompression>.codePoint()

    /// `CertificateCompressionAlgorithm algorithms<2..2^8-2>`: the body of compress_certificate. RFC 8879 §3.
    static let list = Codec<[CertificateCompression]>.codePoints(.u8, 2...254, "compress_certificate")
}
