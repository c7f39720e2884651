/// The longest text of a peer that is logged.
private let longestLoggedText = 256

/// Makes a text that a peer may have chosen fit for a log: one line of printable ASCII, of bounded length. Everything
/// else, the backslash too, is written as `\xNN`, so that nothing can pass for something else.
package func escapeForLog(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
        let isPrintable = (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\\")
        let piece = isPrintable ? String(UnicodeScalar(byte)) : hexEscape(byte)
        guard escaped.utf8.count + piece.utf8.count <= longestLoggedText else { return escaped + "..." }
        escaped += piece
    }
    return escaped
}

private func hexEscape(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.utf8.count == 1 ? "0" : "") + digits
}
