package import TLSWire

/// A certificate chain. RFC 9846 §4.5.1.
package struct Certificate: Hashable, Sendable {
    package let context: [UInt8]
    package let entries: [CertificateEntry]

    package init(context: [UInt8], entries: [CertificateEntry]) {
        self.context = context
        self.entries = entries
    }

    package static let codec = record(
        Certificate.init,
        field(\.context, .opaque(.u8, 0...255)),
        field(\.entries, .list(CertificateEntry.codec, .u24, 0...0xff_ffff, "certificate_list")))
}

/// One certificate of a chain, with what is stapled to it.
package struct CertificateEntry: Hashable, Sendable {
    package let certificate: [UInt8]
    package let extensions: CertificateEntryExtensions

    package init(certificate: [UInt8], extensions: CertificateEntryExtensions = CertificateEntryExtensions()) {
        self.certificate = certificate
        self.extensions = extensions
    }

    package static let codec = record(
        CertificateEntry.init,
        field(\.certificate, .opaque(.u24, 1...0xff_ffff)),
        field(\.extensions, CertificateEntryExtensions.codec))
}

/// The extensions of one certificate of a chain.
package struct CertificateEntryExtensions: Hashable, Sendable {
    /// RFC 9846 §4.5.1.1.
    package var status: CertificateStatus?
    /// RFC 6962 §3.3, each undecoded.
    package var signedCertificateTimestamps: [[UInt8]]?

    package init() {}

    package static let codec = extensions(
        CertificateEntryExtensions(), undeclared: .refused,
        slot(.statusRequest, \.status, { $0.status = $1 }, CertificateStatus.codec),
        slot(
            .signedCertificateTimestamp, \.signedCertificateTimestamps, { $0.signedCertificateTimestamps = $1 },
            signedCertificateTimestampList))
}
