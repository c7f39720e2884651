package import TLSWire

/// What kind of certificate a server takes from a client. RFC 5246 §7.4.4, RFC 8422 §5.5.
package struct ClientCertificateType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let rsaSign = ClientCertificateType(rawValue: 1)
    package static let dssSign = ClientCertificateType(rawValue: 2)
    /// Also EdDSA. RFC 8422 §5.5.
    package static let ecdsaSign = ClientCertificateType(rawValue: 64)
    /// A client that proves itself by its static key can be impersonated: never asked for, never answered.
    package static let rsaFixedECDH = ClientCertificateType(rawValue: 65)
    package static let ecdsaFixedECDH = ClientCertificateType(rawValue: 66)

    package static let codec = Codec<ClientCertificateType> { reader throws(WireError) in
        ClientCertificateType(rawValue: try reader.readUInt8("ClientCertificateType"))
    } write: {
        $1.writeUInt8($0.rawValue)
    }
}
