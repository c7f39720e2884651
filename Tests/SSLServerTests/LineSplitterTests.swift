import NIOCore
import Testing

@testable import SSLServer

@Suite("Cutting data into lines and records")
struct LineSplitterTests {
    /// Feeds packets one by one and writes down what comes out, `|` after each line that has its end, `…` after others.
    private func run(_ framing: Framing, _ packets: [String], ends: Bool = false) -> String {
        var splitter = LineSplitter()
        var out = ""
        for packet in packets {
            splitter.append(ByteBuffer(string: packet))
            while let piece = splitter.next(framing) {
                out += String(buffer: piece.data) + (piece.eol ? "|" : "…")
            }
        }
        if ends, let left = splitter.finish() { out += String(buffer: left.data) + (left.eol ? "|" : "…") }
        return out
    }

    private static let cases: [(Framing, [String], String)] = [
        (Framing(), ["ab", "c\r\n"], "ab|c\r\n|"),
        (Framing(eol: Array("\r\n".utf8)), ["one\r\ntwo\r", "\nthr"], "one|two|"),
        (Framing(eol: Array("\r\n".utf8)), ["\r\n\r\n"], "||"),
        (Framing(eol: Array("\r\n".utf8)), ["a\rb\nc\r\n"], "a\rb\nc|"),
        (Framing(eol: [0, 0]), ["a\0b\0", "\0c"], "a\0b|"),
        (Framing(eol: Array("aab".utf8)), ["xa", "aab", "y"], "xa|"),
        (Framing(singleLineMode: true), ["a\rb\nc\r\nd\r", "\ne\r", "f\n"], "a|b|c|d|e|f|"),
        (Framing(singleLineMode: true), ["\r", "\n", "\n", "\r\r"], "||||"),
        (Framing(eol: Array(";".utf8), singleLineMode: true), ["a;b\n"], "a;b|"),
        (Framing(recordLength: 3), ["ab", "cdefg", "hi"], "abc|def|ghi|"),
        (Framing(eol: Array("\n".utf8), recordLength: 2), ["a\nb\n"], "a\n|b\n|"),
    ]

    @Test("lines end where the rules say, however the packets are cut", arguments: cases)
    func cuts(framing: Framing, packets: [String], expected: String) {
        #expect(run(framing, packets) == expected)
        let bytes = packets.joined()
        if framing != Framing() {
            #expect(run(framing, bytes.unicodeScalars.map { String($0) }) == expected)
            #expect(run(framing, [bytes]) == expected)
        }
    }

    @Test("a line that grows too long is given without its end")
    func tooLong() {
        let x = String(repeating: "x", count: 256)
        let framing = Framing(eol: Array("\r\n".utf8), maxLineLength: 256)
        #expect(run(framing, [x]) == x + "…")
        #expect(run(framing, [x + "\r\n"]) == x + "|")
        #expect(run(framing, [x + x + "y\r\n"]) == x + "…" + x + "…y|")
        let single = Framing(singleLineMode: true, maxLineLength: 256)
        #expect(run(single, [x + "\n"]) == x + "|")
        #expect(run(single, [x + "y\n"]) == x + "…y|")
    }

    @Test("an end of line that is cut off by the limit is still found")
    func limitWithinEnd() {
        let x = String(repeating: "x", count: 255)
        let framing = Framing(eol: Array("\r\n".utf8), maxLineLength: 256)
        #expect(run(framing, [x + "\r", "\nz\r\n"]) == x + "…|z|")
    }

    @Test("what is left at the end is given without its end")
    func leftOver() {
        #expect(run(Framing(eol: Array("\n".utf8)), ["a\nbc"], ends: true) == "a|bc…")
        #expect(run(Framing(recordLength: 4), ["abcdef"], ends: true) == "abcd|ef…")
        #expect(run(Framing(singleLineMode: true), ["a\r\n"], ends: true) == "a|")
    }

    @Test("the rules may change at any piece")
    func changes() {
        var splitter = LineSplitter()
        splitter.append(ByteBuffer(string: "1234;abc\ndef"))
        #expect(splitter.next(Framing(recordLength: 2)).map { String(buffer: $0.data) } == "12")
        #expect(splitter.next(Framing(eol: Array(";".utf8))).map { String(buffer: $0.data) } == "34")
        #expect(splitter.next(Framing(eol: Array(";".utf8))) == nil)
        #expect(splitter.next(Framing(eol: Array("\n".utf8))).map { String(buffer: $0.data) } == "abc")
        #expect(splitter.next(Framing()).map { String(buffer: $0.data) } == "def")
    }
}
