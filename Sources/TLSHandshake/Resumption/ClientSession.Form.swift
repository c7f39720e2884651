import TLSMessages
import TLSNegotiation
import TLSPrimitives
package import TLSWire

/// A client's session in bytes: a mark, the facts, the key.
extension ClientSession {
    /// "SSLS".
    private static let mark: [UInt8] = [0x53, 0x53, 0x4c, 0x53]
    /// The form's number: 1 knew TLS 1.3 only, and another release may have another.
    private static let formNumber: UInt8 = 2

    /// The session with its key.
    package var serialized: [UInt8] {
        var writer = ByteWriter(reservingCapacity: 512)
        writer.writeBytes(Self.mark)
        writer.writeUInt8(Self.formNumber)
        CipherSuite.codec.write(facts.cipherSuite, &writer)
        writer.opaque(.u16, facts.ticket)
        writer.opaque(.u8, facts.sessionID)
        writer.writeUInt32(facts.ageAdd)
        SessionForm.write(facts.receivedAt, &writer)
        writer.writeUInt32(facts.lifetime)
        writer.writeUInt32(facts.maximumEarlyData)
        writer.opaque(.u16, facts.serverName ?? [])
        writer.opaque(.u16, facts.applicationProtocol ?? [])
        SessionForm.chain.write(facts.peerCertificates, &writer)
        writer.writeUInt8(facts.usesExtendedMasterSecret ? 1 : 0)
        writer.opaque(.u24, facts.peerStatements.ocspResponse ?? [])
        SessionForm.chain.write(facts.peerStatements.timestamps, &writer)
        writer.opaque(.u8, secret.withBytes { [UInt8](copying: $0) })
        return writer.bytes
    }

    package convenience init(serialized bytes: [UInt8]) throws(WireError) {
        var reader = ByteReader(bytes)
        guard try reader.readBytes(Self.mark.count, "mark") == Self.mark else {
            throw WireError(.invalidValue(UInt64(bytes.first ?? 0)), in: "mark")
        }
        let number = try reader.readUInt8("form of the session")
        guard number == Self.formNumber else {
            throw WireError(.invalidValue(UInt64(number)), in: "form of the session")
        }
        let facts = try Self.readFacts(&reader)
        var key = try reader.opaque(.u8, 32...64, "key")
        try reader.expectEnd("session")
        // RFC 5246 §8.1: of TLS 1.2 it is a master secret, and the server knows it by something.
        if CipherSuiteTable12.row(of: facts.cipherSuite) != nil {
            guard key.count == MasterSecret12.length else { throw WireError(.lengthOutOfRange(key.count), in: "key") }
            guard !facts.ticket.isEmpty || !facts.sessionID.isEmpty else {
                throw WireError(.lengthOutOfRange(0), in: "ticket")
            }
        } else if facts.ticket.isEmpty {
            throw WireError(.lengthOutOfRange(0), in: "ticket")
        }
        self.init(facts, secret: Secret(wiping: &key))
    }

    private static func readFacts(_ reader: inout ByteReader) throws(WireError) -> Facts {
        let suite = try CipherSuite.codec.read(&reader)
        let ticket = try reader.opaque(.u16, 0...65_535, "ticket")
        let sessionID = try reader.opaque(.u8, 0...32, "session_id")
        var facts = Facts(
            cipherSuite: suite, ticket: ticket, ageAdd: try reader.readUInt32("ageAdd"),
            receivedAt: try SessionForm.readTime(&reader), lifetime: try reader.readUInt32("lifetime"),
            maximumEarlyData: try reader.readUInt32("maximumEarlyData"),
            serverName: try SessionForm.readOptional(&reader),
            applicationProtocol: try SessionForm.readOptional(&reader),
            peerCertificates: try SessionForm.chain.read(&reader), sessionID: sessionID,
            usesExtendedMasterSecret: try SessionForm.readFlag(&reader, "usesExtendedMasterSecret"))
        let response = try reader.opaque(.u24, 0...0xff_ffff, "ocspResponse")
        facts.peerStatements = CertificateStatements(
            ocspResponse: response.isEmpty ? nil : response, timestamps: try SessionForm.chain.read(&reader))
        return facts
    }
}
