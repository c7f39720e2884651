package import TLSWire

/// A server's answers that need no key exchange. RFC 9846 §4.4.1.
package struct EncryptedExtensions: Hashable, Sendable {
    package var supportedGroups: [NamedGroup]?
    package var recordSizeLimit: UInt16?
    package var serverName: Empty?
    package var applicationProtocol: [[UInt8]]?
    package var earlyData: Empty?

    package init() {}

    package static let codec = extensions(
        EncryptedExtensions(), undeclared: .refused,
        slot(.supportedGroups, \.supportedGroups, .list(NamedGroup.codec, .u16, 2...65534, "supported_groups")),
        slot(.recordSizeLimit, \.recordSizeLimit, .uint16),
        slot(.serverName, \.serverName, Empty.codec),
        slot(.applicationLayerProtocolNegotiation, \.applicationProtocol, protocolNameList),
        slot(.earlyData, \.earlyData, Empty.codec))
}
