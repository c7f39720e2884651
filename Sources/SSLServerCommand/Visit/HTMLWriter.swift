/// Writes HTML in which no text can become markup.
///
/// Markup is taken as `StaticString` only, which exists in the program alone; all else is text, and escaped.
struct HTMLWriter: Sendable {
    private(set) var html = ""

    mutating func markup(_ markup: StaticString) {
        html += markup.description
    }

    mutating func text(_ text: String) {
        for scalar in text.printable.unicodeScalars {
            switch scalar {
            case "&": html += "&amp;"
            case "<": html += "&lt;"
            case ">": html += "&gt;"
            case "\"": html += "&quot;"
            case "'": html += "&#39;"
            default: html.unicodeScalars.append(scalar)
            }
        }
    }

    /// An element around text.
    mutating func element(_ open: StaticString, _ text: String, _ close: StaticString) {
        markup(open)
        self.text(text)
        markup(close)
    }
}
