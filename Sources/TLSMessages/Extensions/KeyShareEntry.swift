package import TLSWire

/// A public value for one group. RFC 9846 §4.3.8.
package struct KeyShareEntry: Hashable, Sendable {
    package let group: NamedGroup
    package let keyExchange: [UInt8]

    package init(group: NamedGroup, keyExchange: [UInt8]) {
        self.group = group
        self.keyExchange = keyExchange
    }

    package static let codec = record(
        KeyShareEntry.init,
        field(\.group, NamedGroup.codec),
        field(\.keyExchange, .opaque(.u16, 1...65535)))
}
