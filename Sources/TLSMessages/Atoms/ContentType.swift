/// What a record carries. RFC 9846 §5.1.
package struct ContentType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let changeCipherSpec = ContentType(rawValue: 20)
    package static let alert = ContentType(rawValue: 21)
    package static let handshake = ContentType(rawValue: 22)
    package static let applicationData = ContentType(rawValue: 23)
}
