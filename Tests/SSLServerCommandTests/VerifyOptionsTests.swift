import ArgumentParser
import TLSCertificates
import Testing

@testable import SSLServerCommand

@Suite("What verify is asked is understood")
struct VerifyOptionsTests {
    @Test(
        "Moments in the form of RFC 3339, with any distance from UTC",
        arguments: [
            ("2026-07-01T12:00:00Z", "2026-07-01 12:00:00 UTC"), ("2026-07-01t12:00:00z", "2026-07-01 12:00:00 UTC"),
            ("2026-07-01 12:00:00.25Z", "2026-07-01 12:00:00 UTC"),
            ("2026-07-01T12:00:00+02:30", "2026-07-01 09:30:00 UTC"),
            ("2026-12-31T23:30:00-00:45", "2027-01-01 00:15:00 UTC"),
            ("0001-01-01T00:00:00Z", "0001-01-01 00:00:00 UTC"),
            ("9999-12-31T23:59:59Z", "9999-12-31 23:59:59 UTC"),
        ])
    func moments(_ text: String, _ expected: String) throws {
        #expect(try #require(MomentArgument(argument: text)).time.description == expected)
    }

    @Test(
        "Everything else is refused",
        arguments: [
            "", "now", "2026-07-01", "2026-07-01T12:00:00", "2026-02-30T12:00:00Z", "2026-07-01T24:00:00Z",
            "2026-07-01T12:60:00Z", "2026-07-01T12:00:00+2:00", "2026-07-01T12:00:00+24:00",
            "2026-07-01T12:00:00+02:60",
            "26-07-01T12:00:00Z", " 2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z ", "2026-07-01T12:00:00.Z",
            "٢٠٢٦-07-01T12:00:00Z",
        ])
    func noMoments(_ text: String) {
        #expect(MomentArgument(argument: text) == nil)
    }

    @Test("Files may be given several times, and the purpose is a server's unless it is said")
    func options() throws {
        let plain = try VerifyCommand.parse(["chain.pem"])
        #expect(plain.purpose == .server && plain.roots.isEmpty && plain.time == nil && !plain.json)
        let full = try VerifyCommand.parse([
            "chain.pem", "--roots", "a", "--roots", "b", "--intermediates", "c", "--purpose", "client", "--ip", "::1",
            "--policy", "1.2.3", "--policy", "2.23.140.1.2.1", "--json",
        ])
        #expect(full.roots == ["a", "b"] && full.intermediates == ["c"] && full.purpose == .client && full.json)
        #expect(full.policy.map(\.identifier.description) == ["1.2.3", "2.23.140.1.2.1"])
    }
}
