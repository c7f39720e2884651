package import TLSWire

/// A client's offer. RFC 9846 §4.2.2.
package struct ClientHello: Hashable, Sendable {
    package var legacyVersion: ProtocolVersion
    package var random: [UInt8]
    package var legacySessionID: [UInt8]
    package var cipherSuites: [CipherSuite]
    package var legacyCompressionMethods: [UInt8]
    package var extensions: ClientHelloExtensions

    package init(
        legacyVersion: ProtocolVersion = .tls12, random: [UInt8], legacySessionID: [UInt8] = [],
        cipherSuites: [CipherSuite], legacyCompressionMethods: [UInt8] = [0],
        extensions: ClientHelloExtensions = ClientHelloExtensions()
    ) {
        self.legacyVersion = legacyVersion
        self.random = random
        self.legacySessionID = legacySessionID
        self.cipherSuites = cipherSuites
        self.legacyCompressionMethods = legacyCompressionMethods
        self.extensions = extensions
    }

    /// Irregular: a hello of TLS 1.2 and before may end without an extension list. RFC 5246 §7.4.1.2.
    package static let codec = Codec<ClientHello> { reader throws(WireError) in
        let version = try ProtocolVersion.codec.read(&reader)
        let random = try reader.readBytes(32, "Random")
        let sessionID = try reader.opaque(.u8, 0...32, "legacy_session_id")
        let suites = try suiteList.read(&reader)
        let compression = try reader.opaque(.u8, 1...255, "legacy_compression_methods")
        let extensions =
            reader.isAtEnd ? ClientHelloExtensions() : try ClientHelloExtensions.codec.read(&reader)
        return ClientHello(
            legacyVersion: version, random: random, legacySessionID: sessionID, cipherSuites: suites,
            legacyCompressionMethods: compression, extensions: extensions)
    } write: { hello, writer in
        hello.writeStart(&writer)
        ClientHelloExtensions.codec.write(hello.extensions, &writer)
    }

    /// All that stands before the extensions.
    private func writeStart(_ writer: inout ByteWriter) {
        ProtocolVersion.codec.write(legacyVersion, &writer)
        writer.writeBytes(random)
        writer.opaque(.u8, legacySessionID)
        Self.suiteList.write(cipherSuites, &writer)
        writer.opaque(.u8, legacyCompressionMethods)
    }

    /// The message with these extensions for a list: in an order, and with additions, of the sender's own choice.
    package func message(listing extensions: [RawExtension]) -> HandshakeMessage {
        var body = ByteWriter(reservingCapacity: 512)
        writeStart(&body)
        RawExtension.list.write(extensions, &body)
        return HandshakeMessage(.clientHello, body.bytes, .rest)
    }

    private static let suiteList = Codec<[CipherSuite]>.codePoints(.u16, 2...65534, "cipher_suites")
}

/// The extensions of a ClientHello that we read, of both versions. Others are skipped but keep their place in `order`.
package struct ClientHelloExtensions: Hashable, Sendable {
    package var serverName: [UInt8]?
    package var maximumFragmentLength: MaximumFragmentLength?
    package var statusRequest: CertificateStatusRequest?
    package var certificateAuthorities: [[UInt8]]?
    package var supportedGroups: [NamedGroup]?
    package var pointFormats: [UInt8]?
    package var signatureAlgorithms: [SignatureScheme]?
    package var signatureAlgorithmsCert: [SignatureScheme]?
    package var applicationProtocols: [[UInt8]]?
    package var signedCertificateTimestamps: Empty?
    package var encryptThenMAC: Empty?
    package var extendedMasterSecret: Empty?
    package var certificateCompressions: [CertificateCompression]?
    package var recordSizeLimit: UInt16?
    /// A ticket of TLS 1.2; empty asks for one. RFC 5077 §3.2.
    package var sessionTicket: [UInt8]?
    package var supportedVersions: [ProtocolVersion]?
    package var cookie: [UInt8]?
    package var pskKeyExchangeModes: [UInt8]?
    package var keyShare: [KeyShareEntry]?
    package var earlyData: Empty?
    /// `renegotiated_connection`: empty in a first handshake. RFC 5746 §3.2.
    package var renegotiationInfo: [UInt8]?
    package var preSharedKey: OfferedPSKs?
    /// Every extension's type in the order received.
    package var order: [ExtensionType] = []

    package init() {}

    /// Each extension with its body, as `codec` writes them.
    package var listed: [RawExtension] {
        get throws(WireError) { try RawExtension.list.decode(Self.codec.encode(self), "ClientHello") }
    }

    package static let codec = TLSMessages.extensions(
        ClientHelloExtensions(), undeclared: .ignored, noteOrder: { $0.order = $1 },
        slot(.serverName, \.serverName, { $0.serverName = $1 }, ServerName.codec),
        slot(
            .supportedGroups, \.supportedGroups, { $0.supportedGroups = $1 },
            .codePoints(.u16, 2...65534, "supported_groups")),
        slot(.signatureAlgorithms, \.signatureAlgorithms, { $0.signatureAlgorithms = $1 }, signatureSchemeList),
        slot(
            .signatureAlgorithmsCert, \.signatureAlgorithmsCert, { $0.signatureAlgorithmsCert = $1 },
            signatureSchemeList),
        slot(
            .applicationLayerProtocolNegotiation, \.applicationProtocols, { $0.applicationProtocols = $1 },
            protocolNameList),
        slot(
            .compressCertificate, \.certificateCompressions, { $0.certificateCompressions = $1 },
            CertificateCompression.list),
        slot(.recordSizeLimit, \.recordSizeLimit, { $0.recordSizeLimit = $1 }, .uint16),
        slot(
            .supportedVersions, \.supportedVersions, { $0.supportedVersions = $1 },
            .codePoints(.u8, 2...254, "supported_versions")),
        slot(
            .certificateAuthorities, \.certificateAuthorities, { $0.certificateAuthorities = $1 },
            certificateAuthorityList),
        slot(.cookie, \.cookie, { $0.cookie = $1 }, .opaque(.u16, 1...65535)),
        slot(.pskKeyExchangeModes, \.pskKeyExchangeModes, { $0.pskKeyExchangeModes = $1 }, .opaque(.u8, 1...255)),
        slot(.keyShare, \.keyShare, { $0.keyShare = $1 }, .list(KeyShareEntry.codec, .u16, 0...65535, "key_share")),
        slot(.earlyData, \.earlyData, { $0.earlyData = $1 }, Empty.codec),
        slot(.extendedMasterSecret, \.extendedMasterSecret, { $0.extendedMasterSecret = $1 }, Empty.codec),
        slot(.renegotiationInfo, \.renegotiationInfo, { $0.renegotiationInfo = $1 }, .opaque(.u8, 0...255)),
        slot(.ecPointFormats, \.pointFormats, { $0.pointFormats = $1 }, PointFormat.list),
        slot(.sessionTicket, \.sessionTicket, { $0.sessionTicket = $1 }, .rest),
        slot(.encryptThenMAC, \.encryptThenMAC, { $0.encryptThenMAC = $1 }, Empty.codec),
        slot(.statusRequest, \.statusRequest, { $0.statusRequest = $1 }, CertificateStatusRequest.codec),
        slot(
            .signedCertificateTimestamp, \.signedCertificateTimestamps, { $0.signedCertificateTimestamps = $1 },
            Empty.codec),
        slot(
            .maxFragmentLength, \.maximumFragmentLength, { $0.maximumFragmentLength = $1 },
            MaximumFragmentLength.codec),
        slot(.preSharedKey, \.preSharedKey, { $0.preSharedKey = $1 }, OfferedPSKs.codec))
}

/// An extension whose presence is its whole meaning.
package struct Empty: Hashable, Sendable {
    package init() {}

    package static let codec = Codec<Empty> { _ throws(WireError) in
        Empty()
    } write: { _, _ in
    }
}

/// `SignatureScheme supported_signature_algorithms<2..2^16-2>`. RFC 9846 §4.3.3.
let signatureSchemeList = Codec<[SignatureScheme]>.codePoints(
    .u16, 2...65534, "supported_signature_algorithms")

/// `DistinguishedName authorities<3..2^16-1>`. RFC 9846 §4.3.4.
let certificateAuthorityList = Codec<[[UInt8]]>.list(
    .opaque(.u16, 1...65535), .u16, 3...65535, "certificate_authorities")

/// `ProtocolName protocol_name_list<2..2^16-1>`. RFC 7301 §3.1.
let protocolNameList = Codec<[[UInt8]]>.list(.opaque(.u8, 1...255), .u16, 2...65535, "protocol_name_list")
