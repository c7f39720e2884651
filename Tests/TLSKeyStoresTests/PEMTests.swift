import TLSCertificates
import TLSKeyStores
import Testing

private func blocks(_ text: String) throws(KeyStoreError) -> [PEMBlock] {
    let bytes = Array(text.utf8)
    return try PEMReader.blocks(in: bytes.span)
}

/// The decoded blocks of a text.
private func decoded(_ text: String) throws(KeyStoreError) -> [[UInt8]] {
    let bytes = Array(text.utf8)
    var contents: [[UInt8]] = []
    for block in try PEMReader.blocks(in: bytes.span) { contents.append(try block.decode(bytes.span)) }
    return contents
}

@Suite("PEM: RFC 7468")
struct PEMTests {
    @Test(
        "Blocks are found whatever the white space and the line ends",
        arguments: [
            "-----BEGIN X-----\nAQID\n-----END X-----\n", "-----BEGIN X-----\r\nAQID\r\n-----END X-----\r\n",
            "-----BEGIN X-----\rAQID\r-----END X-----", "-----BEGIN X-----\nAQID\n-----END X-----",
            "text\n\n-----BEGIN X-----  \n AQ\n\tI D \n\n-----END X----- \t\nmore text",
            "\u{feff}-----BEGIN X-----\nAQID\n-----END X-----\n", "a\u{0}b\n-----BEGIN X-----\nAQID\n-----END X-----\n",
            " -----BEGIN Y-----\n-----BEGIN X-----\nAQID\n-----END X-----\n",
        ])
    func forms(_ text: String) throws {
        #expect(try decoded(text) == [[1, 2, 3]])
        #expect(try blocks(text).map(\.label) == ["X"])
    }

    @Test(
        "Boundaries that do not fit are refused, and the line is named",
        arguments: [
            ("-----BEGIN X-----\nAQID\n", "PEM block 1 (X, line 1)"),
            ("-----BEGIN X-----\nAQID\n-----END Y-----", "PEM block 1 (X, line 1)"),
            ("\n-----BEGIN X-----\n-----BEGIN X-----\nAQID\n-----END X-----", "PEM block 1 (X, line 2)"),
            ("\n\n-----END X-----\n", "line 3"), ("-----BEGIN X----\nAQID\n-----END X-----", "line 1"),
            ("-----BEGIN X-----\nAQID\n-----END X---", "line 3"), ("-----BEGIN -----\nAQID\n-----END -----", "line 1"),
            ("-----BEGIN  X-----\nAQID\n-----END  X-----", "line 1"),
            ("-----BEGIN X\u{7}-----\nAQID\n-----END X\u{7}-----", "line 1"),
            ("-----BEGIN \(String(repeating: "X", count: 65))-----\n", "line 1"),
            ("-----BEGIN X-----", "PEM block 1 (X, line 1)"),
            ("-----BEGIN -", "line 1"),
        ])
    func boundaries(_ text: String, _ place: String) {
        let error = #expect(throws: KeyStoreError.self) { try blocks(text) }
        #expect(error?.code == .malformed)
        #expect(error?.place == place)
    }

    @Test(
        "Text without blocks has none", arguments: ["", "hello", "-----", "----BEGIN X-----", "\n\n\n", "-----BEGIN"])
    func none(_ text: String) throws {
        #expect(try blocks(text).isEmpty)
    }

    @Test(
        "Base64 is padded, its spare bits are zero, and nothing else stands in it",
        arguments: [
            ("", nil), ("AQ==", [1]), ("AQI=", [1, 2]), ("AQID", [1, 2, 3]), ("A Q = =", [1]),
            ("+/+/", [0xfb, 0xff, 0xbf]),
            ("A", nil), ("AQ", nil), ("AQI", nil), ("AQ=", nil), ("AQ===", nil), ("=AQI", nil), ("AQ=I", nil),
            ("AR==", nil),
            ("AQJ=", nil), ("AQID=", nil), ("AQID====", nil), ("AQ==AQ==", nil), ("AQI-", nil), ("AQI_", nil),
            ("AQ\u{0}D", nil),
            ("AQÿ=", nil), ("====", nil), ("AQ,D", nil), ("AQ==\nAQ==", nil),
        ] as [(String, [UInt8]?)])
    func base64(_ text: String, _ expected: [UInt8]?) {
        let bytes = try? decoded("-----BEGIN X-----\n\(text)\n-----END X-----\n").first
        #expect(bytes == expected)
    }

    @Test("A damaged character is named by its line")
    func damagedLine() {
        let error = #expect(throws: KeyStoreError.self) {
            try decoded("text\n-----BEGIN X-----\nAQID\nAQ!D\nAQID\n-----END X-----\n")
        }
        #expect(error?.reason.contains("line 4") == true)
        #expect(error?.place == "PEM block 1 (X, line 2)")
    }

    @Test("A header of RFC 1421 ends at the first empty line")
    func headers() throws {
        let text = "-----BEGIN X-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAQID\n-----END X-----\n"
        let found = try blocks(text)
        #expect(found.count == 1)
        #expect(found[0].hasHeader)
        #expect(try decoded(text) == [[1, 2, 3]])
        #expect(throws: KeyStoreError.self) { try blocks("-----BEGIN X-----\nA: b\nAQID\n-----END X-----\n") }
    }

    @Test("Many blocks are numbered, and more than 1000 are refused")
    func many() throws {
        let block = "-----BEGIN X-----\nAQID\n-----END X-----\n"
        let found = try blocks(String(repeating: block, count: 1000))
        #expect(found.count == 1000)
        #expect(found[999].place == "PEM block 1000 (X, line 2998)")
        let error = #expect(throws: KeyStoreError.self) { try blocks(String(repeating: block, count: 1001)) }
        #expect(error?.code == .limitExceeded)
    }

    @Test("A line of 16 MiB is read, and a byte more is refused")
    func longLine() throws {
        let prefix = "-----BEGIN X-----\n", suffix = "\n-----END X-----\n"
        let size = 16 * 1024 * 1024 - prefix.utf8.count - suffix.utf8.count
        let line = String(repeating: "A", count: size / 4 * 4)
        #expect(try decoded(prefix + line + suffix).first?.count == size / 4 * 3)
        let error = #expect(throws: KeyStoreError.self) { try blocks(prefix + line + "AAAA" + suffix) }
        #expect(error?.code == .limitExceeded)
    }

    @Test("What is written is read again, for every length of the last group")
    func roundTrip() throws {
        for count in 1...200 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            let text = PEMWriter.text("SOME LABEL", bytes.span)
            #expect(try decoded(text) == [bytes])
            #expect(try blocks(text).map(\.label) == ["SOME LABEL"])
            let lines = text.split(separator: "\n")
            #expect(lines.dropFirst().dropLast(2).allSatisfy { $0.count == 64 })
            #expect(lines.dropLast().last.map { (1...64).contains($0.count) } == true)
        }
    }

    @Test("Every prefix and every changed byte of a text is read or refused")
    func damage() {
        let text = Array(
            "x\n-----BEGIN X-----\nProc: 1\n\nAQID\n-----END X-----\n-----BEGIN Y-----\nAQ==\n-----END Y-----".utf8)
        for count in 0...text.count {
            let bytes = Array(text[..<count])
            _ = try? PEMReader.blocks(in: bytes.span)
        }
        for index in text.indices {
            for value: UInt8 in 0...255 {
                var bytes = text
                bytes[index] = value
                for block in (try? PEMReader.blocks(in: bytes.span)) ?? [] { _ = try? block.decode(bytes.span) }
            }
        }
    }
}
