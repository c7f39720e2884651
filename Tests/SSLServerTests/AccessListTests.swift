import Testing

@testable import SSLServer

@Suite("Lists of who may connect")
struct AccessListTests {
    private static let cases: [(String, String, Bool)] = [
        ("*", "192.0.2.1", true), ("*", "2001:db8::1", true), ("", "192.0.2.1", false),
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.11", false),
        ("192.0.2.*", "192.0.2.77", true), ("192.0.2.*", "192.0.3.77", false), ("*.1", "192.0.2.1", true),
        ("1*2*3", "192.0.2.3", true), ("1*2*4", "192.0.2.3", false), ("**", "::1", true),
        ("10.0.0.0/8", "10.200.3.4", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.0.0.0/32", "10.0.0.1", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::1", false), ("192.0.2.128/25", "192.0.2.127", false),
        ("2001:db8::/32", "2001:db8:1::5", true), ("2001:db8::/32", "2001:db9::5", false),
        ("2001:DB8:0::1", "2001:db8::1", true), ("192.0.2.1", "::ffff:192.0.2.1", true),
        ("192.0.2.*", "::ffff:192.0.2.9", true), ("10.0.0.1, 192.0.2.0/24 ,::1", "192.0.2.4", true),
        (" , ,", "::1", false), ("localhost", "127.0.0.1", true),
    ]

    @Test("match addresses, globs, blocks and host names", arguments: cases)
    func matches(list: String, address: String, expected: Bool) throws {
        let list = try AccessList(list)
        #expect(list.matches(address) == expected)
    }

    @Test(
        "refuse blocks that are none and hosts that are not found",
        arguments: ["10.0.0.0/33", "::/129", "10.0.0.0/x", "a/8"])
    func refuses(list: String) {
        #expect(throws: SSLError(.invalidArgument)) { try AccessList(list) }
        #expect(throws: SSLError(.hostNotFound)) { try AccessList("no-such-host.invalid") }
    }

    @Test("a client is let in when it is allowed and not blocked")
    func both() throws {
        var configuration = SSLServer.Configuration()
        configuration.allowedClients = "192.0.2.*"
        configuration.blockedClients = "192.0.2.1"
        let lists = try AccessLists(configuration)
        #expect(lists.allow("192.0.2.2"))
        #expect(!lists.allow("192.0.2.1"))
        #expect(!lists.allow("198.51.100.1"))
    }
}
