package import TLSWire

/// The client's part of the key exchange: one value, whose form the suite tells. RFC 5246 §7.4.7.
package enum ClientKeyExchange {
    /// EncryptedPreMasterSecret. RFC 5246 §7.4.7.1.
    package static let rsa = Codec<[UInt8]>.opaque(.u16, 0...65535)

    /// ClientDiffieHellmanPublic, explicit: no certificate of ours has the client's value. RFC 5246 §7.4.7.2.
    package static let dhe = Codec<[UInt8]>.opaque(.u16, 1...65535)

    /// ClientECDiffieHellmanPublic, explicit likewise. RFC 8422 §5.7.
    package static let ecdhe = Codec<[UInt8]>.opaque(.u8, 1...255)
}
