package import TLSWire

/// New keys protect what the sender sends from here on. RFC 9846 §4.7.3.
package enum KeyUpdate: UInt8, Hashable, Sendable {
    case updateNotRequested = 0
    case updateRequested = 1

    package static let codec = Codec<KeyUpdate> { reader throws(WireError) in
        let value = try reader.readUInt8("KeyUpdateRequest")
        guard let update = KeyUpdate(rawValue: value) else {
            throw WireError(.invalidValue(UInt64(value)), in: "KeyUpdateRequest")
        }
        return update
    } write: {
        $1.writeUInt8($0.rawValue)
    }
}
