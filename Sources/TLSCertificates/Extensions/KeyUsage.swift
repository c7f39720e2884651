/// What a key may be used for. RFC 5280 §4.2.1.3.
///
/// The low octet of the raw value is the first octet of the BIT STRING: digitalSignature is 0x80.
public struct KeyUsage: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt16

    /// Makes a set from its bits.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Signing other than of certificates and revocation lists.
    public static let digitalSignature = KeyUsage(rawValue: 0x80)
    /// Signing that its maker cannot deny.
    public static let nonRepudiation = KeyUsage(rawValue: 0x40)
    /// Encrypting keys, as in RSA key exchange.
    public static let keyEncipherment = KeyUsage(rawValue: 0x20)
    /// Encrypting data directly.
    public static let dataEncipherment = KeyUsage(rawValue: 0x10)
    /// Key agreement, as in static Diffie-Hellman.
    public static let keyAgreement = KeyUsage(rawValue: 0x08)
    /// Signing certificates.
    public static let keyCertSign = KeyUsage(rawValue: 0x04)
    /// Signing revocation lists.
    public static let crlSign = KeyUsage(rawValue: 0x02)
    /// With keyAgreement: for encrypting only.
    public static let encipherOnly = KeyUsage(rawValue: 0x01)
    /// With keyAgreement: for decrypting only.
    public static let decipherOnly = KeyUsage(rawValue: 0x8000)

    private static let names: [(KeyUsage, String)] = [
        (.digitalSignature, "Digital Signature"), (.nonRepudiation, "Non-Repudiation"),
        (.keyEncipherment, "Key Encipherment"), (.dataEncipherment, "Data Encipherment"),
        (.keyAgreement, "Key Agreement"), (.keyCertSign, "Certificate Signing"), (.crlSign, "CRL Signing"),
        (.encipherOnly, "Encipher Only"), (.decipherOnly, "Decipher Only"),
    ]
}

extension KeyUsage: CustomStringConvertible {
    /// The names of the uses, joined by commas.
    public var description: String {
        Self.names.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
    }
}

extension X509Certificate {
    /// What the key may be used for; nil when the certificate does not say.
    public var keyUsage: KeyUsage? {
        get throws(CertificateError) {
            try decode(.keyUsage) { reader throws(DERError) in
                let value = try reader.element(.bitString, "keyUsage")
                let octets = try reader.bits(of: value, "keyUsage").octets
                guard octets.count <= 2 else { throw DERError(.malformedValue, in: "keyUsage", at: value.start) }
                var bits: UInt16 = 0
                for (index, octet) in reader.array(octets).enumerated() {
                    bits |= UInt16(octet) << (8 * index)
                }
                return KeyUsage(rawValue: bits)
            }
        }
    }
}
