/// One header field as it was sent.
struct HeaderField: Hashable, Sendable {
    let name: String
    let value: String
}

/// The header fields of a message, in their order. Names match in any case. RFC 9110 §5.
struct HeaderFields: Hashable, Sendable {
    private(set) var all: [HeaderField] = []

    mutating func append(_ name: String, _ value: String) {
        all.append(HeaderField(name: name, value: value))
    }

    /// The values of every field of this name (given in lower case), in their order.
    func values(_ name: String) -> [String] {
        all.filter { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }.map(\.value)
    }

    /// The value of the one field of this name; nil when there is none or several.
    func only(_ name: String) -> String? {
        let values = values(name)
        return values.count == 1 ? values.first : nil
    }

    /// The members of a comma-separated list, over all fields of this name, without the white space around them and
    /// without empty ones. RFC 9110 §5.6.1.
    func list(_ name: String) -> [String] {
        values(name).flatMap { value in
            value.split(separator: ",").map(HeaderFields.trimmed).filter { !$0.isEmpty }
        }
    }

    /// Whether a list has this member (given in lower case), in any case.
    func list(_ name: String, contains member: String) -> Bool {
        list(name).contains { $0.lowercased() == member }
    }

    /// A text without the spaces and tabs around it. RFC 9110 §5.6.3.
    static func trimmed(_ text: some StringProtocol) -> String {
        let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        let head = text.utf8.drop(while: isBlank)
        let blanks = head.reversed().prefix(while: isBlank).count
        return String(decoding: head.dropLast(blanks), as: UTF8.self)
    }
}
