import SSLServer
import Testing

@Suite("What peers may put into a log")
struct LogEscapeTests {
    @Test(
        "is one printable line, and nothing passes for something else",
        arguments: [
            ("plain text!", "plain text!"), ("a\nb", "a\\x0ab"), ("\u{1B}[31m", "\\x1b[31m"),
            ("\u{202E}", "\\xe2\\x80\\xae"),
            ("\\x0a", "\\x5cx0a"), ("\0", "\\x00"), ("", ""),
        ])
    func escapes(text: String, expected: String) {
        #expect(escapeForLog(text) == expected)
    }

    @Test("is bounded")
    func bounded() {
        #expect(escapeForLog(String(repeating: "a", count: 65_536)) == String(repeating: "a", count: 256) + "...")
        #expect(escapeForLog(String(repeating: "\n", count: 65_536)) == String(repeating: "\\x0a", count: 64) + "...")
    }
}
