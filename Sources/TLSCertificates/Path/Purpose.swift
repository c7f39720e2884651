/// How certificates have to say what they are for.
public enum PurposeStrictness: Hashable, Sendable {
    /// One that says nothing is for every purpose. RFC 5280 §4.2.1.12.
    case standard
    /// The end entity's lists the purpose by its name, neither code signing, time stamping nor OCSP signing beside it, and
    /// is no authority's.
    case strictEndEntity
    /// Also the authorities: the one that issued the end entity's lists the purpose by its name, or says nothing if it is a
    /// server's; those above list it, or any.
    case strict
}

/// Where a certificate stands in its path, as far as purposes go.
enum PathPosition {
    case endEntity
    case issuerOfEndEntity
    case above
}

extension CertificateFacts {
    /// Where an extendedKeyUsage says what the key is for, the purpose is among it; an authority's binds those below it too.
    /// RFC 5280 §4.2.1.12.
    func checkPurpose(_ requirements: PathRequirements, _ position: PathPosition = .above) throws(PathFault) {
        guard !requirements.unsafelyIgnoring.contains(.purpose), let wanted = requirements.purpose.identifier else {
            return
        }
        if let purposes {
            guard purposes.contains(wanted) || purposes.contains(.anyExtendedKeyUsage) else {
                throw PathFault(.wrongPurpose, "its extendedKeyUsage does not list \(wanted.purposeName)")
            }
        }
        switch (requirements.purposeStrictness, position) {
        case (.standard, _), (.strictEndEntity, .issuerOfEndEntity), (.strictEndEntity, .above): return
        case (.strictEndEntity, .endEntity), (.strict, .endEntity): try checkStrictEndEntity(wanted)
        case (.strict, .issuerOfEndEntity): try checkStrictIssuer(wanted)
        case (.strict, .above):
            guard purposes != nil else { throw PathFault(.wrongPurpose, "it has no extendedKeyUsage") }
        }
    }

    private func checkStrictEndEntity(_ wanted: OID) throws(PathFault) {
        guard let purposes, purposes.contains(wanted) else {
            throw PathFault(.wrongPurpose, "its extendedKeyUsage does not list \(wanted.purposeName) by name")
        }
        for other in [OID.codeSigning, .ocspSigning, .timeStamping] where other != wanted && purposes.contains(other) {
            throw PathFault(.wrongPurpose, "its extendedKeyUsage also lists \(other.purposeName)")
        }
    }

    /// What the strict ask of an end entity that others vouch for.
    func checkIsNoAuthority(_ requirements: PathRequirements) throws(PathFault) {
        guard requirements.purposeStrictness != .standard, basicConstraints?.isAuthority ?? false else { return }
        throw PathFault(.wrongPurpose, "it is an authority's")
    }

    private func checkStrictIssuer(_ wanted: OID) throws(PathFault) {
        guard let purposes else {
            // The web's authorities for servers have left it out for long.
            guard wanted == .serverAuthentication else { throw PathFault(.wrongPurpose, "it has no extendedKeyUsage") }
            return
        }
        guard purposes.contains(wanted) else {
            throw PathFault(.wrongPurpose, "its extendedKeyUsage does not list \(wanted.purposeName) by name")
        }
        for other in [OID.codeSigning, .timeStamping] where other != wanted && purposes.contains(other) {
            throw PathFault(.wrongPurpose, "its extendedKeyUsage also lists \(other.purposeName)")
        }
    }
}

extension OID {
    /// How a person calls a purpose.
    fileprivate var purposeName: String {
        switch self {
        case .serverAuthentication: "serverAuth"
        case .clientAuthentication: "clientAuth"
        case .codeSigning: "codeSigning"
        case .ocspSigning: "OCSPSigning"
        case .timeStamping: "timeStamping"
        default: description
        }
    }
}
