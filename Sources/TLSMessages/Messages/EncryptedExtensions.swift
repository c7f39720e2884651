package import TLSWire

/// A server's answers that need no key exchange. RFC 9846 §4.4.1.
package struct EncryptedExtensions: Hashable, Sendable {
    package var supportedGroups: [NamedGroup]?
    package var maximumFragmentLength: MaximumFragmentLength?
    package var recordSizeLimit: UInt16?
    package var serverName: Empty?
    package var applicationProtocol: [[UInt8]]?
    package var earlyData: Empty?

    package init() {}

    package static let codec = extensions(
        EncryptedExtensions(), undeclared: .refused,
        slot(
            .supportedGroups, \.supportedGroups, { $0.supportedGroups = $1 },
            .codePoints(.u16, 2...65534, "supported_groups")),
        slot(
            .maxFragmentLength, \.maximumFragmentLength, { $0.maximumFragmentLength = $1 }, MaximumFragmentLength.codec),
        slot(.recordSizeLimit, \.recordSizeLimit, { $0.recordSizeLimit = $1 }, .uint16),
        slot(.serverName, \.serverName, { $0.serverName = $1 }, Empty.codec),
        slot(
            .applicationLayerProtocolNegotiation, \.applicationProtocol, { $0.applicationProtocol = $1 },
            protocolNameList),
        slot(.earlyData, \.earlyData, { $0.earlyData = $1 }, Empty.codec))
}
