import Testing

@testable import SSLServerCommand

@Suite("A request target becomes names that lead one step down each")
struct TargetPathTests {
    static let read: [(target: String, text: String)] = [
        ("/", "/"), ("//", "/"), ("/./", "/"), ("/.", "/"), ("/a", "/a"), ("/a/", "/a/"), ("/a/.", "/a/"),
        ("//a//b", "/a/b"), ("/./a/./b", "/a/b"), ("/a?b=/../c", "/a"), ("/a#b", "/a"), ("/?x", "/"),
        ("/%41%62c", "/Abc"), ("/a%20b", "/a b"), ("/caf%C3%A9", "/café"), ("/%F0%9F%94%92", "/🔒"),
        ("/a%3Fb", "/a?b"), ("/a%25b", "/a%b"), ("/a%2520b", "/a%20b"), ("/...", "/..."), ("/a..b", "/a..b"),
        ("/a%5C..%5Cb", "/a\\..\\b"), ("/~u/a;b=c,d", "/~u/a;b=c,d"), ("/*", "/*"),
        ("https://localhost:8443/a/b?c", "/a/b"), ("HTTP://h/", "/"), ("https://h", "/"), ("https://h?q", "/"),
    ]

    @Test("Paths as they are decoded", arguments: read)
    func reads(target: String, text: String) throws {
        #expect(try TargetPath(target: target).text == text)
    }

    static let refused = [
        "..", "/..", "/../", "/a/../b", "/a/..", "/%2e%2e", "/%2E%2e/etc/passwd", "/.%2e/", "/%2e./", "/a/%2e%2e/b",
        "/%00", "/a%00.html", "/%2f", "/a%2Fb", "/a%2f..%2fb", "/..%2f..%2fetc%2fpasswd", "/%0a", "/%0D%0AX:y", "/%7f",
        "/%", "/%4", "/%4g", "/%%41", "/a%", "/%c3%28", "/%ff", "/%ed%a0%80", "/%c0%ae%c0%ae/", "/%c0%af",
        "a", "", "*", "localhost:443", "ftp://h/", "https:/a", "javascript:alert(1)", "//../a", "https://h/../a",
    ]

    @Test("Whatever leads upwards, hides a separator or is not text is refused", arguments: refused)
    func refuses(target: String) {
        #expect(throws: HTTPFault.self) { try TargetPath(target: target) }
    }

    @Test("No target whatever gives a name with a slash or a NUL, or one that leads upwards")
    func keepsItsPromise() {
        let pieces = ["/", "..", ".", "%2e", "%2f", "%5c", "%00", "a", "%", "%25", "?", "\\", "%252e"]
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    for fourth in pieces {
                        guard let path = try? TargetPath(target: "/" + first + second + third + fourth) else {
                            continue
                        }
                        for name in path.components {
                            #expect(!name.isEmpty && name != "." && name != ".." && !name.utf8.contains(0x2F))
                            #expect(!name.utf8.contains(0))
                        }
                    }
                }
            }
        }
    }
}
