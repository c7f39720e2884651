/// One of the names that a subjectAltName lists. RFC 5280 §4.2.1.6.
public enum GeneralName: Hashable, Sendable {
    /// A host name, possibly with `*` as its first label. ASCII; internationalized names are in their A-label form.
    case dnsName(String)
    /// An IP address.
    case ipAddress(IPAddress)
    /// An e-mail address.
    case rfc822Name(String)
    /// A URI.
    case uniformResourceIdentifier(String)
    /// A distinguished name.
    case directoryName(DistinguishedName)
    /// An object identifier.
    case registeredID(OID)
    /// A name of another form: its tag octet and content.
    case other(tag: UInt8, content: [UInt8])
}

extension GeneralName: CustomStringConvertible {
    /// The bare name on one line; a form that has no text is `#` and hexadecimal.
    public var description: String {
        switch self {
        case .dnsName(let text), .rfc822Name(let text), .uniformResourceIdentifier(let text):
            PrintableText.escaped(text)
        case .ipAddress(let address): address.description
        case .directoryName(let name): name.description
        case .registeredID(let identifier): identifier.description
        case .other(let tag, let content): "#" + HexText.text([tag]) + HexText.text(content)
        }
    }
}

/// The tags of GeneralName's alternatives. RFC 5280 §4.2.1.6.
enum GeneralNameTag {
    static let rfc822Name = DERTag.context(1)
    static let dnsName = DERTag.context(2)
    static let directoryName = DERTag.contextConstructed(4)
    static let uniformResourceIdentifier = DERTag.context(6)
    static let ipAddress = DERTag.context(7)
    static let registeredID = DERTag.context(8)
}

extension DERReader {
    /// The next GeneralName.
    mutating func generalName(_ field: StaticString) throws(DERError) -> GeneralName {
        let value = try wellFormedElement(field)
        guard value.tag.rawValue & 0xc0 == 0x80 else { throw DERError(.unexpectedTag, in: field, at: value.start) }
        switch value.tag {
        case GeneralNameTag.rfc822Name: return .rfc822Name(try asciiText(value, field))
        case GeneralNameTag.dnsName: return .dnsName(try asciiText(value, field))
        case GeneralNameTag.uniformResourceIdentifier: return .uniformResourceIdentifier(try asciiText(value, field))
        case GeneralNameTag.ipAddress:
            guard let address = IPAddress(bytes: array(value.content)) else {
                throw DERError(.malformedValue, in: field, at: value.start)
            }
            return .ipAddress(address)
        case GeneralNameTag.directoryName:
            var content = try inside(value, field)
            let range = try content.name(field)
            try content.expectEnd(field)
            return .directoryName(DistinguishedName(checked: array(range)))
        case GeneralNameTag.registeredID:
            try checkObjectIdentifier(value, field)
            return .registeredID(OID(content: array(value.content)))
        default:
            return .other(tag: value.tag.rawValue, content: array(value.content))
        }
    }

    /// The text of an IA5String.
    private func asciiText(_ value: DERElement, _ field: StaticString) throws(DERError) -> String {
        let content = array(value.content)
        guard let text = CharacterString.text(.ia5String, content[...]) else {
            throw DERError(.malformedValue, in: field, at: value.start)
        }
        return text
    }

    /// A copy of the bytes of a range.
    package func array(_ range: Range<Int>) -> [UInt8] {
        var copy: [UInt8] = []
        copy.reserveCapacity(range.count)
        for index in range { copy.append(bytes[index]) }
        return copy
    }
}
