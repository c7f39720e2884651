package import TLSWire

/// An extension's number. RFC 9846 §4.3.
package struct ExtensionType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let serverName = ExtensionType(rawValue: 0)
    package static let maxFragmentLength = ExtensionType(rawValue: 1)
    package static let statusRequest = ExtensionType(rawValue: 5)
    package static let supportedGroups = ExtensionType(rawValue: 10)
    package static let ecPointFormats = ExtensionType(rawValue: 11)
    package static let signatureAlgorithms = ExtensionType(rawValue: 13)
    package static let applicationLayerProtocolNegotiation = ExtensionType(rawValue: 16)
    package static let signedCertificateTimestamp = ExtensionType(rawValue: 18)
    package static let padding = ExtensionType(rawValue: 21)
    package static let encryptThenMAC = ExtensionType(rawValue: 22)
    package static let extendedMasterSecret = ExtensionType(rawValue: 23)
    package static let compressCertificate = ExtensionType(rawValue: 27)
    package static let recordSizeLimit = ExtensionType(rawValue: 28)
    package static let sessionTicket = ExtensionType(rawValue: 35)
    package static let preSharedKey = ExtensionType(rawValue: 41)
    package static let earlyData = ExtensionType(rawValue: 42)
    package static let supportedVersions = ExtensionType(rawValue: 43)
    package static let cookie = ExtensionType(rawValue: 44)
    package static let pskKeyExchangeModes = ExtensionType(rawValue: 45)
    package static let certificateAuthorities = ExtensionType(rawValue: 47)
    package static let oidFilters = ExtensionType(rawValue: 48)
    package static let postHandshakeAuth = ExtensionType(rawValue: 49)
    package static let signatureAlgorithmsCert = ExtensionType(rawValue: 50)
    package static let keyShare = ExtensionType(rawValue: 51)
    package static let renegotiationInfo = ExtensionType(rawValue: 0xff01)

    package static let codec = Codec<ExtensionType>.codePoint()
}
