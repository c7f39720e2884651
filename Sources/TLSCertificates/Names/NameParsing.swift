/// Reading a name in the form in which it is printed.
extension DistinguishedName {
    /// Makes a name of text such as `CN=www.example.com, O="Example, Inc.", C=US`, in this order.
    ///
    /// Each attribute is a short name or dotted identifier, `=` and a value. A value with a comma is put in double quotes, in
    /// which `"` and `\` are escaped by `\`. Throws when the text is not of this form.
    public init(text: String) throws(CertificateError) {
        var rest = Substring(text)
        var attributes: [(type: OID, text: String)] = []
        while true {
            let type = try Self.parseType(&rest)
            attributes.append((type, try Self.parseValue(&rest)))
            guard let separator = rest.popFirst() else { break }
            guard separator == "," else { throw Self.malformed("a comma is missing between attributes") }
        }
        try self.init(attributes)
    }

    private static func parseType(_ rest: inout Substring) throws(CertificateError) -> OID {
        guard let equals = rest.firstIndex(of: "=") else { throw malformed("an attribute has no `=`") }
        let name = trimmed(rest[..<equals])
        rest = rest[rest.index(after: equals)...]
        if let known = shortNames[name.uppercased()] { return known }
        guard let identifier = OID(name) else { throw malformed("an attribute type is not known") }
        return identifier
    }

    private static func parseValue(_ rest: inout Substring) throws(CertificateError) -> String {
        rest = rest.drop { $0 == " " }
        guard rest.first == "\"" else {
            let value = rest.prefix { $0 != "," }
            rest = rest[value.endIndex...]
            return trimmed(value)
        }
        rest.removeFirst()
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"":
                rest = rest.drop { $0 == " " }
                return value
            case "\\":
                guard let escaped = rest.popFirst() else { throw malformed("a quoted value does not end") }
                value.append(escaped)
            default:
                value.append(character)
            }
        }
        throw malformed("a quoted value does not end")
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private static func malformed(_ reason: String) -> CertificateError {
        CertificateError(.invalidContents, field: "Name", reason: reason)
    }

    private static let shortNames: [String: OID] = {
        let types: [OID] = [
            .commonName, .organization, .organizationalUnit, .locality, .state, .country, .emailAddress,
            .domainComponent,
            .userID, .streetAddress, .nameSerialNumber, .surname, .givenName, .title,
        ]
        var names = Dictionary(uniqueKeysWithValues: types.map { (shortName(of: $0), $0) })
        // As OpenSSL spells the state.
        names["ST"] = .state
        return names
    }()
}
