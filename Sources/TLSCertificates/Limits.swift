/// Every bound that reading a certificate or a key observes, each with its reason.
package enum Limits {
    /// The largest certificate read, in bytes: the largest Certificate message a peer may be allowed to send.
    package static let certificateSize = 262_144
    /// How deep constructed values may nest. Certificates need 9; recursion on a peer's word is what this ends.
    package static let depth = 16
    /// The content bytes of an object identifier. Printing is linear in them.
    package static let objectIdentifierSize = 128
    /// The bytes of one arc of an object identifier: 9 groups of 7 bits, so an arc fits 63 bits.
    package static let objectIdentifierArcSize = 9
    /// The value of a serial number in octets. RFC 5280 §4.1.2.2. A leading zero octet for the sign is not counted.
    package static let serialNumberSize = 20
    /// Extensions of one certificate. Issued ones have about ten; duplicates are looked for pairwise.
    package static let extensions = 64
    /// Attributes of one name. Issued names have about six.
    package static let nameAttributes = 128
    /// Names in one subjectAltName. Public authorities stop at 100 to 2,000.
    package static let alternativeNames = 10_000
    /// Names that an error or a description spells out before it says how many there are.
    package static let namesShown = 100
    /// Names that an error about the wrong host spells out.
    package static let namesInError = 10
    /// The bits of an RSA modulus. Verification time grows with its square.
    package static let rsaModulusBits = 2048...8192
    /// The smallest RSA modulus that is read at all. Keys below `rsaModulusBits` are refused where they would be used.
    package static let rsaLegacyModulusBits = 1024
    /// The bits of an RSA public exponent: 3 ≤ e < 2^33, odd.
    package static let rsaExponentBits = 33
    /// The salt of RSA-PSS parameters: as long as the longest hash.
    package static let pssSaltSize = 64

    // MARK: Paths

    /// Candidate paths that a failure lists. Enough to see what is wrong; an attacker could make thousands.
    package static let candidatePathsShown = 16
    /// Characters of a name that an error shows.
    package static let nameShown = 160
    /// Signatures checked in one search for a path: an honest one needs four.
    package static let pathSignatures = 100
    /// What they may cost once one was wrong, in hundredths of a millisecond: with some keys one takes 40 times as long as with
    /// others.
    package static let pathSignatureEffort = 300
    /// Steps of one search: candidates for an issuer that were looked at.
    package static let pathSteps = 15_000
    /// Comparisons of a name with a constraint in one path. Names and constraints multiply.
    package static let nameComparisons = 250_000
    /// As many of them does it take to read a name.
    package static let nameReadings = 6
    /// Nodes of a policy graph. RFC 9618 §1.
    package static let policyNodes = 1_000
    /// Intermediate certificates between end entity and anchor, unless the verifier says otherwise.
    package static let intermediates = 8
    /// The most that a verifier may allow.
    package static let intermediatesAtMost = 32

    /// Certificates that a verifier keeps as proved, with what it has read of them: two megabytes or so.
    package static let provenCertificates = 1_024

    // MARK: Revocation

    /// The largest revocation list read, in bytes: a million entries of 40 bytes, and half as many again.
    package static let revocationListSize = 67_108_864
    /// Extensions of one entry of a list. Issued ones have two; duplicates are looked for pairwise.
    package static let entryExtensions = 8
    /// Keys for which a list remembers whether it is signed with them: an authority has one, two while it changes it.
    package static let rememberedSignatures = 8
    /// Certificates of one name that are tried as the signer of a list.
    package static let listSigners = 8
    /// Lists of one authority that are looked at for one certificate: an authority that splits them by reason has nine.
    package static let listsOfAuthority = 64
    /// Distribution points of one certificate. Issued ones have one or two; each is compared with each list's.
    package static let distributionPoints = 32
    /// Names of one distribution point: the same list at several addresses.
    package static let distributionPointNames = 16
    /// Access descriptions of one certificate.
    package static let accessDescriptions = 32
    /// Extensions of TLS that a certificate may demand: there are fewer than that.
    package static let tlsFeatures = 64
    /// The largest OCSP response read, in bytes: an honest one has 2 KB.
    package static let ocspResponseSize = 102_400
    /// Answers in one OCSP response.
    package static let ocspAnswers = 64
    /// Certificates in one OCSP response.
    package static let ocspCertificates = 8
    /// How far a responder's clock may be ahead, in seconds.
    package static let ocspClockSkew: Int64 = 300
    /// How old an answer may be that does not say when there will be a newer one, in seconds: 7 days. RFC 6960 §4.2.2.1
    /// has newer information all the time, and a captured answer must end some day.
    package static let ocspAnswerAge: Int64 = 604_800
    /// Reasons that are given why a status is not known.
    package static let unknownReasonsShown = 4
}
