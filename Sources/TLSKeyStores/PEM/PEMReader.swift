/// Finds the blocks of a PEM text. RFC 7468 §3: strict about the boundaries, lax about white space.
///
/// Text around the blocks is skipped. One pass over the bytes, whatever they are; nothing is decoded.
package struct PEMReader: ~Escapable {
    private let text: Span<UInt8>
    private var position = 0
    private var line = 0
    private var blocks: [PEMBlock] = []

    @_lifetime(copy text)
    private init(_ text: Span<UInt8>) {
        self.text = text
        // A byte order mark, which some editors put at the beginning.
        if Self.hasPrefix([0xef, 0xbb, 0xbf], 0..<text.count, of: text) { position = 3 }
    }

    /// All blocks, in order.
    package static func blocks(
        in text: Span<UInt8>, limit: Int = KeyStoreLimits.fileSize
    ) throws(KeyStoreError) -> [PEMBlock] {
        guard text.count <= limit else {
            throw KeyStoreError(.limitExceeded, reason: "the text is longer than \(limit / 1_048_576) MiB")
        }
        var reader = PEMReader(text)
        while let current = reader.nextLine() {
            try reader.readOutside(current)
        }
        return reader.blocks
    }

    /// Which line, from 1, a byte is in.
    static func lineNumber(of offset: Int, in text: Span<UInt8>) -> Int {
        var reader = PEMReader(text)
        while reader.position <= offset, reader.nextLine() != nil {}
        return max(1, reader.line)
    }

    /// The next line without its end and trailing white space. Lines end in LF, CR LF or CR.
    private mutating func nextLine() -> Range<Int>? {
        guard position < text.count else { return nil }
        let start = position
        var end = start
        while end < text.count, text[end] != 0x0a, text[end] != 0x0d { end += 1 }
        position = end + 1
        if end + 1 < text.count, text[end] == 0x0d, text[end + 1] == 0x0a { position = end + 2 }
        line += 1
        while end > start, Base64.isWhitespace(text[end - 1]) { end -= 1 }
        return start..<end
    }

    /// A line between blocks: text, or the beginning of a block.
    private mutating func readOutside(_ current: Range<Int>) throws(KeyStoreError) {
        if let label = try boundary(Self.begin, current) {
            guard blocks.count < KeyStoreLimits.pemBlocks else {
                throw KeyStoreError(
                    .limitExceeded, reason: "there are more than \(KeyStoreLimits.pemBlocks) PEM blocks")
            }
            try readBlock(label: label)
        } else if try boundary(Self.end, current) != nil {
            throw KeyStoreError(.malformed, place: "line \(line)", reason: "an END line has no BEGIN line before it")
        }
    }

    /// The lines of a block up to its END line, which must have the same label.
    private mutating func readBlock(label: String) throws(KeyStoreError) {
        let beginLine = line
        let number = blocks.count + 1
        let place = "PEM block \(number) (\(label), line \(beginLine))"
        var header: Range<Int>?
        var bodyStart = position
        while true {
            let lineStart = position
            guard let current = nextLine() else {
                throw KeyStoreError(
                    .malformed, place: place, reason: "the END line is missing", advice: "the text may be cut off")
            }
            if let endLabel = try boundary(Self.end, current) {
                guard endLabel == label else {
                    throw KeyStoreError(.malformed, place: place, reason: "the block ends as \(endLabel)")
                }
                blocks.append(
                    PEMBlock(label: label, number: number, line: beginLine, header: header, body: bodyStart..<lineStart)
                )
                return
            }
            if try boundary(Self.begin, current) != nil {
                throw KeyStoreError(.malformed, place: place, reason: "another block begins inside this one")
            }
            // RFC 1421 §4.4: the header is the lines up to the first empty one, beginning on the first line.
            if lineStart == bodyStart, header == nil, contains(UInt8(ascii: ":"), current) {
                header = skipHeader(from: lineStart)
                bodyStart = position
            }
        }
    }

    /// Skips the rest of a header, the empty line after it included; its range.
    private mutating func skipHeader(from start: Int) -> Range<Int> {
        var end = position
        while let current = nextLine(), !current.isEmpty { end = position }
        return start..<min(end, text.count)
    }

    private func contains(_ byte: UInt8, _ range: Range<Int>) -> Bool {
        range.contains { text[$0] == byte }
    }

    /// The label, if the line is such a boundary. A line that begins as one has to end as one.
    private func boundary(_ prefix: [UInt8], _ current: Range<Int>) throws(KeyStoreError) -> String? {
        guard Self.hasPrefix(prefix, current, of: text) else { return nil }
        let rest = current.lowerBound + prefix.count..<current.upperBound
        let labelEnd = rest.upperBound - Self.dashes.count
        guard labelEnd >= rest.lowerBound, Self.hasPrefix(Self.dashes, labelEnd..<rest.upperBound, of: text),
            let label = label(rest.lowerBound..<labelEnd)
        else {
            throw KeyStoreError(.malformed, place: "line \(line)", reason: "the BEGIN or END line is damaged")
        }
        return label
    }
}

extension PEMReader {
    private static let begin = Array("-----BEGIN ".utf8)
    private static let end = Array("-----END ".utf8)
    private static let dashes = Array("-----".utf8)

    private static func hasPrefix(_ prefix: [UInt8], _ range: Range<Int>, of text: Span<UInt8>) -> Bool {
        guard range.count >= prefix.count else { return false }
        for index in prefix.indices where text[range.lowerBound + index] != prefix[index] { return false }
        return true
    }

    /// Capital letters, digits and such, with single spaces or hyphens between them. RFC 7468 §3.
    private func label(_ range: Range<Int>) -> String? {
        guard (1...KeyStoreLimits.pemLabelSize).contains(range.count) else { return nil }
        var label = ""
        for index in range {
            let byte = text[index]
            guard (0x20...0x7e).contains(byte) else { return nil }
            label.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return label.hasPrefix(" ") || label.hasSuffix(" ") ? nil : label
    }
}
