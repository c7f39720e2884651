/// A line of a header or trailer section. RFC 9112 §5.
enum FieldLine {
    static func read(_ line: [UInt8]) throws(HTTPFault) -> HeaderField {
        // RFC 9112 §5.2: a line that goes on with a blank is refused.
        if let first = line.first, first.isBlank {
            throw HTTPFault(.badRequest, "A header field is folded over two lines.")
        }
        guard let colon = line.firstIndex(of: 0x3A) else {
            throw HTTPFault(.badRequest, "A header field has no colon.")
        }
        // RFC 9112 §5.1: no white space between name and colon.
        let name = line[..<colon]
        guard !name.isEmpty, name.allSatisfy(\.isTokenCharacter) else {
            throw HTTPFault(.badRequest, "A header field's name is not a word.")
        }
        let value = line[(colon + 1)...]
        guard value.allSatisfy(\.isFieldCharacter) else {
            throw HTTPFault(.badRequest, "A header field's value has a control character.")
        }
        return HeaderField(
            name: String(decoding: name, as: UTF8.self),
            value: HeaderFields.trimmed(String(decoding: value, as: UTF8.self)))
    }
}
