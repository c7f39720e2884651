/// What a certificate is presented for.
public struct CertificatePurpose: Hashable, Sendable {
    /// The purpose that an extendedKeyUsage must list; nil: none in particular. RFC 5280 §4.2.1.12.
    public let identifier: OID?

    /// Makes a purpose.
    public init(identifier: OID?) {
        self.identifier = identifier
    }

    /// A TLS server's.
    public static let server = CertificatePurpose(identifier: .serverAuthentication)
    /// A TLS client's.
    public static let client = CertificatePurpose(identifier: .clientAuthentication)
    /// Any.
    public static let any = CertificatePurpose(identifier: nil)
}

/// Which algorithms certificates may be signed with, and which keys they may have.
public struct AlgorithmRequirements: Hashable, Sendable {
    /// The fewest bits of an RSA modulus, 1024 or more.
    public var minimumRSABits = 2048
    /// Takes signatures over SHA-1, which can be forged. MD5 is never taken.
    public var allowsSHA1 = false
    /// Takes DSA keys of 1024 to 3072 bits.
    public var allowsDSA = false

    /// Makes requirements.
    public init(minimumRSABits: Int = 2048, allowsSHA1: Bool = false, allowsDSA: Bool = false) {
        self.minimumRSABits = minimumRSABits
        self.allowsSHA1 = allowsSHA1
        self.allowsDSA = allowsDSA
    }

    /// RSA of 2048 bits and more, ECDSA, EdDSA; SHA-2.
    public static let modern = AlgorithmRequirements()
    /// Also RSA of 1024 bits, DSA and SHA-1.
    public static let legacy = AlgorithmRequirements(minimumRSABits: 1024, allowsSHA1: true, allowsDSA: true)
}

/// Rules that a verifier can be told to leave out. Each makes it accept what it should not.
public struct IgnoredRules: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt16

    /// Makes a set from its bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The dates of certificates.
    public static let validity = IgnoredRules(rawValue: 1)
    /// That a trust anchor is reached.
    public static let unknownAuthority = IgnoredRules(rawValue: 2)
    /// What a key may be used for.
    public static let purpose = IgnoredRules(rawValue: 4)
    /// That the certificate is for the host asked for.
    public static let name = IgnoredRules(rawValue: 8)
}

/// What a path must be good for: everything that is not in the certificates comes in here, the time too.
public struct PathRequirements: Sendable {
    /// The moment at which every certificate must be valid.
    public var time: CertificateTime
    /// What the certificate is presented for.
    public var purpose: CertificatePurpose
    /// How certificates have to say so.
    public var purposeStrictness = PurposeStrictness.standard
    /// The host name or IP address that the certificate must be for, by its subjectAltName; nil: any.
    public var host: String?
    /// How many certificates, not counting self-issued ones, may stand between end entity and anchor. At most 32.
    public var maximumIntermediates = Limits.intermediates
    /// Which algorithms are taken.
    public var algorithms = AlgorithmRequirements.modern
    /// The policies asked for; nil: none, and those of certificates count only where one requires them. RFC 9618.
    public var policies: PolicyRequirements?
    /// What must be known of whether certificates were revoked.
    public var revocation = RevocationRequirements()
    /// Rules left out.
    public var unsafelyIgnoring: IgnoredRules = []

    /// Makes requirements.
    public init(time: CertificateTime, purpose: CertificatePurpose, host: String? = nil) {
        self.time = time
        self.purpose = purpose
        self.host = host
    }

    /// The same, as far as they ask the same of a certificate wherever it stands.
    var withoutStrictness: PathRequirements {
        var requirements = self
        requirements.purposeStrictness = .standard
        return requirements
    }
}
