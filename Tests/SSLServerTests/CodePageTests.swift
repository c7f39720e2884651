import Testing

@testable import SSLServer

@Suite("Code pages")
struct CodePageTests {
    @Test("carry text both ways", arguments: [65001, 1200, 1201, 12000, 12001])
    func unicode(number: Int) throws {
        let page = try #require(CodePage(rawValue: number))
        let text = "Grüße, 世界 🙂"
        #expect(page.encode(text).map(page.decode) == text)
    }

    @Test("that are narrow refuse what they lack")
    func narrow() throws {
        #expect(CodePage.latin1.encode("Grüße") == [0x47, 0x72, 0xFC, 0xDF, 0x65])
        #expect(CodePage.latin1.encode("世") == nil)
        #expect(CodePage.ascii.encode("ü") == nil)
        #expect(CodePage.ascii.decode([0x61, 0xFF]) == "a\u{FFFD}")
    }

    @Test("replace what is malformed")
    func malformed() {
        #expect(CodePage.utf8.decode([0x61, 0xFF]) == "a\u{FFFD}")
        #expect(CodePage.utf16LittleEndian.decode([0x61, 0x00, 0x62]) == "a\u{FFFD}")
        #expect(CodePage.utf16BigEndian.encode("a") == [0x00, 0x61])
    }

    @Test("that are not there are none")
    func unknown() {
        #expect(CodePage(rawValue: 932) == nil)
    }
}
