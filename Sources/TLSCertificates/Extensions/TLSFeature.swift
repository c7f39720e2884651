/// Extensions of TLS that a server with this certificate must answer. RFC 7633 §4.
extension X509Certificate {
    /// The numbers of the extensions; nil when the certificate does not say.
    public var tlsFeatures: [UInt16]? {
        get throws(CertificateError) {
            try decode(.tlsFeature) { reader throws(DERError) in
                var list = try reader.sequence("tlsFeature")
                var features: [UInt16] = []
                while !list.isAtEnd {
                    let start = list.position
                    guard features.count < Limits.tlsFeatures else {
                        throw DERError(.limitExceeded, in: "tlsFeature", at: start)
                    }
                    guard let feature = UInt16(exactly: try list.smallInteger("tlsFeature")) else {
                        throw DERError(.malformedValue, in: "tlsFeature", at: start)
                    }
                    features.append(feature)
                }
                return features
            }
        }
    }

    /// Whether a server with this certificate must staple an OCSP response when it is asked for one: `status_request`, 5,
    /// is among its features. RFC 7633 §4.2.3.
    public var requiresStaple: Bool {
        get throws(CertificateError) { try tlsFeatures?.contains(5) ?? false }
    }
}
