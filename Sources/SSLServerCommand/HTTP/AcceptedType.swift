/// Which of our forms a client would rather have. RFC 9110 §12.5.1.
enum AcceptedType: Hashable, Sendable {
    case html
    case json
    case text

    /// HTML for whoever names it, as browsers do; JSON for whoever names that; text for all others, such as curl.
    init(_ accept: [String]) {
        var best = (type: AcceptedType.text, quality: 0)
        for member in accept {
            let parts = member.split(separator: ";").map { HeaderFields.trimmed($0).lowercased() }
            guard let type = parts.first.flatMap(Self.named) else { continue }
            let quality = Self.quality(parts.dropFirst())
            if quality > best.quality { best = (type, quality) }
        }
        self = best.type
    }

    private static func named(_ name: String) -> AcceptedType? {
        switch name {
        case "text/html", "application/xhtml+xml": .html
        case "application/json": .json
        case "text/plain": .text
        default: nil
        }
    }

    /// The weight in thousandths. RFC 9110 §12.4.2.
    private static func quality(_ parameters: some Sequence<String>) -> Int {
        guard let weight = parameters.first(where: { $0.hasPrefix("q=") })?.dropFirst(2) else { return 1000 }
        guard weight.hasPrefix("0") else { return 1000 }
        let digits = weight.dropFirst(2).prefix(3)
        return decimalNumber((digits + String(repeating: "0", count: 3 - digits.count)).utf8) ?? 0
    }
}
