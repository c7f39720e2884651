/// The object identifiers that mean something to us, by the document that assigns them.
extension OID {
    // Extensions. RFC 5280 §4.2.1.
    package static let subjectKeyIdentifier = OID(2, 5, 29, 14)
    package static let keyUsage = OID(2, 5, 29, 15)
    package static let subjectAltName = OID(2, 5, 29, 17)
    package static let basicConstraints = OID(2, 5, 29, 19)
    package static let authorityKeyIdentifier = OID(2, 5, 29, 35)
    package static let extKeyUsage = OID(2, 5, 29, 37)
    package static let issuerAltName = OID(2, 5, 29, 18)
    package static let nameConstraints = OID(2, 5, 29, 30)
    package static let cRLDistributionPoints = OID(2, 5, 29, 31)
    package static let certificatePolicies = OID(2, 5, 29, 32)
    package static let policyMappings = OID(2, 5, 29, 33)
    package static let policyConstraints = OID(2, 5, 29, 36)
    package static let freshestCRL = OID(2, 5, 29, 46)
    package static let inhibitAnyPolicy = OID(2, 5, 29, 54)
    package static let authorityInfoAccess = OID(1, 3, 6, 1, 5, 5, 7, 1, 1)
    package static let subjectInfoAccess = OID(1, 3, 6, 1, 5, 5, 7, 1, 11)
    /// RFC 7633.
    package static let tlsFeature = OID(1, 3, 6, 1, 5, 5, 7, 1, 24)
    /// Signed certificate timestamps and the mark of a precertificate. RFC 6962 §3.
    package static let signedCertificateTimestamps = OID(1, 3, 6, 1, 4, 1, 11129, 2, 4, 2)
    package static let precertificatePoison = OID(1, 3, 6, 1, 4, 1, 11129, 2, 4, 3)
    /// Microsoft's `szOID_APPLICATION_CERT_POLICIES`.
    package static let applicationPolicies = OID(1, 3, 6, 1, 4, 1, 311, 21, 10)
    /// `anyPolicy`. RFC 5280 §4.2.1.4.
    public static let anyPolicy = OID(2, 5, 29, 32, 0)

    // Extensions of revocation lists. RFC 5280 §5.2, §5.3.
    package static let crlNumber = OID(2, 5, 29, 20)
    package static let crlReason = OID(2, 5, 29, 21)
    package static let invalidityDate = OID(2, 5, 29, 24)
    package static let deltaCRLIndicator = OID(2, 5, 29, 27)
    package static let issuingDistributionPoint = OID(2, 5, 29, 28)
    package static let certificateIssuer = OID(2, 5, 29, 29)

    // Kinds of access. RFC 5280 §4.2.2.1.
    package static let ocspAccess = OID(1, 3, 6, 1, 5, 5, 7, 48, 1)
    package static let issuersAccess = OID(1, 3, 6, 1, 5, 5, 7, 48, 2)

    // Online status. RFC 6960 §4.
    package static let ocspBasicResponse = OID(1, 3, 6, 1, 5, 5, 7, 48, 1, 1)
    package static let ocspNonce = OID(1, 3, 6, 1, 5, 5, 7, 48, 1, 2)
    package static let ocspCRLReferences = OID(1, 3, 6, 1, 5, 5, 7, 48, 1, 3)
    package static let ocspArchiveCutoff = OID(1, 3, 6, 1, 5, 5, 7, 48, 1, 6)
    package static let ocspNoCheck = OID(1, 3, 6, 1, 5, 5, 7, 48, 1, 5)

    // Purposes. RFC 5280 §4.2.1.12.
    /// `id-kp-serverAuth`: TLS server authentication.
    public static let serverAuthentication = OID(1, 3, 6, 1, 5, 5, 7, 3, 1)
    /// `id-kp-clientAuth`: TLS client authentication.
    public static let clientAuthentication = OID(1, 3, 6, 1, 5, 5, 7, 3, 2)
    /// `anyExtendedKeyUsage`.
    public static let anyExtendedKeyUsage = OID(2, 5, 29, 37, 0)
    package static let codeSigning = OID(1, 3, 6, 1, 5, 5, 7, 3, 3)
    package static let emailProtection = OID(1, 3, 6, 1, 5, 5, 7, 3, 4)
    package static let timeStamping = OID(1, 3, 6, 1, 5, 5, 7, 3, 8)
    package static let ocspSigning = OID(1, 3, 6, 1, 5, 5, 7, 3, 9)

    // Attributes of names. RFC 5280 appendix A, RFC 4519.
    package static let commonName = OID(2, 5, 4, 3)
    package static let surname = OID(2, 5, 4, 4)
    package static let nameSerialNumber = OID(2, 5, 4, 5)
    package static let country = OID(2, 5, 4, 6)
    package static let locality = OID(2, 5, 4, 7)
    package static let state = OID(2, 5, 4, 8)
    package static let streetAddress = OID(2, 5, 4, 9)
    package static let organization = OID(2, 5, 4, 10)
    package static let organizationalUnit = OID(2, 5, 4, 11)
    package static let title = OID(2, 5, 4, 12)
    package static let givenName = OID(2, 5, 4, 42)
    package static let emailAddress = OID(1, 2, 840, 113549, 1, 9, 1)
    package static let domainComponent = OID(0, 9, 2342, 19_200_300, 100, 1, 25)
    package static let userID = OID(0, 9, 2342, 19_200_300, 100, 1, 1)

    // Keys. RFC 3279 §2.3, RFC 4055 §1.2, RFC 5480 §2.1, RFC 8410 §3.
    package static let rsaEncryption = OID(1, 2, 840, 113549, 1, 1, 1)
    package static let rsassaPSS = OID(1, 2, 840, 113549, 1, 1, 10)
    package static let ecPublicKey = OID(1, 2, 840, 10045, 2, 1)
    package static let x25519 = OID(1, 3, 101, 110)
    package static let x448 = OID(1, 3, 101, 111)
    package static let ed25519 = OID(1, 3, 101, 112)
    package static let ed448 = OID(1, 3, 101, 113)
    package static let dsa = OID(1, 2, 840, 10040, 4, 1)

    // Curves. RFC 5480 §2.1.1.1.
    package static let secp256r1 = OID(1, 2, 840, 10045, 3, 1, 7)
    package static let secp384r1 = OID(1, 3, 132, 0, 34)
    package static let secp521r1 = OID(1, 3, 132, 0, 35)

    // Signatures. RFC 3279 §2.2, RFC 4055 §5, RFC 5758 §3.
    package static let md5WithRSA = OID(1, 2, 840, 113549, 1, 1, 4)
    package static let sha1WithRSA = OID(1, 2, 840, 113549, 1, 1, 5)
    package static let sha224WithRSA = OID(1, 2, 840, 113549, 1, 1, 14)
    package static let sha256WithRSA = OID(1, 2, 840, 113549, 1, 1, 11)
    package static let sha384WithRSA = OID(1, 2, 840, 113549, 1, 1, 12)
    package static let sha512WithRSA = OID(1, 2, 840, 113549, 1, 1, 13)
    package static let ecdsaWithSHA1 = OID(1, 2, 840, 10045, 4, 1)
    package static let ecdsaWithSHA224 = OID(1, 2, 840, 10045, 4, 3, 1)
    package static let ecdsaWithSHA256 = OID(1, 2, 840, 10045, 4, 3, 2)
    package static let ecdsaWithSHA384 = OID(1, 2, 840, 10045, 4, 3, 3)
    package static let ecdsaWithSHA512 = OID(1, 2, 840, 10045, 4, 3, 4)
    package static let dsaWithSHA1 = OID(1, 2, 840, 10040, 4, 3)
    package static let dsaWithSHA224 = OID(2, 16, 840, 1, 101, 3, 4, 3, 1)
    package static let dsaWithSHA256 = OID(2, 16, 840, 1, 101, 3, 4, 3, 2)
    package static let dsaWithSHA384 = OID(2, 16, 840, 1, 101, 3, 4, 3, 3)
    package static let dsaWithSHA512 = OID(2, 16, 840, 1, 101, 3, 4, 3, 4)

    // Hashes and mask generation. RFC 4055 §2.1.
    package static let sha1 = OID(1, 3, 14, 3, 2, 26)
    package static let sha224 = OID(2, 16, 840, 1, 101, 3, 4, 2, 4)
    package static let sha256 = OID(2, 16, 840, 1, 101, 3, 4, 2, 1)
    package static let sha384 = OID(2, 16, 840, 1, 101, 3, 4, 2, 2)
    package static let sha512 = OID(2, 16, 840, 1, 101, 3, 4, 2, 3)
    package static let mgf1 = OID(1, 2, 840, 113549, 1, 1, 8)
}
