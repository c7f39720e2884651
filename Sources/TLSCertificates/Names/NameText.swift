/// How a name is printed: `CN=www.example.com, O="Example, Inc.", C=US`, in encoded order.
///
/// A value with a character that means something in this form is put in double quotes, in which `"` and `\` are escaped
/// by `\`. Control characters, and those that reorder text on a screen, are written as `\` and the hexadecimal of their
/// UTF-8, so that a printed name is one harmless line. A value that is not text is `#` and the hexadecimal of its DER, as in
/// RFC 4514 §2.4.
extension DistinguishedName: CustomStringConvertible {
    /// The name on one line.
    public var description: String {
        var text = ""
        for attribute in attributes {
            if !text.isEmpty { text += attribute.isJoined ? " + " : ", " }
            text += Self.shortName(of: attribute.type) + "=" + Self.printed(attribute)
        }
        return text
    }

    /// The short name of an attribute type, or its dotted identifier.
    static func shortName(of type: OID) -> String {
        switch type {
        case .commonName: "CN"
        case .organization: "O"
        case .organizationalUnit: "OU"
        case .locality: "L"
        case .state: "S"
        case .country: "C"
        case .emailAddress: "E"
        case .domainComponent: "DC"
        case .userID: "UID"
        case .streetAddress: "STREET"
        case .nameSerialNumber: "SERIALNUMBER"
        case .surname: "SN"
        case .givenName: "G"
        case .title: "T"
        default: type.description
        }
    }

    private static func printed(_ attribute: Attribute) -> String {
        guard let text = attribute.text else { return "#" + HexText.text(attribute.derBytes) }
        let needsQuotes =
            text.unicodeScalars.contains { #",+="\<>#;"#.unicodeScalars.contains($0) }
            || text.first == " " || text.last == " "
        let escaped = PrintableText.escaped(text, also: needsQuotes ? "\"\\" : "\\")
        return needsQuotes ? "\"\(escaped)\"" : escaped
    }
}

/// Makes text of a certificate harmless to print.
package enum PrintableText {
    /// The text with control and reordering characters as `\` and hexadecimal, and each of `also` behind a `\`.
    package static func escaped(_ text: String, also: String = "") -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if also.unicodeScalars.contains(scalar) {
                result += "\\"
                result.unicodeScalars.append(scalar)
            } else if isHarmful(scalar) {
                for byte in String(Character(scalar)).utf8 {
                    result += "\\" + HexText.text(CollectionOfOne(byte), uppercase: true)
                }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Controls, line and paragraph separators, and everything invisible that steers layout.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }
}
