import Testing

@testable import SSLServerCommand

@Suite("Dates of HTTP")
struct HTTPDateTests {
    static let dates: [(seconds: Int, text: String)] = [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (-2_208_988_800, "Mon, 01 Jan 1900 00:00:00 GMT"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ]

    @Test("Written and read again", arguments: dates)
    func roundTrip(seconds: Int, text: String) {
        #expect(HTTPDate(secondsSinceEpoch: seconds).text == text)
        #expect(HTTPDate(text: text)?.secondsSinceEpoch == seconds)
    }

    @Test(
        "All three forms are read",
        arguments: [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ])
    func forms(text: String) {
        #expect(HTTPDate(text: text)?.secondsSinceEpoch == 784_111_777)
    }

    @Test(
        "What is no date is none",
        arguments: [
            "", "now", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 19940 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "- - - - - -",
            "Sun, 06 Nov 1994 08:49:37 GMT GMT", "\u{301}, , , , ,",
        ])
    func refuses(text: String) {
        #expect(HTTPDate(text: text) == nil)
    }

    @Test("Every day of four hundred years survives the way there and back")
    func calendar() {
        var previous = CivilDate(dayNumber: -1)
        for day in 0..<146_097 {
            let date = CivilDate(dayNumber: day)
            #expect(date.dayNumber == day)
            #expect(date.day == previous.day + 1 || date.day == 1)
            previous = date
        }
    }

    @Test("A file's date may be anything", arguments: [Int.min, Int.max])
    func extremes(seconds: Int) {
        #expect(HTTPDate(secondsSinceEpoch: seconds).text.hasSuffix(" GMT"))
    }

    @Test("The form of RFC 3339")
    func internetForm() {
        #expect(HTTPDate(secondsSinceEpoch: 784_111_777).internetText == "1994-11-06T08:49:37Z")
    }
}
