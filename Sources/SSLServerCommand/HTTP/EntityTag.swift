/// A tag that changes whenever a representation does. RFC 9110 §8.8.3.
struct EntityTag: Hashable, Sendable {
    /// The tag as it is sent, with its quotes.
    let text: String

    /// The tag of a file: its size and the time of its last change, to the nanosecond.
    init(size: Int, seconds: Int, nanoseconds: Int) {
        let parts = [size, seconds, nanoseconds].map { String(UInt(bitPattern: $0), radix: 16) }
        text = "\"" + parts.joined(separator: "-") + "\""
    }

    /// Whether one of an If-None-Match field's tags is this one. Weak comparison, RFC 9110 §13.1.2.
    func matches(_ list: [String]) -> Bool {
        list.contains { $0 == "*" || $0 == text || $0 == "W/" + text }
    }
}
