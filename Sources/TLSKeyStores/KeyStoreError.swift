package import TLSCertificates

/// Why a file or text of keys and certificates cannot be used: what is wrong, where, and what to do about it.
///
/// Nothing in it is taken from private material.
public struct KeyStoreError: Error, Hashable, Sendable {
    /// What kind of failure it is. Codes can be added, so a `switch` over them needs a `default`.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// A stable name, such as `malformed`.
        public let name: String

        /// Makes a code from its name.
        public init(_ name: String) {
            self.name = name
        }

        /// The stable name.
        public var description: String { name }

        /// The file cannot be opened or read, or is not a regular file.
        public static let unreadableFile = Code("unreadableFile")
        /// The content is not in a form that is known, or breaks the rules of its form.
        public static let malformed = Code("malformed")
        /// The form is known and cannot be read yet, such as an encrypted key.
        public static let unsupported = Code("unsupported")
        /// There is more, or it is larger, than is read.
        public static let limitExceeded = Code("limitExceeded")
        /// There is no certificate where one is needed.
        public static let missingCertificate = Code("missingCertificate")
        /// There is no revocation list where one is needed.
        public static let missingRevocationList = Code("missingRevocationList")
        /// There is no private key where one is needed.
        public static let missingPrivateKey = Code("missingPrivateKey")
        /// There is more than one private key where one is needed.
        public static let severalPrivateKeys = Code("severalPrivateKeys")
        /// The private key is not the one of the certificate.
        public static let keyMismatch = Code("keyMismatch")
        /// The numbers of a key cannot be right, or its size is refused.
        public static let invalidKey = Code("invalidKey")
        /// What a certificate is to say cannot be said in one.
        public static let invalidContents = Code("invalidContents")
        /// libcrypto failed.
        public static let cryptographyFailed = Code("cryptographyFailed")
    }

    /// What kind of failure it is.
    public let code: Code
    /// Where: a file, a PEM block of it, a field; empty when there is nothing to say.
    public let place: String
    /// What was wrong: one line.
    public let reason: String
    /// What to do about it: one line; empty when there is nothing to say.
    public let advice: String

    /// Makes an error.
    public init(_ code: Code, place: String = "", reason: String, advice: String = "") {
        self.code = code
        self.place = place
        self.reason = reason
        self.advice = advice
    }

    /// Says what is wrong with a certificate or with the DER of a key.
    package init(_ error: CertificateError, place: String = "") {
        code =
            switch error.code {
            case .limitExceeded: .limitExceeded
            case .unsupportedAlgorithm: .unsupported
            case .invalidKey: .invalidKey
            case .invalidContents: .invalidContents
            case .cryptographyFailed: .cryptographyFailed
            default: .malformed
            }
        let offset = error.offset.map { " at byte \($0)" } ?? ""
        self.place = Self.joined(place, error.field + offset)
        reason = error.reason
        advice = ""
    }

    /// The same error, found in something larger.
    package func within(_ outer: String) -> KeyStoreError {
        KeyStoreError(code, place: Self.joined(outer, place), reason: reason, advice: advice)
    }

    private static func joined(_ outer: String, _ inner: String) -> String {
        outer.isEmpty || inner.isEmpty ? outer + inner : "\(outer), \(inner)"
    }
}

extension KeyStoreError: CustomStringConvertible {
    /// One line: the code, where, what was wrong and what to do.
    public var description: String {
        var text = "\(code): "
        if !place.isEmpty { text += "\(place): " }
        text += reason
        if !advice.isEmpty { text += "; \(advice)" }
        return text
    }
}
