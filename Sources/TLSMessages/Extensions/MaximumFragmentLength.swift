package import TLSWire

/// How long a plaintext a client can take; older than record_size_limit, which goes before it. RFC 6066 §4, RFC 8449 §5.
package struct MaximumFragmentLength: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// In bytes; nil for a value without a meaning, which is illegal_parameter where the extension is used.
    package var length: Int? { (1...4).contains(rawValue) ? 256 << Int(rawValue) : nil }

    package static let codec = Codec<MaximumFragmentLength> { reader throws(WireError) in
        MaximumFragmentLength(rawValue: try reader.readUInt8("MaxFragmentLength"))
    } write: {
        $1.writeUInt8($0.rawValue)
    }
}
