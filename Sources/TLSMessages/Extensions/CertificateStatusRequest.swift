package import TLSWire

/// Numbers of CertificateStatusType. RFC 6066 §8.
package enum CertificateStatusType {
    package static let ocsp: UInt8 = 1
}

/// A client's wish to hear of its peer's certificate from the issuer. RFC 6066 §8.
package enum CertificateStatusRequest: Hashable, Sendable {
    /// OCSP, from these responders (DER; none means any), with these extensions (DER).
    case ocsp(responderIDs: [[UInt8]], requestExtensions: [UInt8])
    /// Something else: passed over.
    case other(type: UInt8, request: [UInt8])

    /// Any responder, no extensions.
    package static let anyOCSP = CertificateStatusRequest.ocsp(responderIDs: [], requestExtensions: [])

    /// Irregular: the type says what follows.
    package static let codec = Codec<CertificateStatusRequest> { reader throws(WireError) in
        let type = try reader.readUInt8("CertificateStatusType")
        guard type == CertificateStatusType.ocsp else { return .other(type: type, request: reader.readRest()) }
        return .ocsp(
            responderIDs: try responderList.read(&reader),
            requestExtensions: try reader.opaque(.u16, 0...65535, "request_extensions"))
    } write: { request, writer in
        switch request {
        case .ocsp(let responderIDs, let requestExtensions):
            writer.writeUInt8(CertificateStatusType.ocsp)
            responderList.write(responderIDs, &writer)
            writer.opaque(.u16, requestExtensions)
        case .other(let type, let request):
            writer.writeUInt8(type)
            writer.writeBytes(request)
        }
    }

    private static let responderList = Codec<[[UInt8]]>.list(
        .opaque(.u16, 1...65535), .u16, 0...65535, "responder_id_list")
}

/// `SerializedSCT sct_list<1..2^16-1>`: what logs say of a certificate, each undecoded. RFC 6962 §3.3.
package let signedCertificateTimestampList = Codec<[[UInt8]]>.list(
    .opaque(.u16, 1...65535), .u16, 1...65535, "SignedCertificateTimestampList")
