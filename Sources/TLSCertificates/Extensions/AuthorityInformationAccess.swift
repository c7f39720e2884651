/// Where an authority can be asked. RFC 5280 §4.2.2.1.
///
/// Nothing here asks anybody: whoever fetches from these addresses lets the certificate choose where it connects to.
extension X509Certificate {
    /// The addresses at which OCSP responders say whether the certificate was revoked.
    public var ocspResponders: [String] {
        get throws(CertificateError) { try accessLocations(.ocspAccess) }
    }

    /// The addresses at which the issuer's certificate lies.
    public var issuerLocations: [String] {
        get throws(CertificateError) { try accessLocations(.issuersAccess) }
    }

    private func accessLocations(_ method: OID) throws(CertificateError) -> [String] {
        try decode(.authorityInfoAccess) { reader throws(DERError) in
            let field: StaticString = "authorityInfoAccess"
            let whole = try reader.element(.sequence, field)
            var list = try reader.inside(whole, field)
            guard !list.isAtEnd else { throw DERError(.malformedValue, in: field, at: whole.start) }
            var locations: [String] = []
            var count = 0
            while !list.isAtEnd {
                guard count < Limits.accessDescriptions else {
                    throw DERError(.limitExceeded, in: field, at: list.position)
                }
                count += 1
                var description = try list.sequence(field)
                let found = try description.objectIdentifier(field)
                let location = try description.generalName(field)
                try description.expectEnd(field)
                guard description.isEqual(found, method.content) else { continue }
                if case .uniformResourceIdentifier(let address) = location { locations.append(address) }
            }
            return locations
        } ?? []
    }
}
