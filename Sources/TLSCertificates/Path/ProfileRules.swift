/// What a profile demands of the certificates of a path, beyond the path itself.
///
/// Each rule says what an issuer had to do and did not; none of them alone lets anyone be somebody else, which is why
/// `CertificateProfile.pathOnly` does without. Together they catch what careless or broken authorities issue.
struct ProfileRules {
    let profile: CertificateProfile

    init(_ profile: CertificateProfile) {
        self.profile = profile
    }

    /// The anchor's own certificate.
    func check(anchor facts: CertificateFacts) throws(PathFault) {
        guard facts.certificate.version == 3 else { return }
        try checkExtensions(facts)
        try checkAuthority(facts)
        guard profile == .webPKI else { return }
        try checkWebRoot(facts)
        try checkWebKey(facts)
    }

    /// An authority between anchor and end entity.
    func check(authority facts: CertificateFacts) throws(PathFault) {
        try checkFields(facts)
        try checkAuthority(facts)
        guard profile == .webPKI else { return }
        try checkWebKey(facts)
    }

    /// The end entity, which may be an authority where the profile does not forbid it.
    func check(endEntity facts: CertificateFacts, _ requirements: PathRequirements) throws(PathFault) {
        try checkFields(facts)
        let names = try checkAlternativeNames(facts)
        let isAuthority = facts.basicConstraints?.isAuthority ?? false
        if !isAuthority { try checkEndEntity(facts) }
        guard profile == .webPKI else { return }
        try checkWebEndEntity(facts, names, requirements)
        try checkWebKey(facts)
    }

    func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws(PathFault) {
        guard condition else { throw PathFault(.malformed, reason()) }
    }
}

// RFC 5280 §4.
extension ProfileRules {
    /// What holds for every certificate. Roots are exempt from the first: some of the oldest have the number 0.
    private func checkFields(_ facts: CertificateFacts) throws(PathFault) {
        let serial = facts.certificate.serialNumber
        // RFC 5280 §4.1.2.2: a positive number of at most 20 octets, the one for the sign counted.
        try require(
            serial.first.map { $0 & 0x80 == 0 } ?? false && serial.contains { $0 != 0 },
            "its serial number is not positive")
        try require(serial.count <= Limits.serialNumberSize, "its serial number has more than 20 octets")
        // §4.1.2.4
        try require(!facts.certificate.issuer.isEmpty, "its issuer has no name")
        try checkExtensions(facts)
    }

    private func checkExtensions(_ facts: CertificateFacts) throws(PathFault) {
        let certificate = facts.certificate
        for identifier in [OID.authorityKeyIdentifier, .subjectKeyIdentifier, .authorityInfoAccess, .subjectInfoAccess]
        {
            // §4.2.1.1, §4.2.1.2, §4.2.2
            try require(!isCritical(identifier, facts), "its extension \(identifier) must not be critical")
        }
        for identifier in [OID.policyConstraints, .inhibitAnyPolicy] where certificate.find(identifier) != nil {
            // §4.2.1.11, §4.2.1.14
            try require(isCritical(identifier, facts), "its extension \(identifier) must be critical")
        }
        if let usage = facts.keyUsage {
            // §4.2.1.3
            let isAuthority = facts.basicConstraints?.isAuthority ?? false
            try require(isAuthority || !usage.contains(.keyCertSign), "its keyUsage is an authority's, and it is none")
        }
        try checkKeyIdentifier(facts)
        try checkAccess(certificate)
    }

    /// Every certificate but a self-signed one names the key that signed it. §4.2.1.1.
    private func checkKeyIdentifier(_ facts: CertificateFacts) throws(PathFault) {
        if let identifier = facts.authorityKeyIdentifier {
            try require(
                facts.isSelfSigned || identifier.keyIdentifier != nil,
                "its authorityKeyIdentifier does not identify a key")
        } else {
            try require(facts.isSelfSigned, "it has no authorityKeyIdentifier")
        }
    }

    /// §4.2.2.1
    private func checkAccess(_ certificate: X509Certificate) throws(PathFault) {
        do {
            _ = try certificate.issuerLocations
        } catch {
            throw PathFault(error)
        }
    }

    private func checkAuthority(_ facts: CertificateFacts) throws(PathFault) {
        // §4.1.2.6
        try require(!facts.certificate.subject.isEmpty, "it is an authority's and has no subject")
        // §4.2.1.2
        try require(facts.keyIdentifier != nil, "it is an authority's and has no subjectKeyIdentifier")
        // §4.2.1.9
        try require(isCritical(.basicConstraints, facts), "its basicConstraints must be critical")
        if facts.nameConstraints != nil, profile == .rfc5280 {
            // §4.2.1.10; public authorities may leave it uncritical.
            try require(isCritical(.nameConstraints, facts), "its nameConstraints must be critical")
        }
        if let constraints = facts.nameConstraints {
            try require(
                !constraints.permitted.hasLeadingDot && !constraints.excluded.hasLeadingDot,
                "its nameConstraints have a host with a dot in front")
        }
    }

    private func checkEndEntity(_ facts: CertificateFacts) throws(PathFault) {
        // §4.2.1.10
        try require(facts.nameConstraints == nil, "it is no authority's and has nameConstraints")
        // §4.2.1.9
        try require(facts.basicConstraints?.pathLength == nil, "it is no authority's and has a pathLenConstraint")
    }

    /// §4.2.1.6
    ///
    /// - Returns: the names.
    private func checkAlternativeNames(_ facts: CertificateFacts) throws(PathFault) -> [GeneralName] {
        let names: [GeneralName]
        do {
            names = try facts.certificate.subjectAlternativeNames
        } catch {
            throw PathFault(error)
        }
        if facts.certificate.subject.isEmpty {
            try require(
                !names.isEmpty && isCritical(.subjectAltName, facts),
                "it has no subject, and its subjectAltName must be critical")
        }
        for name in names {
            guard case .dnsName(let text) = name else { continue }
            try require(
                Self.isPreferredSyntax(text), "its DNS name \(PrintableText.escaped(text)) has not the form of one")
        }
        return names
    }

    /// Letters, digits and hyphens in labels, a wildcard for the first at most. RFC 1034 §3.5, RFC 1123 §2.1.
    private static func isPreferredSyntax(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return !bytes.contains(UInt8(ascii: "_"))
            && ServerName.isHostName(bytes.span, 0..<bytes.count, allowsWildcard: true)
    }

    func isCritical(_ identifier: OID, _ facts: CertificateFacts) -> Bool {
        facts.certificate.find(identifier)?.isCritical ?? false
    }
}

extension CertificateFacts {
    /// Whether issuer and subject are one, and nothing says that another key of that name has signed.
    var isSelfSigned: Bool {
        guard isSelfIssued else { return false }
        guard let named = authorityKeyIdentifier?.keyIdentifier, let keyIdentifier else { return true }
        return named == keyIdentifier
    }
}
