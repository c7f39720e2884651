import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSProvider
import TLSWire

/// A client's session in bytes: a mark, the facts, the key.
enum SerializedSession {
    /// "SSLS", and the form's number: another release may have another.
    private static let mark: [UInt8] = [0x53, 0x53, 0x4c, 0x53, 1]

    static func bytes(of session: ClientSession) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 512)
        writer.writeBytes(mark)
        let facts = session.facts
        CipherSuite.codec.write(facts.cipherSuite, &writer)
        writer.opaque(.u16, facts.ticket)
        writer.writeUInt32(facts.ageAdd)
        writer.writeUInt64(UInt64(bitPattern: facts.receivedAt.milliseconds))
        writer.writeUInt32(facts.lifetime)
        writer.writeUInt32(facts.maximumEarlyData)
        writer.opaque(.u16, facts.serverName ?? [])
        writer.opaque(.u16, facts.applicationProtocol ?? [])
        chain.write(facts.peerCertificates, &writer)
        writer.opaque(.u8, session.secret.withBytes { [UInt8](copying: $0) })
        return writer.bytes
    }

    static func session(in bytes: [UInt8]) throws(WireError) -> ClientSession {
        var reader = ByteReader(bytes)
        guard try reader.readBytes(mark.count, "mark") == mark else {
            throw WireError(.invalidValue(UInt64(bytes.first ?? 0)), in: "mark")
        }
        let facts = ClientSession.Facts(
            cipherSuite: try CipherSuite.codec.read(&reader),
            ticket: try reader.opaque(.u16, 1...65_535, "ticket"), ageAdd: try reader.readUInt32("ageAdd"),
            receivedAt: UnixTime(milliseconds: Int64(bitPattern: try reader.readUInt64("receivedAt"))),
            lifetime: try reader.readUInt32("lifetime"), maximumEarlyData: try reader.readUInt32("maximumEarlyData"),
            serverName: try optional(&reader), applicationProtocol: try optional(&reader),
            peerCertificates: try chain.read(&reader))
        var key = try reader.opaque(.u8, 32...64, "key")
        try reader.expectEnd("session")
        return ClientSession(facts, secret: Secret(wiping: &key))
    }

    private static let chain = Codec<[[UInt8]]>.list(.opaque(.u24, 1...0xff_ffff), .u24, 0...0xff_ffff, "chain")

    private static func optional(_ reader: inout ByteReader) throws(WireError) -> [UInt8]? {
        let bytes = try reader.opaque(.u16, 0...65_535, "optional")
        return bytes.isEmpty ? nil : bytes
    }
}
