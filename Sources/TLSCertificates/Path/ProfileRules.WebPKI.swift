import TLSPrimitives

// Baseline Requirements of the CA/Browser Forum for TLS server certificates, §7.1.
extension ProfileRules {
    /// §7.1.2.1
    func checkWebRoot(_ facts: CertificateFacts) throws(PathFault) {
        try require(facts.purposes == nil, "it is a root's and has an extendedKeyUsage")
        // §7.1.2.1.3
        guard facts.isSelfIssued, let identifier = facts.authorityKeyIdentifier else { return }
        try require(
            identifier.keyIdentifier == facts.keyIdentifier,
            "it is a root's, and its authorityKeyIdentifier is not its subjectKeyIdentifier")
        try require(
            identifier.issuer.isEmpty && identifier.serialNumber == nil,
            "it is a root's, and its authorityKeyIdentifier names an issuer")
    }

    /// §7.1.2.7
    func checkWebEndEntity(
        _ facts: CertificateFacts, _ names: [GeneralName], _ requirements: PathRequirements
    ) throws(PathFault) {
        // §7.1.1
        try require(facts.certificate.version == 3, "it is not of version 3")
        // §7.1.2.7.8
        try require(!(facts.basicConstraints?.isAuthority ?? false), "it is an authority's")
        try checkWebPurposes(facts, requirements)
        // §7.1.2.7.12
        try require(!names.isEmpty, "it has no subjectAltName")
        if !facts.certificate.subject.isEmpty {
            try require(
                !isCritical(.subjectAltName, facts), "it has a subject, and its subjectAltName must not be critical")
        }
        for name in names {
            guard case .dnsName(let text) = name, text.hasPrefix("*") else { continue }
            try require(
                text.hasPrefix("*.") && text.dropFirst(2).contains("."),
                "its wildcard \(PrintableText.escaped(text)) stands for a whole top-level domain")
        }
        try checkWebCommonName(facts.certificate, names)
    }

    /// §7.1.2.7.10
    private func checkWebPurposes(_ facts: CertificateFacts, _ requirements: PathRequirements) throws(PathFault) {
        guard !requirements.unsafelyIgnoring.contains(.purpose) else { return }
        guard let purposes = facts.purposes else { throw PathFault(.wrongPurpose, "it has no extendedKeyUsage") }
        guard !purposes.contains(.anyExtendedKeyUsage) else {
            throw PathFault(.wrongPurpose, "its extendedKeyUsage lists every purpose")
        }
        try require(!isCritical(.extKeyUsage, facts), "its extendedKeyUsage must not be critical")
    }

    /// A common name is a copy of one of the alternative names, character for character. §7.1.4.3.
    ///
    /// Two that say no more than the alternative names are let through: the domain itself where there is a wildcard for it, and
    /// a domain where only addresses are certified, as a common name is never matched with a host.
    private func checkWebCommonName(_ certificate: X509Certificate, _ names: [GeneralName]) throws(PathFault) {
        var hosts: [String] = []
        var addresses: [String] = []
        for name in names {
            switch name {
            case .dnsName(let text): hosts.append(text)
            case .ipAddress(let address): addresses.append(address.description)
            default: continue
            }
        }
        for attribute in certificate.subject.attributes where attribute.type == .commonName {
            guard let text = attribute.text else { throw PathFault(.malformed, "its common name is no text") }
            let isCopy =
                Self.looksLikeAddress(text)
                ? addresses.contains(text) : hosts.isEmpty || hosts.contains(text) || hosts.contains("*." + text)
            try require(isCopy, "its common name is not one of its alternative names")
        }
    }

    /// Whether somebody could take the text for an IP address in any notation: hexadecimal, octal, with zeros in front.
    private static func looksLikeAddress(_ text: String) -> Bool {
        guard !text.contains(":") else { return true }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            let digits = label.hasPrefix("0x") || label.hasPrefix("0X") ? label.dropFirst(2) : label
            return !digits.isEmpty && digits.allSatisfy(\.isHexDigit) && label.first?.isNumber ?? false
        }
    }

    /// RSA of 2048 bits or more in whole octets, or ECDSA on a NIST curve. §6.1.5.
    func checkWebKey(_ facts: CertificateFacts) throws(PathFault) {
        let info = facts.certificate.subjectPublicKeyInfo
        switch try? info.algorithm {
        case .rsa:
            let bits = info.keyDescription.bits
            guard bits >= 2048, bits % 8 == 0 else {
                throw PathFault(.weakAlgorithm, "its RSA key has \(bits) bits")
            }
        case .ellipticCurve: return
        default:
            throw PathFault(.weakAlgorithm, "its key is neither of RSA nor on a curve of NIST")
        }
    }
}
