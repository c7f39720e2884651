import TLSMessages
import TLSWire

/// What the forms of sessions in bytes have in common: inside a server's ticket, and as a client keeps one.
enum SessionForm {
    static let chain = Codec<[[UInt8]]>.list(.opaque(.u24, 1...0xff_ffff), .u24, 0...0xff_ffff, "chain")

    static func readTime(_ reader: inout ByteReader) throws(WireError) -> UnixTime {
        UnixTime(milliseconds: Int64(bitPattern: try reader.readUInt64("time")))
    }

    static func write(_ time: UnixTime, _ writer: inout ByteWriter) {
        writer.writeUInt64(UInt64(bitPattern: time.milliseconds))
    }

    /// A value that may be missing, and is then written as none at all.
    static func readOptional(_ reader: inout ByteReader) throws(WireError) -> [UInt8]? {
        let bytes = try reader.opaque(.u16, 0...65535, "optional")
        return bytes.isEmpty ? nil : bytes
    }

    /// Nothing but 0 and 1: a session has one form.
    static func readFlag(_ reader: inout ByteReader, _ name: StaticString) throws(WireError) -> Bool {
        let value = try reader.readUInt8(name)
        guard value <= 1 else { throw WireError(.invalidValue(UInt64(value)), in: name) }
        return value == 1
    }
}
