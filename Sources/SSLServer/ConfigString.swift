/// What `config` is given: `NAME`, `NAME=VALUE` or `NAME[connectionId]`.
struct ConfigString: Hashable {
    let name: String
    let connectionId: String?
    let value: String?

    /// The first `=` divides; everything behind it is the value.
    init(_ text: String) {
        let equals = text.firstIndex(of: "=")
        value = equals.map { String(text[text.index(after: $0)...]) }
        let left = text[..<(equals ?? text.endIndex)]
        guard left.last == "]", let bracket = left.firstIndex(of: "[") else {
            name = String(left)
            connectionId = nil
            return
        }
        name = String(left[..<bracket])
        connectionId = String(left[left.index(after: bracket)...].dropLast())
    }
}
