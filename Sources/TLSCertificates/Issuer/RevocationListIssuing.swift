/// What a revocation list is to say, beside its issuer. RFC 5280 §5.
package struct RevocationListContents: Sendable {
    /// When it is issued.
    package var thisUpdate: CertificateTime
    /// When the next one will be at the latest; nil leaves the field out.
    package var nextUpdate: CertificateTime?
    /// What has been revoked.
    package var entries: [RevokedCertificate] = []
    /// Further extensions of entries, by the entry's index.
    package var entryExtensions: [Int: [X509Extension]] = [:]
    /// The list's number.
    package var number = 1
    /// What it covers, when not everything.
    package var issuingDistributionPoint: IssuingDistributionPoint?
    /// Further extensions of the list, written as they are.
    package var additionalExtensions: [X509Extension] = []

    package init(thisUpdate: CertificateTime, nextUpdate: CertificateTime?) {
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
    }
}

extension CertificateIssuer {
    /// Signs a revocation list.
    package func revocationList(
        _ contents: RevocationListContents
    ) throws(CertificateError) -> CertificateRevocationList {
        let algorithm = signatureAlgorithm
        var writer = DERWriter()
        try writer.sequence { tbs throws(CertificateError) in
            tbs.integer(1)
            tbs.algorithmIdentifier(algorithm)
            tbs.encoded(name.derBytes)
            tbs.time(contents.thisUpdate)
            if let next = contents.nextUpdate { tbs.time(next) }
            if !contents.entries.isEmpty {
                tbs.sequence { list in
                    for (index, entry) in contents.entries.enumerated() {
                        list.revokedCertificate(entry, contents.entryExtensions[index] ?? [])
                    }
                }
            }
            try tbs.constructed(.contextConstructed(0)) { wrapper throws(CertificateError) in
                try wrapper.sequence { list throws(CertificateError) in
                    try write(contents, to: &list)
                }
            }
        }
        return try CertificateRevocationList(derBytes: try signed(writer.bytes, algorithm))
    }

    private func write(
        _ contents: RevocationListContents, to list: inout DERWriter
    ) throws(CertificateError) {
        IssuedExtensions.write(.authorityKeyIdentifier, to: &list) { value in
            value.sequence { $0.value(.context(0), keyIdentifier) }
        }
        IssuedExtensions.write(.crlNumber, to: &list) { $0.integer(contents.number) }
        if let point = contents.issuingDistributionPoint {
            try IssuedExtensions.write(
                .issuingDistributionPoint, isCritical: true, to: &list
            ) { value throws(CertificateError) in
                try value.issuingDistributionPoint(point)
            }
        }
        for other in contents.additionalExtensions { list.extensionEntry(other) }
    }
}

extension DERWriter {
    /// An extension as it is.
    mutating func extensionEntry(_ entry: X509Extension) {
        IssuedExtensions.write(entry.identifier, isCritical: entry.isCritical, to: &self) { $0.encoded(entry.value) }
    }

    /// An entry of a list. RFC 5280 §5.1.2.6.
    fileprivate mutating func revokedCertificate(_ entry: RevokedCertificate, _ others: [X509Extension]) {
        sequence { content in
            content.value(.integer, entry.serialNumber)
            content.time(entry.revocationDate)
            guard entry.reason != nil || entry.invalidityDate != nil || !others.isEmpty else { return }
            content.sequence { list in
                if let reason = entry.reason {
                    IssuedExtensions.write(.crlReason, to: &list) { $0.revocationReason(reason) }
                }
                if let date = entry.invalidityDate {
                    IssuedExtensions.write(.invalidityDate, to: &list) { $0.generalizedTime(date) }
                }
                for other in others { list.extensionEntry(other) }
            }
        }
    }

    mutating func revocationReason(_ reason: RevocationReason) {
        value(.enumerated, CollectionOfOne(reason.rawValue))
    }

    /// GeneralizedTime, whatever the year.
    mutating func generalizedTime(_ time: CertificateTime) {
        var text = twoDigits(time.year / 100) + twoDigits(time.year % 100)
        for part in [time.month, time.day, time.hour, time.minute, time.second] { text += twoDigits(part) }
        value(.generalizedTime, (text + "Z").utf8)
    }
}
