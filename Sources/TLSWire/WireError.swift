/// What was malformed in received bytes, and where.
///
/// A wire error says only that bytes do not have the form their declaration asks for. Which alert that becomes is decided
/// in one place, `FaultAlert`.
@usableFromInline
package struct WireError: Error, Hashable, Sendable {
    @usableFromInline
    package enum Kind: Hashable, Sendable {
        /// The bytes end inside a value.
        case truncated
        /// Bytes are left after the last value.
        case trailingBytes(Int)
        /// A vector is shorter or longer than its declaration allows, or not a whole number of elements.
        case lengthOutOfRange(Int)
        /// A value that the declaration forbids.
        case invalidValue(UInt64)
        /// The same extension stands twice in one message.
        case duplicateExtension(UInt16)
        /// An extension stands in a message where it may not. RFC 9846 §4.3.
        case forbiddenExtension(UInt16)
    }

    package let kind: Kind
    /// The innermost named thing being read, such as `KeyShareEntry`.
    package let subject: StaticString

    @inline(never)
    @usableFromInline
    package init(_ kind: Kind, in subject: StaticString) {
        self.kind = kind
        self.subject = subject
    }

    @usableFromInline
    package static func == (left: WireError, right: WireError) -> Bool {
        left.kind == right.kind
    }

    @usableFromInline
    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
    }
}

extension WireError: CustomStringConvertible {
    @usableFromInline
    package var description: String {
        switch kind {
        case .truncated: "\(subject): the bytes end too early"
        case .trailingBytes(let count): "\(subject): \(count) bytes follow the end"
        case .lengthOutOfRange(let length): "\(subject): a length of \(length) is not allowed"
        case .invalidValue(let value): "\(subject): the value \(value) is not allowed"
        case .duplicateExtension(let type): "\(subject): extension \(type) stands twice"
        case .forbiddenExtension(let type): "\(subject): extension \(type) may not stand here"
        }
    }
}
