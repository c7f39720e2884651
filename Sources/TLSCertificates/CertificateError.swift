/// Why a certificate, or a key in its form, cannot be read, used or made.
public struct CertificateError: Error, Hashable, Sendable {
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

        /// The bytes are not strict DER, or not the structure they should be.
        public static let malformed = Code("malformed")
        /// A value is larger, or there are more of it, than is handled.
        public static let limitExceeded = Code("limitExceeded")
        /// A key or signature algorithm, curve or parameter that is not supported.
        public static let unsupportedAlgorithm = Code("unsupportedAlgorithm")
        /// A public key whose numbers cannot be right, or whose size is refused.
        public static let invalidKey = Code("invalidKey")
        /// What a certificate is to say cannot be said in one.
        public static let invalidContents = Code("invalidContents")
        /// libcrypto failed.
        public static let cryptographyFailed = Code("cryptographyFailed")
    }

    /// What kind of failure it is.
    public let code: Code
    /// The field, as its RFC calls it.
    public let field: String
    /// Where in the bytes the field begins, when it was read from bytes.
    public let offset: Int?
    /// What was wrong, for a log or a person: one line.
    public let reason: String

    /// Makes an error.
    public init(_ code: Code, field: String, offset: Int? = nil, reason: String) {
        self.code = code
        self.field = field
        self.offset = offset
        self.reason = reason
    }

    /// Says what broke DER.
    package init(_ error: DERError) {
        switch error.kind {
        case .limitExceeded, .tooDeep, .unsupportedOID: code = .limitExceeded
        case .unsupportedAlgorithm, .unsupportedParameters, .unsupportedHash, .unsupportedCurve:
            code = .unsupportedAlgorithm
        case .truncated, .trailingBytes, .unexpectedTag, .malformedTag, .indefiniteLength, .malformedLength,
            .malformedValue, .nonMinimalInteger, .negativeInteger, .duplicate, .mismatch, .wrongVersion:
            code = .malformed
        }
        field = "\(error.field)"
        offset = error.offset
        reason = error.kind.description
    }
}

extension CertificateError: CustomStringConvertible {
    /// One line: the code, the field, where it is and what is wrong with it.
    public var description: String {
        let place = offset.map { " at byte \($0)" } ?? ""
        return "\(code): \(field)\(place): \(reason)"
    }
}
