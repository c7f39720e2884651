/// Why nobody vouches for a certificate: no path to a trust anchor keeps every rule. RFC 5280 §6.
///
/// It tells of the candidate path that came furthest: which certificate broke which rule. `candidates` lists every path that
/// was tried.
public struct PathFailure: Error, Hashable, Sendable {
    /// Which rule was broken. Codes can be added, so a `switch` over them needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// A stable name, such as `expired`.
        public let name: String

        /// Makes a code from its name.
        public init(_ name: String) {
            self.name = name
        }

        /// The stable name.
        public var description: String { name }

        /// No trust anchor is reached.
        public static let unknownAuthority = Code("unknownAuthority")
        /// A certificate's time is over. RFC 5280 §4.1.2.5.
        public static let expired = Code("expired")
        /// A certificate's time has not come. RFC 5280 §4.1.2.5.
        public static let notYetValid = Code("notYetValid")
        /// A signature was not made with its issuer's key. RFC 5280 §6.1.3.
        public static let badSignature = Code("badSignature")
        /// A signature's hash or a key is too weak, or of a kind that is not supported.
        public static let weakAlgorithm = Code("weakAlgorithm")
        /// A certificate that issued another is not an authority's. RFC 5280 §4.2.1.9, §4.2.1.3.
        public static let notAuthority = Code("notAuthority")
        /// More certificates follow an authority's than it or the verifier allows. RFC 5280 §4.2.1.9.
        public static let pathTooLong = Code("pathTooLong")
        /// A key may not be used for what it is used for. RFC 5280 §4.2.1.3, §4.2.1.12.
        public static let wrongPurpose = Code("wrongPurpose")
        /// The certificate is not for the host that was asked for. RFC 9525 §6.
        public static let nameMismatch = Code("nameMismatch")
        /// A name is outside of what an authority may vouch for. RFC 5280 §4.2.1.10.
        public static let nameNotPermitted = Code("nameNotPermitted")
        /// No acceptable policy is left. RFC 5280 §6.1.5, RFC 9618.
        public static let policyNotAcceptable = Code("policyNotAcceptable")
        /// An extension that must be understood is not. RFC 5280 §4.2.
        public static let unknownCriticalExtension = Code("unknownCriticalExtension")
        /// A certificate breaks a rule that RFC 5280 §4 has for its fields.
        public static let malformed = Code("malformed")
        /// A certificate was revoked. RFC 5280 §5, RFC 6960.
        public static let revoked = Code("revoked")
        /// Whether a certificate was revoked is not known, and must be.
        public static let revocationUnknown = Code("revocationUnknown")
        /// The statement of its issuer that came with a certificate is not good, or is missing where it must be. RFC 6066 §8,
        /// RFC 7633.
        public static let badStatusResponse = Code("badStatusResponse")
        /// The search took more steps or signatures than it may.
        public static let pathBudgetExceeded = Code("pathBudgetExceeded")
        /// There are more names and constraints to compare than is done.
        public static let nameConstraintBudgetExceeded = Code("nameConstraintBudgetExceeded")
        /// The policies of the path multiply beyond what is held.
        public static let policyBudgetExceeded = Code("policyBudgetExceeded")
        /// libcrypto failed.
        public static let cryptographyFailed = Code("cryptographyFailed")
    }

    /// Which rule was broken.
    public let code: Code
    /// The certificate that broke it; nil when it is none's fault.
    public let certificate: X509Certificate?
    /// What was wrong, for a log or a person: one line, without the certificate's name.
    public let reason: String
    /// Every path that was tried, in order, with what ended it. At most `Limits.candidatePathsShown`.
    public let candidates: [CandidatePath]

    /// Makes a failure.
    public init(_ code: Code, certificate: X509Certificate?, reason: String, candidates: [CandidatePath] = []) {
        self.code = code
        self.certificate = certificate
        self.reason = reason
        self.candidates = candidates
    }
}

/// A path that was tried, and what ended it.
public struct CandidatePath: Hashable, Sendable {
    /// The certificates from the end entity on.
    public let certificates: [X509Certificate]
    /// Which rule was broken.
    public let code: PathFailure.Code
    /// What was wrong.
    public let reason: String

    /// Makes a candidate.
    public init(certificates: [X509Certificate], code: PathFailure.Code, reason: String) {
        self.certificates = certificates
        self.code = code
        self.reason = reason
    }
}

extension PathFailure: CustomStringConvertible {
    /// One line: the code, the certificate and what is wrong with it.
    public var description: String {
        guard let certificate else { return "\(code): \(reason)" }
        return "\(code): \(certificate.subject.shortDescription): \(reason)"
    }
}

extension DistinguishedName {
    /// The name on one line of at most `Limits.nameShown` characters, or a word for none.
    package var shortDescription: String {
        guard !isEmpty else { return "a certificate without a subject" }
        let text = description
        return text.count <= Limits.nameShown ? text : text.prefix(Limits.nameShown) + "…"
    }
}

/// A broken rule, said by the rule itself, which does not know what path it is in.
package struct PathFault: Error, Hashable, Sendable {
    package let code: PathFailure.Code
    package let reason: String

    package init(_ code: PathFailure.Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// An extension whose value cannot be read.
    package init(_ error: CertificateError) {
        self.init(.malformed, "\(error.field): \(error.reason)")
    }
}
