package import TLSWire

/// The name a client asks for. RFC 6066 §3.
///
/// Irregular: the list may hold one name of each type and only `host_name` exists, so exactly one is read.
package enum ServerName {
    package static let codec = Codec<[UInt8]> { reader throws(WireError) in
        var list = try reader.vector(.u16, 1...65535, "ServerNameList")
        let type = try list.readUInt8("ServerName")
        guard type == 0 else { throw WireError(.invalidValue(UInt64(type)), in: "NameType") }
        let name = try list.opaque(.u16, 1...255, "HostName")
        try list.expectEnd("ServerNameList")
        guard name.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw WireError(.invalidValue(0), in: "HostName")
        }
        return name
    } write: { name, writer in
        writer.vector(.u16) { writer in
            writer.writeUInt8(0)
            writer.opaque(.u16, name)
        }
    }
}
