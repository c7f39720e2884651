/// Swift text with comments and the content of string literals blanked out, line by line.
///
/// Interpolations are blanked with the literal they stand in.
enum CodeOnly {
    static func lines(of text: String) -> [String] {
        var scanner = Scanner(Array(text))
        return scanner.run().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private struct Scanner {
        let text: [Character]
        var index = 0
        var output = ""

        init(_ text: [Character]) {
            self.text = text
        }

        mutating func run() -> String {
            while index < text.count {
                if starts("//") {
                    skip { $0.text[$0.index] == "\n" }
                } else if starts("/*") {
                    skipBlockComment()
                } else if let pounds = literalStart() {
                    output += "\"\""
                    skipLiteral(pounds)
                } else {
                    take()
                }
            }
            return output
        }

        /// How many `#` stand before a quotation mark here; nil when no literal starts.
        private func literalStart() -> Int? {
            var pounds = 0
            while index + pounds < text.count, text[index + pounds] == "#" { pounds += 1 }
            return index + pounds < text.count && text[index + pounds] == "\"" ? pounds : nil
        }

        private mutating func skipBlockComment() {
            var depth = 0
            repeat {
                if starts("/*") {
                    depth += 1
                    index += 2
                } else if starts("*/") {
                    depth -= 1
                    index += 2
                } else {
                    drop()
                }
            } while depth > 0 && index < text.count
        }

        private mutating func skipLiteral(_ pounds: Int) {
            let fence = String(repeating: "#", count: pounds)
            index += pounds
            let quote = starts("\"\"\"") ? "\"\"\"" : "\""
            index += quote.count
            while index < text.count, !starts(quote + fence) {
                if starts("\\\(fence)(") {
                    index += 2 + pounds
                    skipInterpolation()
                } else if pounds == 0, text[index] == "\\" {
                    index += 2
                } else {
                    drop()
                }
            }
            index += quote.count + pounds
        }

        private mutating func skipInterpolation() {
            var depth = 1
            while index < text.count, depth > 0 {
                if let pounds = literalStart() {
                    skipLiteral(pounds)
                } else {
                    if text[index] == "(" { depth += 1 }
                    if text[index] == ")" { depth -= 1 }
                    drop()
                }
            }
        }

        private func starts(_ prefix: String) -> Bool {
            text[index...].starts(with: prefix)
        }

        private mutating func skip(until ends: (Scanner) -> Bool) {
            while index < text.count, !ends(self) { index += 1 }
        }

        private mutating func take() {
            output.append(text[index])
            index += 1
        }

        /// Leaves a character out but keeps the line structure.
        private mutating func drop() {
            if text[index] == "\n" { output.append("\n") }
            index += 1
        }
    }
}
