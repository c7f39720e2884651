/// What a record carries. RFC 9846 §5.1.
package struct ContentType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Stands in front of the generic comparison of raw representables, which each record would call.
    package static func == (left: ContentType, right: ContentType) -> Bool { left.rawValue == right.rawValue }

    package static let changeCipherSpec = ContentType(rawValue: 20)
    package static let alert = ContentType(rawValue: 21)
    package static let handshake = ContentType(rawValue: 22)
    package static let applicationData = ContentType(rawValue: 23)
}
