public import TLSWire

/// A whole handshake message with its exact bytes, as the transcript needs them. RFC 9846 §4.
///
/// What is generic here is inlinable, as in `Codec`.
@usableFromInline
package struct HandshakeMessage: Hashable, Sendable {
    /// Type (1 byte), length (3 bytes, big-endian) and body.
    @usableFromInline package let bytes: [UInt8]
    @usableFromInline package let type: HandshakeType

    @usableFromInline package static var headerCount: Int { 4 }

    /// Takes bytes that are known to be one whole message.
    @usableFromInline
    package init(type: HandshakeType, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }

    /// Encodes a message to be sent.
    @inlinable
    package init<Body>(_ type: HandshakeType, _ body: Body, _ codec: Codec<Body>) {
        var writer = ByteWriter(reservingCapacity: 256)
        writer.writeUInt8(type.rawValue)
        writer.vector(.u24) { codec.write(body, &$0) }
        self.init(type: type, bytes: writer.bytes)
    }

    /// Decodes the body, which must be used up.
    @inlinable
    package func decode<Body>(_ codec: Codec<Body>, _ subject: StaticString) throws(WireError) -> Body {
        var reader = ByteReader(bytes)
        try reader.skip(Self.headerCount, subject)
        return try codec.decode(&reader, subject)
    }
}
