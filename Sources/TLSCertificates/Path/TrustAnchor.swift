import TLSPrimitives

/// An authority that is trusted, and by whose rules those it vouches for are judged. RFC 5280 §6.1.1(d).
public struct TrustAnchor: Sendable {
    /// What of an anchor's own certificate counts, beside its name and key, which are all that RFC 5280 §6 takes of it.
    public struct Constraints: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Makes a set from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Its dates.
        public static let validity = Constraints(rawValue: 1)
        /// What its extensions say, as those of any other authority: whether it is one, the length of paths below it, its
        /// purposes and name constraints.
        public static let extensions = Constraints(rawValue: 2)
        /// That they say it is an authority: a certificate without basicConstraints is none then. RFC 5280 §4.2.1.9.
        public static let basicConstraints = Constraints(rawValue: 4)
        /// All of it.
        public static let all: Constraints = [.validity, .extensions, .basicConstraints]
    }

    /// What an anchor is trusted to do.
    public struct Role: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Makes a set from its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Vouching for others.
        public static let authority = Role(rawValue: 1)
        /// Being itself: exactly this certificate is accepted from a peer.
        public static let endEntity = Role(rawValue: 2)
        /// Being itself, if it has signed itself.
        public static let selfSigned = Role(rawValue: 4)
    }

    /// The certificate that says who it is.
    public let certificate: X509Certificate
    /// What of the certificate counts.
    public let constraints: Constraints
    /// What it is trusted to do.
    public let role: Role
    /// The rules for everything below it.
    public let profile: CertificateProfile

    let facts: CertificateFacts
    /// The key, or why it is of no use.
    let key: Result<PublicKey, CertificateError>

    /// Trusts the holder of a certificate's key.
    ///
    /// - Parameters:
    ///   - role: what it is trusted to do.
    ///   - profile: the rules for what it vouches for.
    public init(
        _ certificate: X509Certificate, constraints: Constraints = .all, role: Role = [.authority, .selfSigned],
        profile: CertificateProfile = .rfc5280
    ) {
        self.certificate = certificate
        self.constraints = constraints
        self.role = role
        self.profile = profile
        facts = CertificateFacts(certificate)
        do {
            key = .success(try certificate.subjectPublicKeyInfo.legacyPublicKey)
        } catch {
            key = .failure(error)
        }
    }
}

extension TrustAnchor: Hashable {
    /// Whether both trust the same certificate in the same way.
    public static func == (left: TrustAnchor, right: TrustAnchor) -> Bool {
        left.certificate == right.certificate && left.constraints == right.constraints && left.role == right.role
            && left.profile == right.profile
    }

    /// Hashes the certificate.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(certificate)
    }
}

/// How much of what a certificate ought to be is asked of it, beyond what makes a path.
public enum CertificateProfile: Hashable, Sendable, CaseIterable {
    /// The rules of path validation alone, RFC 5280 §6: for authorities of one's own, whose certificates come from many
    /// tools.
    case pathOnly
    /// Also what RFC 5280 §4 demands of certificates: key identifiers, which extensions are critical, serial numbers,
    /// the syntax of names.
    case rfc5280
    /// Also what the public authorities of the web are bound to (the Baseline Requirements of the CA/Browser Forum, §7): a
    /// common name is one of the alternative names, purposes are said, keys are RSA or ECDSA of usual sizes, an end entity
    /// is no authority.
    case webPKI
}
