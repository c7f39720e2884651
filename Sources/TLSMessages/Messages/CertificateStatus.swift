package import TLSWire

/// What the issuer says of the certificate's state: a message of TLS 1.2, and in TLS 1.3 the body of a certificate's
/// status_request. RFC 6066 §8.
package struct CertificateStatus: Hashable, Sendable {
    /// `OCSPResponse` of RFC 6960 §4.2.1, undecoded.
    package let ocspResponse: [UInt8]

    package init(ocspResponse: [UInt8]) {
        self.ocspResponse = ocspResponse
    }

    /// Irregular: the type says what follows, and there is only one.
    package static let codec = Codec<CertificateStatus> { reader throws(WireError) in
        let type = try reader.readUInt8("CertificateStatusType")
        guard type == CertificateStatusType.ocsp else {
            throw WireError(.invalidValue(UInt64(type)), in: "CertificateStatusType")
        }
        return CertificateStatus(ocspResponse: try reader.opaque(.u24, 1...0xff_ffff, "OCSPResponse"))
    } write: { status, writer in
        writer.writeUInt8(CertificateStatusType.ocsp)
        writer.opaque(.u24, status.ocspResponse)
    }
}
