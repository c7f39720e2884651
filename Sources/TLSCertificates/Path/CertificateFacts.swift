/// What the rules of a path ask of a certificate, read in one walk over its extensions.
struct CertificateFacts: Sendable {
    let certificate: X509Certificate
    /// The names in the form in which equal names have equal bytes. RFC 5280 §7.1.
    let subjectName: [UInt8]
    let issuerName: [UInt8]
    private(set) var basicConstraints: BasicConstraints?
    private(set) var keyUsage: KeyUsage?
    private(set) var purposes: [OID]?
    private(set) var keyIdentifier: [UInt8]?
    private(set) var authorityKeyIdentifier: AuthorityKeyIdentifier?
    private(set) var nameConstraints: NameConstraints?
    /// Whether it asks for a policy for all below it.
    private(set) var requiresPolicy = false
    /// What forbids the certificate in every path: an extension that cannot be read, or that must be understood and is not.
    private(set) var fault: PathFault?

    /// Whether the certificate's issuer is its subject. RFC 5280 §3.2.
    let isSelfIssued: Bool

    init(_ certificate: X509Certificate) {
        self.certificate = certificate
        subjectName = certificate.subject.canonicalBytes
        issuerName = certificate.isSelfIssued ? subjectName : certificate.issuer.canonicalBytes
        isSelfIssued = subjectName == issuerName
        do {
            try readExtensions()
        } catch {
            fault = error
        }
    }

    private mutating func readExtensions() throws(PathFault) {
        for found in certificate.extensionElements() {
            let identifier = certificate.derBytes[found.identifier]
            if let known = KnownExtension(identifier) {
                do {
                    try read(known, isCritical: found.isCritical)
                } catch {
                    throw PathFault(error)
                }
            } else if found.isCritical, !isRepeated(identifier) {
                // RFC 5280 §4.2: what is critical must be understood.
                throw PathFault(
                    .unknownCriticalExtension,
                    "the critical extension \(OID(content: Array(identifier))) is not understood")
            }
        }
        // RFC 5280 §4.2.1.3: at least one bit is set.
        if keyUsage?.isEmpty ?? false { throw PathFault(.malformed, "its keyUsage is empty") }
    }

    /// Microsoft's application policies say again what an extendedKeyUsage says; alone they are not understood.
    private func isRepeated(_ identifier: ArraySlice<UInt8>) -> Bool {
        identifier.elementsEqual(OID.applicationPolicies.content) && certificate.find(.extKeyUsage) != nil
    }

    private mutating func read(_ known: KnownExtension, isCritical: Bool) throws(CertificateError) {
        switch known {
        case .basicConstraints: basicConstraints = try certificate.basicConstraints
        case .keyUsage: keyUsage = try certificate.keyUsage
        case .extKeyUsage: purposes = try certificate.extendedKeyUsage
        case .subjectKeyIdentifier: keyIdentifier = try certificate.subjectKeyIdentifier
        case .authorityKeyIdentifier: authorityKeyIdentifier = try certificate.authorityKeyIdentifier
        case .nameConstraints: nameConstraints = try certificate.nameConstraints
        // What is in it matters to who asks for policies, and must be understood where it is critical.
        case .certificatePolicies: if isCritical { _ = try certificate.certificatePolicies }
        case .policyConstraints: requiresPolicy = try certificate.policyConstraints?.requireExplicitPolicy != nil
        // Nothing is asked of these here, but what cannot be read is not what its issuer meant.
        case .subjectAltName: try checkAlternativeNames()
        case .distributionPoints: _ = try certificate.crlDistributionPoints
        case .policyMappings, .inhibitAnyPolicy, .understood: break
        }
    }

    /// Whether the names are names, read without keeping any: there may be thousands.
    private func checkAlternativeNames() throws(CertificateError) {
        _ = try certificate.decode(.subjectAltName) { reader throws(DERError) in
            let field: StaticString = "subjectAltName"
            let list = try reader.element(.sequence, field)
            guard !list.content.isEmpty else { throw DERError(.malformedValue, in: field, at: list.start) }
            var names = try reader.inside(list, field)
            while !names.isAtEnd {
                let name = try names.wellFormedElement(field)
                guard name.tag.rawValue & 0xc0 == 0x80 else {
                    throw DERError(.unexpectedTag, in: field, at: name.start)
                }
                guard name.tag == GeneralNameTag.directoryName else { continue }
                var content = try names.inside(name, field)
                _ = try content.name(field)
                try content.expectEnd(field)
            }
        }
    }
}

/// The extensions that the rules act on, by the last arc under `2.5.29`, and the few others that are understood.
private enum KnownExtension {
    case basicConstraints, keyUsage, extKeyUsage, subjectKeyIdentifier, authorityKeyIdentifier, nameConstraints
    case certificatePolicies, policyMappings, policyConstraints, inhibitAnyPolicy, subjectAltName, distributionPoints
    /// Nothing in it forbids a path: it says where lists and responses are to be found, or is read elsewhere.
    case understood

    /// Nil for an extension that is not known.
    init?(_ identifier: ArraySlice<UInt8>) {
        guard identifier.count == 3, identifier.starts(with: [0x55, 0x1d]), let arc = identifier.last else {
            let others: [OID] = [.tlsFeature, .authorityInfoAccess, .subjectInfoAccess, .signedCertificateTimestamps]
            guard others.contains(where: { identifier.elementsEqual($0.content) }) else { return nil }
            self = .understood
            return
        }
        switch arc {
        case 14: self = .subjectKeyIdentifier
        case 15: self = .keyUsage
        case 17: self = .subjectAltName
        case 19: self = .basicConstraints
        case 30: self = .nameConstraints
        case 32: self = .certificatePolicies
        case 33: self = .policyMappings
        case 35: self = .authorityKeyIdentifier
        case 36: self = .policyConstraints
        case 37: self = .extKeyUsage
        case 54: self = .inhibitAnyPolicy
        case 31: self = .distributionPoints
        case 18, 46: self = .understood
        default: return nil
        }
    }
}
