/// The extensions that an issued certificate carries. RFC 5280 §4.2.1.
struct IssuedExtensions {
    let contents: CertificateContents
    let subjectKeyIdentifier: [UInt8]
    let authorityKeyIdentifier: [UInt8]

    /// Writes `extensions [3]`.
    func write(to certificate: inout DERWriter) throws(CertificateError) {
        try certificate.constructed(.contextConstructed(3)) { wrapper throws(CertificateError) in
            try wrapper.sequence { list throws(CertificateError) in
                try writeNames(to: &list)
                writeUses(to: &list)
                Self.write(.subjectKeyIdentifier, to: &list) { $0.value(.octetString, subjectKeyIdentifier) }
                Self.write(.authorityKeyIdentifier, to: &list) { value in
                    value.sequence { $0.value(.context(0), authorityKeyIdentifier) }
                }
                for other in contents.otherExtensions {
                    Self.write(other.identifier, isCritical: other.isCritical, to: &list) { $0.encoded(other.value) }
                }
            }
        }
    }

    /// One Extension; critical where RFC 5280 asks for it.
    private static func write<Failure: Error>(
        _ identifier: OID, isCritical: Bool = false, to list: inout DERWriter,
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try list.sequence { entry throws(Failure) in
            entry.objectIdentifier(identifier)
            if isCritical { entry.boolean(true) }
            try entry.constructed(.octetString, body)
        }
    }

    private func writeUses(to list: inout DERWriter) {
        if let constraints = contents.basicConstraints {
            Self.write(.basicConstraints, isCritical: true, to: &list) { value in
                value.sequence { fields in
                    if constraints.isAuthority { fields.boolean(true) }
                    if let pathLength = constraints.pathLength { fields.integer(pathLength) }
                }
            }
        }
        if let usage = contents.keyUsage {
            Self.write(.keyUsage, isCritical: true, to: &list) { value in
                let bits = usage.rawValue
                value.namedBits([UInt8(truncatingIfNeeded: bits), UInt8(truncatingIfNeeded: bits >> 8)])
            }
        }
        if !contents.extendedKeyUsage.isEmpty {
            Self.write(.extKeyUsage, to: &list) { value in
                value.sequence { purposes in
                    for purpose in contents.extendedKeyUsage { purposes.objectIdentifier(purpose) }
                }
            }
        }
    }

    /// The subjectAltName, critical when the subject is empty. RFC 5280 §4.2.1.6.
    private func writeNames(to list: inout DERWriter) throws(CertificateError) {
        guard !contents.alternativeNames.isEmpty else { return }
        try Self.write(
            .subjectAltName, isCritical: contents.subject.isEmpty, to: &list
        ) { value throws(CertificateError) in
            try value.sequence { names throws(CertificateError) in
                for name in contents.alternativeNames { try Self.write(name, to: &names) }
            }
        }
    }

    private static func write(_ name: GeneralName, to names: inout DERWriter) throws(CertificateError) {
        switch name {
        case .dnsName(let host):
            let bytes = Array(host.utf8)
            guard ServerName.isHostName(bytes.span, 0..<bytes.count, allowsWildcard: true) else {
                throw invalid("dNSName", "\(PrintableText.escaped(host)) is not a host name")
            }
            names.value(GeneralNameTag.dnsName, bytes)
        case .ipAddress(let address): names.value(GeneralNameTag.ipAddress, address.bytes)
        case .rfc822Name(let text): names.value(GeneralNameTag.rfc822Name, try ascii(text, "rfc822Name"))
        case .uniformResourceIdentifier(let text):
            names.value(GeneralNameTag.uniformResourceIdentifier, try ascii(text, "uniformResourceIdentifier"))
        case .directoryName(let name):
            names.constructed(GeneralNameTag.directoryName) { $0.encoded(name.derBytes) }
        case .registeredID(let identifier): names.value(GeneralNameTag.registeredID, identifier.content)
        case .other(let tag, let content):
            guard tag & 0xc0 == 0x80, DERTag(rawValue: tag).isWellFormed else {
                throw invalid("GeneralName", "the tag is not one of a name")
            }
            names.value(DERTag(rawValue: tag), content)
        }
    }

    private static func ascii(_ text: String, _ field: String) throws(CertificateError) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw invalid(field, "the text is empty or not printable ASCII")
        }
        return bytes
    }

    private static func invalid(_ field: String, _ reason: String) -> CertificateError {
        CertificateError(.invalidContents, field: field, reason: reason)
    }
}
