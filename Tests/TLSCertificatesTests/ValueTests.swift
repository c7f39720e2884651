import TLSCertificates
import Testing

@Suite("Object identifiers, times and addresses as values")
struct ValueTests {
    @Test(
        "Object identifiers are read and printed in dotted form",
        arguments: [
            "2.5.29.17", "1.2.840.113549.1.1.11", "0.9.2342.19200300.100.1.25", "2.999.3", "1.3.6.1.4.1.311.20.2.3",
        ])
    func identifiers(_ text: String) throws {
        #expect(try #require(OID(text)).description == text)
    }

    @Test(
        "Text that is not an object identifier is refused",
        arguments: [
            "", "1", "3.1", "1.40", "1..2", "1.2.", ".1.2", "1.2.a", "1.-2", "1.2.18446744073709551616", "1. 2",
        ])
    func malformedIdentifiers(_ text: String) {
        #expect(OID(text) == nil)
    }

    @Test("A long identifier is refused, and the longest is printed")
    func longIdentifiers() throws {
        #expect(OID("1.2." + Array(repeating: "1", count: 200).joined(separator: ".")) == nil)
        let longest = "1.2." + Array(repeating: "1", count: 127).joined(separator: ".")
        #expect(try #require(OID(longest)).description == longest)
    }

    @Test("Seconds and dates convert in both directions")
    func times() throws {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00 UTC"), (951_782_400, "2000-02-29 00:00:00 UTC"), (-1, "1969-12-31 23:59:59 UTC"),
            (1_782_907_200, "2026-07-01 12:00:00 UTC"), (253_402_300_799, "9999-12-31 23:59:59 UTC"),
            (-62_167_219_200, "0000-01-01 00:00:00 UTC"), (4_107_542_400, "2100-03-01 00:00:00 UTC"),
        ] as [(Int64, String)] {
            let time = CertificateTime(secondsSinceEpoch: seconds)
            #expect(time.description == text)
            #expect(
                CertificateTime(
                    year: time.year, month: time.month, day: time.day, hour: time.hour, minute: time.minute,
                    second: time.second) == time)
        }
        for day in 0..<146_097 * 2 {
            let time = CertificateTime(secondsSinceEpoch: Int64(day) * 86400)
            #expect(CertificateTime(year: time.year, month: time.month, day: time.day) == time)
        }
    }

    @Test("The extremes of the type are printed too")
    func extremes() {
        #expect(!CertificateTime(secondsSinceEpoch: .max).description.isEmpty)
        #expect(!CertificateTime(secondsSinceEpoch: .min).description.isEmpty)
    }

    @Test("Dates that do not exist are refused")
    func noDates() {
        #expect(CertificateTime(year: 2025, month: 2, day: 29) == nil)
        #expect(CertificateTime(year: 2100, month: 2, day: 29) == nil)
        #expect(CertificateTime(year: 2000, month: 2, day: 29) != nil)
        #expect(CertificateTime(year: 2025, month: 4, day: 31) == nil)
        #expect(CertificateTime(year: 10_000, month: 1, day: 1) == nil)
        #expect(CertificateTime(year: -1, month: 1, day: 1) == nil)
        #expect(CertificateTime(year: 2025, month: 1, day: 1, hour: 24) == nil)
    }

    @Test(
        "Addresses are printed in the form of RFC 5952",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("0:0:0:0:0:0:0:0", "::"), ("::1", "::1"), ("1::", "1::"),
            ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("::ffff:192.0.2.1", "::ffff:c000:201"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
            ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
        ])
    func addresses(_ text: String, _ printed: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == printed)
        #expect(IPAddress(printed) == address)
    }

    @Test(
        "Text that is not an address is refused",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.a", "1.2.3.", ":", ":::", "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0", "[::1]", "1:2:3:4:5:6:7:192.0.2.1",
            "1:2:3:4:5:6:7:8::", "::192.0.2.1:1", "1.2.3.4:80", " ::1", "::1 ", "1:2:3:4:5:6:7::8:9",
        ])
    func malformedAddresses(_ text: String) {
        #expect(IPAddress(text) == nil)
    }
}
