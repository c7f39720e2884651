package import TLSWire

/// A server's wish for a client certificate in TLS 1.2. RFC 5246 §7.4.4.
package struct CertificateRequest12: Hashable, Sendable {
    package let certificateTypes: [ClientCertificateType]
    package let signatureAlgorithms: [SignatureScheme]
    /// DER names; none leaves the choice to the client.
    package let certificateAuthorities: [[UInt8]]

    package init(
        certificateTypes: [ClientCertificateType], signatureAlgorithms: [SignatureScheme],
        certificateAuthorities: [[UInt8]]
    ) {
        self.certificateTypes = certificateTypes
        self.signatureAlgorithms = signatureAlgorithms
        self.certificateAuthorities = certificateAuthorities
    }

    package static let codec = record(
        CertificateRequest12.init,
        field(\.certificateTypes, .list(ClientCertificateType.codec, .u8, 1...255, "certificate_types")),
        field(\.signatureAlgorithms, signatureSchemeList),
        field(
            \.certificateAuthorities,
            .list(.opaque(.u16, 1...65535), .u16, 0...65535, "certificate_authorities")))
}
