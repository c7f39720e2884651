/// Making names out of values.
extension DistinguishedName {
    /// Makes a name of attributes, each a relative name of its own, in this order.
    ///
    /// Throws when a value does not fit its attribute: empty, a country that is not two letters, or text outside ASCII in
    /// an e-mail address.
    public init(_ attributes: [(type: OID, text: String)]) throws(CertificateError) {
        guard attributes.count <= Limits.nameAttributes else {
            throw CertificateError(.limitExceeded, field: "Name", reason: "there are too many attributes")
        }
        var writer = DERWriter()
        try writer.sequence { name throws(CertificateError) in
            for (type, text) in attributes {
                let tag = try Self.stringType(of: text, for: type)
                name.constructed(.set) { relative in
                    relative.sequence { attribute in
                        attribute.objectIdentifier(type)
                        attribute.value(tag, text.utf8)
                    }
                }
            }
        }
        self.init(checked: writer.bytes)
    }

    /// Makes a name of a common name alone.
    public init(commonName: String) throws(CertificateError) {
        try self.init([(.commonName, commonName)])
    }

    /// The name without attributes.
    public static let empty = DistinguishedName(checked: [0x30, 0x00])

    /// The string type an attribute is written in. RFC 5280 appendix A.
    private static func stringType(of text: String, for type: OID) throws(CertificateError) -> DERTag {
        guard !text.isEmpty else { throw invalid(type, "the value is empty") }
        switch type {
        case .country, .nameSerialNumber:
            guard text.utf8.allSatisfy(isPrintableStringByte) else {
                throw invalid(type, "the value has characters that PrintableString does not have")
            }
            guard type != .country || text.utf8.count == 2 else { throw invalid(type, "a country has two letters") }
            return .printableString
        case .emailAddress, .domainComponent:
            guard text.utf8.allSatisfy({ $0 < 0x80 }) else { throw invalid(type, "the value is not ASCII") }
            return .ia5String
        default:
            return .utf8String
        }
    }

    private static func invalid(_ type: OID, _ reason: String) -> CertificateError {
        CertificateError(.invalidContents, field: shortName(of: type), reason: reason)
    }

    private static func isPrintableStringByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: " '()+,-./:=?".utf8.contains(byte)
        }
    }
}
