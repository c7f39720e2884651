/// What a record carries. RFC 9846 §5.1.
@usableFromInline
package struct ContentType: RawRepresentable, Hashable, Sendable {
    @usableFromInline package let rawValue: UInt8

    @inlinable
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Stands in front of the generic comparison of raw representables, which each record would call.
    @inlinable
    package static func == (left: ContentType, right: ContentType) -> Bool { left.rawValue == right.rawValue }

    /// The same for `switch`.
    @inlinable
    package static func ~= (pattern: ContentType, value: ContentType) -> Bool { pattern.rawValue == value.rawValue }

    package static let changeCipherSpec = ContentType(rawValue: 20)
    package static let alert = ContentType(rawValue: 21)
    package static let handshake = ContentType(rawValue: 22)
    package static let applicationData = ContentType(rawValue: 23)
}
