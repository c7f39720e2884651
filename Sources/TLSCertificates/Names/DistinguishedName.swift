/// The name of a subject or issuer: attributes such as a common name and an organization. RFC 5280 §4.1.2.4.
///
/// Two names are equal when their bytes are.
public struct DistinguishedName: Hashable, Sendable {
    /// The exact DER of the Name.
    public let derBytes: [UInt8]

    /// Made from bytes that `DERReader.name` has checked.
    init(checked derBytes: [UInt8]) {
        self.derBytes = derBytes
    }

    /// Reads a name that fills `derBytes`.
    public init(derBytes: [UInt8]) throws(CertificateError) {
        do {
            var reader = DERReader(derBytes.span)
            _ = try reader.name("Name")
            try reader.expectEnd("Name")
        } catch {
            throw CertificateError(error)
        }
        self.derBytes = derBytes
    }

    /// One attribute: what it is and its value.
    public struct Attribute: Hashable, Sendable {
        /// What the value is, such as a common name.
        public let type: OID
        /// The value as text; nil when it is not a character string or breaks its type's alphabet.
        public let text: String?
        /// The exact DER of the value.
        public let derBytes: [UInt8]
        /// Whether it is in the same relative name as the attribute before it.
        public let isJoined: Bool
    }

    /// The attributes in encoded order.
    public var attributes: [Attribute] {
        (try? readAttributes()) ?? []
    }

    /// Whether there are no attributes.
    public var isEmpty: Bool { derBytes.count <= 2 }

    private func readAttributes() throws(DERError) -> [Attribute] {
        var list: [Attribute] = []
        var reader = DERReader(derBytes.span)
        var relativeNames = try reader.sequence("Name")
        while !relativeNames.isAtEnd {
            var members = try relativeNames.constructed(.set, "Name")
            var isJoined = false
            while !members.isAtEnd {
                let found = try members.attribute("Name", isJoined: isJoined)
                let value = found.value
                list.append(
                    Attribute(
                        type: OID(content: Array(derBytes[found.type])),
                        text: CharacterString.text(value.tag, derBytes[value.content]),
                        derBytes: Array(derBytes[value.range]),
                        isJoined: isJoined))
                isJoined = true
            }
        }
        return list
    }

    /// The last common name, which is where a certificate of old says its host.
    public var commonName: String? {
        attributes.last { $0.type == .commonName }?.text
    }
}
