package import TLSWire

/// A server's choice in TLS 1.2. RFC 5246 §7.4.1.3.
package struct ServerHello12: Hashable, Sendable {
    package var version: ProtocolVersion
    package var random: [UInt8]
    package var sessionID: [UInt8]
    package var cipherSuite: CipherSuite
    package var extensions: ServerHello12Extensions

    package init(
        version: ProtocolVersion = .tls12, random: [UInt8], sessionID: [UInt8], cipherSuite: CipherSuite,
        extensions: ServerHello12Extensions = ServerHello12Extensions()
    ) {
        self.version = version
        self.random = random
        self.sessionID = sessionID
        self.cipherSuite = cipherSuite
        self.extensions = extensions
    }

    /// Irregular: the message may end without a list of extensions, and we send none where nothing is to be said.
    /// RFC 5246 §7.4.1.3.
    package static let codec = Codec<ServerHello12> { reader throws(WireError) in
        let version = try ProtocolVersion.codec.read(&reader)
        let random = try reader.readBytes(32, "Random")
        let sessionID = try reader.opaque(.u8, 0...32, "session_id")
        let suite = try CipherSuite.codec.read(&reader)
        let compression = try reader.readUInt8("compression_method")
        guard compression == 0 else {
            throw WireError(.invalidValue(UInt64(compression)), in: "compression_method")
        }
        let extensions =
            reader.isAtEnd ? ServerHello12Extensions() : try ServerHello12Extensions.codec.read(&reader)
        return ServerHello12(
            version: version, random: random, sessionID: sessionID, cipherSuite: suite, extensions: extensions)
    } write: { hello, writer in
        ProtocolVersion.codec.write(hello.version, &writer)
        writer.writeBytes(hello.random)
        writer.opaque(.u8, hello.sessionID)
        CipherSuite.codec.write(hello.cipherSuite, &writer)
        writer.writeUInt8(0)
        if !hello.extensions.isEmpty { ServerHello12Extensions.codec.write(hello.extensions, &writer) }
    }
}

/// The extensions of a ServerHello of TLS 1.2. RFC 5246 §7.4.1.4 and the RFC of each.
package struct ServerHello12Extensions: Hashable, Sendable {
    package var serverName: Empty?
    package var maximumFragmentLength: MaximumFragmentLength?
    /// A CertificateStatus will follow.
    package var statusRequest: Empty?
    /// Nothing that a server has to say; some say it all the same, and it has no meaning.
    package var supportedGroups: [NamedGroup]?
    package var pointFormats: [UInt8]?
    package var applicationProtocol: [[UInt8]]?
    package var signedCertificateTimestamps: [[UInt8]]?
    package var encryptThenMAC: Empty?
    package var extendedMasterSecret: Empty?
    package var recordSizeLimit: UInt16?
    /// A NewSessionTicket will follow.
    package var sessionTicket: Empty?
    /// `renegotiated_connection`: empty in a first handshake.
    package var renegotiationInfo: [UInt8]?
    /// Every extension's type in the order received.
    package var order: [ExtensionType] = []

    package init() {}

    /// Whether there is nothing to write.
    var isEmpty: Bool {
        var other = self
        other.order = []
        return other == ServerHello12Extensions()
    }

    package static let codec = TLSMessages.extensions(
        ServerHello12Extensions(), undeclared: .refused, noteOrder: { $0.order = $1 },
        slot(.renegotiationInfo, \.renegotiationInfo, { $0.renegotiationInfo = $1 }, .opaque(.u8, 0...255)),
        slot(.serverName, \.serverName, { $0.serverName = $1 }, Empty.codec),
        slot(
            .maxFragmentLength, \.maximumFragmentLength, { $0.maximumFragmentLength = $1 }, MaximumFragmentLength.codec),
        slot(.statusRequest, \.statusRequest, { $0.statusRequest = $1 }, Empty.codec),
        slot(
            .supportedGroups, \.supportedGroups, { $0.supportedGroups = $1 },
            .codePoints(.u16, 2...65534, "supported_groups")),
        slot(.ecPointFormats, \.pointFormats, { $0.pointFormats = $1 }, PointFormat.list),
        slot(.sessionTicket, \.sessionTicket, { $0.sessionTicket = $1 }, Empty.codec),
        slot(
            .applicationLayerProtocolNegotiation, \.applicationProtocol, { $0.applicationProtocol = $1 },
            protocolNameList),
        slot(
            .signedCertificateTimestamp, \.signedCertificateTimestamps, { $0.signedCertificateTimestamps = $1 },
            signedCertificateTimestampList),
        slot(.encryptThenMAC, \.encryptThenMAC, { $0.encryptThenMAC = $1 }, Empty.codec),
        slot(.extendedMasterSecret, \.extendedMasterSecret, { $0.extendedMasterSecret = $1 }, Empty.codec),
        slot(.recordSizeLimit, \.recordSizeLimit, { $0.recordSizeLimit = $1 }, .uint16))
}
