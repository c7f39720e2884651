package import TLSWire

/// An extension as it stands in its list, the body undecoded. RFC 9846 §4.3.
package struct RawExtension: Hashable, Sendable {
    package let type: ExtensionType
    package let body: [UInt8]

    package init(type: ExtensionType, body: [UInt8]) {
        self.type = type
        self.body = body
    }

    package static let codec = record(
        RawExtension.init,
        field(\.type, ExtensionType.codec),
        field(\.body, .opaque(.u16, 0...65535)))

    /// A whole list, in its order.
    package static let list = Codec<[RawExtension]>.list(codec, .u16, 0...65535, "extensions")
}
