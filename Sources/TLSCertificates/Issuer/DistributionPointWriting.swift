/// Extensions that say where revocation is to be looked up, for `CertificateContents.additionalExtensions`.
extension X509Extension {
    /// RFC 5280 §4.2.1.13.
    package static func distributionPoints(
        _ points: [CRLDistributionPoint]
    ) throws(CertificateError) -> X509Extension {
        var writer = DERWriter()
        try writer.sequence { list throws(CertificateError) in
            for point in points { try list.distributionPoint(point) }
        }
        return X509Extension(identifier: .cRLDistributionPoints, value: writer.bytes)
    }

    /// RFC 7633 §4.
    package static func tlsFeatures(_ features: [UInt16]) -> X509Extension {
        var writer = DERWriter()
        writer.sequence { list in
            for feature in features { list.integer(Int(feature)) }
        }
        return X509Extension(identifier: .tlsFeature, value: writer.bytes)
    }

    /// RFC 5280 §4.2.2.1.
    package static func accessLocations(
        ocsp: [String] = [], issuers: [String] = []
    ) throws(CertificateError) -> X509Extension {
        var writer = DERWriter()
        try writer.sequence { list throws(CertificateError) in
            for (method, addresses) in [(OID.ocspAccess, ocsp), (.issuersAccess, issuers)] {
                for address in addresses {
                    try list.sequence { description throws(CertificateError) in
                        description.objectIdentifier(method)
                        try IssuedExtensions.write(.uniformResourceIdentifier(address), to: &description)
                    }
                }
            }
        }
        return X509Extension(identifier: .authorityInfoAccess, value: writer.bytes)
    }

    /// RFC 6960 §4.2.2.2.1.
    package static let ocspNoCheck = X509Extension(identifier: .ocspNoCheck, value: [0x05, 0x00])
}

extension DERWriter {
    fileprivate mutating func distributionPoint(_ point: CRLDistributionPoint) throws(CertificateError) {
        try sequence { content throws(CertificateError) in
            try content.distributionPointName(point.name)
            content.reasonFlags(1, point.reasons)
            guard !point.issuer.isEmpty else { return }
            try content.constructed(.contextConstructed(2)) { names throws(CertificateError) in
                for name in point.issuer { try IssuedExtensions.write(name, to: &names) }
            }
        }
    }

    /// RFC 5280 §5.2.5.
    mutating func issuingDistributionPoint(_ point: IssuingDistributionPoint) throws(CertificateError) {
        try sequence { content throws(CertificateError) in
            try content.distributionPointName(point.name)
            content.flag(1, point.onlyContainsUserCertificates)
            content.flag(2, point.onlyContainsAuthorityCertificates)
            content.reasonFlags(3, point.onlySomeReasons)
            content.flag(4, point.isIndirect)
            content.flag(5, point.onlyContainsAttributeCertificates)
        }
    }

    private mutating func distributionPointName(_ name: DistributionPointName?) throws(CertificateError) {
        guard let name else { return }
        try constructed(.contextConstructed(0)) { choice throws(CertificateError) in
            switch name {
            case .fullName(let names):
                try choice.constructed(.contextConstructed(0)) { list throws(CertificateError) in
                    for name in names { try IssuedExtensions.write(name, to: &list) }
                }
            case .relativeToIssuer(let relative):
                // The SET's tag gives way to the alternative's.
                choice.encoded([DERTag.contextConstructed(1).rawValue] + relative.dropFirst())
            }
        }
    }

    private mutating func flag(_ number: UInt8, _ isSet: Bool) {
        if isSet { value(.context(number), CollectionOfOne(0xff)) }
    }

    /// Named bits, those after the last that is set left out. X.690 §11.2.2.
    private mutating func reasonFlags(_ number: UInt8, _ reasons: RevocationReasonFlags?) {
        guard let reasons else { return }
        var octets = [UInt8(truncatingIfNeeded: reasons.rawValue), UInt8(truncatingIfNeeded: reasons.rawValue >> 8)]
        while octets.last == 0 { octets.removeLast() }
        value(.context(number), [UInt8(truncatingIfNeeded: octets.last?.trailingZeroBitCount ?? 0)] + octets)
    }
}
