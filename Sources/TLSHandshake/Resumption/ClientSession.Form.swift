import TLSMessages
import TLSPrimitives
package import TLSWire

/// A client's session in bytes: a mark, the facts, the key.
extension ClientSession {
    /// "SSLS", and the form's number: another release may have another.
    private static let mark: [UInt8] = [0x53, 0x53, 0x4c, 0x53, 1]

    /// The session with its key.
    package var serialized: [UInt8] {
        var writer = ByteWriter(reservingCapacity: 512)
        writer.writeBytes(Self.mark)
        CipherSuite.codec.write(facts.cipherSuite, &writer)
        writer.opaque(.u16, facts.ticket)
        writer.writeUInt32(facts.ageAdd)
        SessionForm.write(facts.receivedAt, &writer)
        writer.writeUInt32(facts.lifetime)
        writer.writeUInt32(facts.maximumEarlyData)
        writer.opaque(.u16, facts.serverName ?? [])
        writer.opaque(.u16, facts.applicationProtocol ?? [])
        SessionForm.chain.write(facts.peerCertificates, &writer)
        writer.opaque(.u8, secret.withBytes { [UInt8](copying: $0) })
        return writer.bytes
    }

    package convenience init(serialized bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes)
        guard try reader.readBytes(Self.mark.count, "mark") == Self.mark else {
            throw WireError(.invalidValue(UInt64(bytes.first ?? 0)), in: "mark")
        }
        let facts = Facts(
            cipherSuite: try CipherSuite.codec.read(&reader),
            ticket: try reader.opaque(.u16, 1...65_535, "ticket"), ageAdd: try reader.readUInt32("ageAdd"),
            receivedAt: try SessionForm.readTime(&reader), lifetime: try reader.readUInt32("lifetime"),
            maximumEarlyData: try reader.readUInt32("maximumEarlyData"),
            serverName: try SessionForm.readOptional(&reader),
            applicationProtocol: try SessionForm.readOptional(&reader),
            peerCertificates: try SessionForm.chain.read(&reader))
        var key = try reader.opaque(.u8, 32...64, "key")
        try reader.expectEnd("session")
        self.init(facts, secret: Secret(wiping: &key))
    }
}
