package import TLSMessages
package import TLSWire

/// What a ticket says of the connection it comes from, besides its key.
package struct SessionFacts: Hashable, Sendable {
    package var cipherSuite: CipherSuite
    package var issuedAt: UnixTime
    /// The session's end, whatever its tickets say: its peer was authenticated too long ago, or its certificate ends.
    package var endsAt: UnixTime
    /// How long this ticket holds, in seconds.
    package var lifetime: UInt32
    /// What the client adds to the ticket's age. RFC 9846 §4.3.11.1.
    package var ageAdd: UInt32
    /// A digest of what the server's settings must still be. Of no other length than 32 bytes.
    package var binding: [UInt8]
    package var serverName: [UInt8]?
    /// A certificate for the name was presented.
    package var isNamed: Bool
    package var applicationProtocol: [UInt8]?
    /// The client's chain; empty when it had none.
    package var peerCertificates: [[UInt8]]
    /// How many bytes of early data the ticket allows.
    package var maximumEarlyData: UInt32
    /// Who tells replays of early data apart; empty when there is none. 16 bytes.
    package var earlyDataKeeper: [UInt8]
    /// Of TLS 1.2: its master secret is bound to the handshake. RFC 7627 §5.3.
    package var usesExtendedMasterSecret: Bool
    /// Of TLS 1.2: max_fragment_length as agreed; 0 for none. RFC 6066 §4.
    package var maximumFragmentLength: UInt8

    package init(cipherSuite: CipherSuite, issuedAt: UnixTime) {
        self.cipherSuite = cipherSuite
        self.issuedAt = issuedAt
        endsAt = issuedAt
        lifetime = 0
        ageAdd = 0
        binding = []
        isNamed = false
        peerCertificates = []
        maximumEarlyData = 0
        earlyDataKeeper = []
        usesExtendedMasterSecret = false
        maximumFragmentLength = 0
    }

    /// The form that tickets of earlier releases would have another number for.
    private static let formVersion: UInt8 = 2

    /// Irregular: optional values, and a version of its own in front.
    package static let codec = Codec<SessionFacts> { reader throws(WireError) in
        let version = try reader.readUInt8("version")
        guard version == formVersion else { throw WireError(.invalidValue(UInt64(version)), in: "version") }
        let suite = try CipherSuite.codec.read(&reader)
        var facts = SessionFacts(cipherSuite: suite, issuedAt: try SessionForm.readTime(&reader))
        facts.endsAt = try SessionForm.readTime(&reader)
        facts.lifetime = try reader.readUInt32("lifetime")
        facts.ageAdd = try reader.readUInt32("ageAdd")
        facts.binding = try reader.opaque(.u8, 32...32, "binding")
        facts.serverName = try SessionForm.readOptional(&reader)
        facts.isNamed = try SessionForm.readFlag(&reader, "isNamed")
        facts.applicationProtocol = try SessionForm.readOptional(&reader)
        facts.peerCertificates = try SessionForm.chain.read(&reader)
        facts.maximumEarlyData = try reader.readUInt32("maximumEarlyData")
        facts.earlyDataKeeper = try reader.opaque(.u8, 0...16, "earlyDataKeeper")
        facts.usesExtendedMasterSecret = try SessionForm.readFlag(&reader, "usesExtendedMasterSecret")
        facts.maximumFragmentLength = try reader.readUInt8("maximumFragmentLength")
        return facts
    } write: { facts, writer in
        writer.writeUInt8(formVersion)
        CipherSuite.codec.write(facts.cipherSuite, &writer)
        SessionForm.write(facts.issuedAt, &writer)
        SessionForm.write(facts.endsAt, &writer)
        writer.writeUInt32(facts.lifetime)
        writer.writeUInt32(facts.ageAdd)
        writer.opaque(.u8, facts.binding)
        writer.opaque(.u16, facts.serverName ?? [])
        writer.writeUInt8(facts.isNamed ? 1 : 0)
        writer.opaque(.u16, facts.applicationProtocol ?? [])
        SessionForm.chain.write(facts.peerCertificates, &writer)
        writer.writeUInt32(facts.maximumEarlyData)
        writer.opaque(.u8, facts.earlyDataKeeper)
        writer.writeUInt8(facts.usesExtendedMasterSecret ? 1 : 0)
        writer.writeUInt8(facts.maximumFragmentLength)
    }
}
