/// What breaks DER or the structure that is read from it, in which field and at which byte.
package struct DERError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The bytes end inside a value.
        case truncated
        /// Bytes follow the last value.
        case trailingBytes
        /// Another type stands where this one is due.
        case unexpectedTag
        /// A tag that DER does not allow.
        case malformedTag
        /// A length without an end. X.690 §10.1.
        case indefiniteLength
        /// A length that a shorter form could say, or of more than four bytes. X.690 §10.1.
        case malformedLength
        /// A value whose content breaks the rules of its type.
        case malformedValue
        /// A leading octet that says nothing. X.690 §8.3.2.
        case nonMinimalInteger
        /// A number below zero where none may be.
        case negativeInteger
        /// Values nest deeper than `Limits.depth`.
        case tooDeep
        /// More or longer values than the limit of the field.
        case limitExceeded
        /// An object identifier that is too long to handle.
        case unsupportedOID
        /// Something stands twice that may stand once.
        case duplicate
        /// Two values that must be equal differ.
        case mismatch
        /// A version of the structure that does not have this field, or that is not known.
        case wrongVersion
        /// An algorithm that we do not have.
        case unsupportedAlgorithm
        /// Parameters of an algorithm in a shape that nobody needs.
        case unsupportedParameters
        /// A hash that we do not have.
        case unsupportedHash
        /// An elliptic curve that we do not have, or one that is not named.
        case unsupportedCurve
    }

    package let kind: Kind
    /// The field being read, as its RFC calls it.
    package let field: StaticString
    /// Where the offending value begins, counted from the start of the outermost one.
    package let offset: Int

    @inline(never)
    package init(_ kind: Kind, in field: StaticString, at offset: Int) {
        self.kind = kind
        self.field = field
        self.offset = offset
    }

    /// `field` is for people; two errors are equal when they say the same of the same byte.
    package static func == (left: DERError, right: DERError) -> Bool {
        left.kind == right.kind && left.offset == right.offset
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(offset)
    }
}

extension DERError.Kind: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated: "the bytes end too early"
        case .trailingBytes: "bytes follow the end"
        case .unexpectedTag: "a value of another type stands here"
        case .malformedTag: "DER does not allow this tag"
        case .indefiniteLength: "the length is indefinite"
        case .malformedLength: "the length is not in its shortest form"
        case .malformedValue: "the value breaks the rules of its type"
        case .nonMinimalInteger: "the number is not in its shortest form"
        case .negativeInteger: "the number is negative"
        case .tooDeep: "values nest too deeply"
        case .limitExceeded: "there is more of this than is read"
        case .unsupportedOID: "the object identifier is too long"
        case .duplicate: "this stands twice"
        case .mismatch: "two values that must be equal differ"
        case .wrongVersion: "this does not fit the version"
        case .unsupportedAlgorithm: "this algorithm is not supported"
        case .unsupportedParameters: "these parameters of the algorithm are not supported"
        case .unsupportedHash: "this hash is not supported"
        case .unsupportedCurve: "this curve is not supported; P-256, P-384 and P-521 are, by name"
        }
    }
}

extension DERError: CustomStringConvertible {
    package var description: String { "\(field) at byte \(offset): \(kind)" }
}
