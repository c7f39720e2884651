/// A line of text for clients that are talked to through their standard input.
enum TextLine {
    /// Digits and `x`: nothing that a client would take for a command. Every 16 characters count up.
    static func make(count: Int) -> String {
        var line = ""
        var number = 0
        while line.utf8.count < count {
            let digits = String(number)
            line += String(repeating: "x", count: max(0, 16 - digits.utf8.count)) + digits
            number += 1
        }
        return String(line.prefix(count))
    }
}
