package import TLSWire

/// A server's choice, or its wish for another hello: HelloRetryRequest is a ServerHello with a fixed random.
/// RFC 9846 §4.2.3, §4.2.4.
package struct ServerHello: Hashable, Sendable {
    package var legacyVersion: ProtocolVersion = .tls12
    package var random: [UInt8]
    package var legacySessionIDEcho: [UInt8]
    package var cipherSuite: CipherSuite
    package var extensions: ServerHelloExtensions

    package init(
        random: [UInt8], legacySessionIDEcho: [UInt8], cipherSuite: CipherSuite, extensions: ServerHelloExtensions
    ) {
        self.random = random
        self.legacySessionIDEcho = legacySessionIDEcho
        self.cipherSuite = cipherSuite
        self.extensions = extensions
    }

    package var isHelloRetryRequest: Bool { random == Self.helloRetryRequestRandom }

    /// SHA-256 of "HelloRetryRequest". RFC 9846 §4.2.3.
    package static let helloRetryRequestRandom: [UInt8] = [
        0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
        0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
    ]

    /// Irregular: `key_share` holds an entry in a ServerHello and a bare group in a HelloRetryRequest.
    package static let codec = Codec<ServerHello> { reader throws(WireError) in
        let version = try ProtocolVersion.codec.read(&reader)
        let random = try reader.readBytes(32, "Random")
        let sessionID = try reader.opaque(.u8, 0...32, "legacy_session_id_echo")
        let suite = try CipherSuite.codec.read(&reader)
        let compression = try reader.readUInt8("legacy_compression_method")
        guard compression == 0 else {
            throw WireError(.invalidValue(UInt64(compression)), in: "legacy_compression_method")
        }
        let extensions = try extensionCodec(random).read(&reader)
        var hello = ServerHello(
            random: random, legacySessionIDEcho: sessionID, cipherSuite: suite, extensions: extensions)
        hello.legacyVersion = version
        return hello
    } write: { hello, writer in
        ProtocolVersion.codec.write(hello.legacyVersion, &writer)
        writer.writeBytes(hello.random)
        writer.opaque(.u8, hello.legacySessionIDEcho)
        CipherSuite.codec.write(hello.cipherSuite, &writer)
        writer.writeUInt8(0)
        extensionCodec(hello.random).write(hello.extensions, &writer)
    }

    private static func extensionCodec(_ random: [UInt8]) -> Codec<ServerHelloExtensions> {
        random == helloRetryRequestRandom ? ServerHelloExtensions.retryCodec : ServerHelloExtensions.codec
    }
}

/// The extensions of a ServerHello or a HelloRetryRequest.
package struct ServerHelloExtensions: Hashable, Sendable {
    package var keyShare: KeyShareEntry?
    /// HelloRetryRequest only: the group a new share is wanted for.
    package var selectedGroup: NamedGroup?
    /// HelloRetryRequest only.
    package var cookie: [UInt8]?
    package var supportedVersion: ProtocolVersion?
    package var preSharedKey: UInt16?

    package init() {}

    package static let codec = TLSMessages.extensions(
        ServerHelloExtensions(), atLeast: 6, undeclared: .refused,
        slot(.preSharedKey, \.preSharedKey, { $0.preSharedKey = $1 }, .uint16),
        slot(.keyShare, \.keyShare, { $0.keyShare = $1 }, KeyShareEntry.codec),
        slot(.supportedVersions, \.supportedVersion, { $0.supportedVersion = $1 }, ProtocolVersion.codec))

    package static let retryCodec = TLSMessages.extensions(
        ServerHelloExtensions(), atLeast: 6, undeclared: .refused,
        slot(.keyShare, \.selectedGroup, { $0.selectedGroup = $1 }, NamedGroup.codec),
        slot(.cookie, \.cookie, { $0.cookie = $1 }, .opaque(.u16, 1...65535)),
        slot(.supportedVersions, \.supportedVersion, { $0.supportedVersion = $1 }, ProtocolVersion.codec))
}
