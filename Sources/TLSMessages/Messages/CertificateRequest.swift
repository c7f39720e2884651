package import TLSWire

/// A server's wish for a client certificate. RFC 9846 §4.4.2.
package struct CertificateRequest: Hashable, Sendable {
    package let context: [UInt8]
    package let extensions: CertificateRequestExtensions

    package init(context: [UInt8], extensions: CertificateRequestExtensions) {
        self.context = context
        self.extensions = extensions
    }

    package static let codec = record(
        CertificateRequest.init,
        field(\.context, .opaque(.u8, 0...255)),
        field(\.extensions, CertificateRequestExtensions.codec))
}

/// The extensions of a CertificateRequest; a client ignores those it does not know.
package struct CertificateRequestExtensions: Hashable, Sendable {
    package var signatureAlgorithms: [SignatureScheme]?
    package var signatureAlgorithmsCert: [SignatureScheme]?
    package var certificateCompressions: [CertificateCompression]?
    package var certificateAuthorities: [[UInt8]]?
    /// Every extension's type in the order received.
    package var order: [ExtensionType] = []

    package init() {}

    package static let codec = extensions(
        CertificateRequestExtensions(), undeclared: .ignored, noteOrder: { $0.order = $1 },
        slot(.signatureAlgorithms, \.signatureAlgorithms, { $0.signatureAlgorithms = $1 }, signatureSchemeList),
        slot(
            .signatureAlgorithmsCert, \.signatureAlgorithmsCert, { $0.signatureAlgorithmsCert = $1 },
            signatureSchemeList),
        slot(
            .compressCertificate, \.certificateCompressions, { $0.certificateCompressions = $1 },
            CertificateCompression.list),
        slot(
            .certificateAuthorities, \.certificateAuthorities, { $0.certificateAuthorities = $1 },
            certificateAuthorityList))
}
