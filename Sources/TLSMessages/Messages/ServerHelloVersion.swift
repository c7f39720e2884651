package import TLSWire

/// The version that a ServerHello selects: to be known before the rest of it has a meaning. RFC 9846 §4.3.1.
///
/// Irregular: read only. A ServerHello of TLS 1.2 has extensions of its own, or no list of them at all.
package struct ServerHelloVersion: Hashable, Sendable {
    package let random: [UInt8]
    package let legacyVersion: ProtocolVersion
    /// What supported_versions says; nil without it, which means TLS 1.2 or older.
    package let selected: ProtocolVersion?

    /// Whether a server of TLS 1.3 says that it was made to speak an older version. RFC 9846 §4.2.3.
    package var isMarkedAsDowngrade: Bool { DowngradeMark.marks(random) }

    package init(_ message: HandshakeMessage) throws(WireError) {
        var reader = ByteReader(message.bytes)
        try reader.skip(HandshakeMessage.headerCount, "ServerHello")
        legacyVersion = try ProtocolVersion.codec.read(&reader)
        random = try reader.readBytes(32, "Random")
        _ = try reader.opaque(.u8, 0...32, "legacy_session_id_echo")
        // Suite and compression.
        try reader.skip(3, "ServerHello")
        let extensions = reader.isAtEnd ? [] : try RawExtension.list.decode(&reader, "ServerHello")
        guard let version = extensions.first(where: { $0.type == .supportedVersions }) else {
            selected = nil
            return
        }
        selected = try ProtocolVersion.codec.decode(version.body, "supported_versions")
    }
}
