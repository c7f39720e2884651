import Testing

@testable import SSLServerCommand

/// What a reader makes of bytes, in words: easy to put in a table.
func parts(of bytes: [UInt8], pieces: Int = .max) -> [String] {
    var reader = RequestReader()
    var found: [String] = []
    var body = 0
    var rest = bytes[...]
    repeat {
        reader.append(rest.prefix(pieces))
        rest = rest.dropFirst(pieces)
        do {
            while let part = try reader.next() {
                switch part {
                case .head(let head, let framing): found.append("\(head.method) \(head.target) \(framing)")
                case .body(let count): body += count
                case .end:
                    found.append("end \(body)")
                    body = 0
                }
            }
        } catch {
            return found + ["\(error.status.rawValue)"]
        }
    } while !rest.isEmpty
    if !reader.isBetweenRequests { found.append("incomplete") }
    return found
}

@Suite("Requests are taken apart the one way they can be read")
struct RequestReaderTests {
    static let whole: [(request: String, parts: [String])] = [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["GET / none", "end 0"]),
        ("GET / HTTP/1.0\r\n\r\n", ["GET / none", "end 0"]),
        ("\r\nGET / HTTP/1.1\r\nHost:a\r\n\r\n", ["GET / none", "end 0"]),
        ("GET /a?b=c HTTP/1.1\r\nhOST:  [::1]:8443 \t\r\n\r\n", ["GET /a?b=c none", "end 0"]),
        ("POST /u HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", ["POST /u length(5)", "end 5"]),
        ("POST /u HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", ["POST /u none", "end 0"]),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            ["POST / chunked", "end 5"]
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nA;x=\"y\"\r\n0123456789\r\n01 ;z\r\n.\r\n"
                + "00\r\nTrailer: yes\r\nX: \r\n\r\n",
            ["POST / chunked", "end 11"]
        ),
        (
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["GET /1 none", "end 0", "POST /2 length(3)", "end 3", "GET /3 none", "end 0"]
        ),
        (
            "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\n\r\n0\r\n\r\n"
                + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["POST /1 chunked", "end 1", "GET /2 none", "end 0"]
        ),
        ("GET / HTTP/1.9\r\nHost: a\r\n\r\n", ["GET / none", "end 0"]),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: caf\u{E9}\r\nY:\r\n\r\n", ["GET / none", "end 0"]),
        ("BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n", ["BREW /pot none", "end 0"]),
        ("GET / HTTP/1.1\r\nHost: a\r\n", ["incomplete"]),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabc", ["POST / length(4)", "incomplete"]),
    ]

    @Test("A request, several, or the beginning of one", arguments: whole)
    func reads(request: String, expected: [String]) {
        #expect(parts(of: Array(request.utf8)) == expected)
    }

    @Test("It does not matter where the bytes are cut", arguments: whole)
    func readsInPieces(request: String, expected: [String]) {
        let bytes = Array(request.utf8)
        for size in 1...max(bytes.count, 1) {
            #expect(parts(of: bytes, pieces: size) == expected, "in pieces of \(size)")
        }
    }

    static let refused: [(status: Int, request: String)] = [
        // Request lines.
        (400, "GET /\r\n\r\n"),
        (400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
        (400, " GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET\t/\tHTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "G@T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET /\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET / http/1.1\r\nHost: a\r\n\r\n"),
        (400, "GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
        (400, "GET / HTTP/11\r\nHost: a\r\n\r\n"),
        (505, "GET / HTTP/0.9\r\n\r\n"),
        (505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        // Line ends.
        (400, "GET / HTTP/1.1\nHost: a\n\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        (400, "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"),
        // Header fields.
        (400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nNonsense\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX\u{E9}: y\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX: y\0z\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX: \u{1B}[31m\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nX: \u{7F}\r\n\r\n"),
        // Host.
        (400, "GET / HTTP/1.1\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        (400, "GET / HTTP/1.0\r\nHost: a\r\nhost: a\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        (400, "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"),
        // Lengths: the shapes of request smuggling.
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5 5\r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \r\n\r\nhello"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"),
        (413, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775807\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        (
            400,
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        ),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ,chunked,\r\n\r\n0\r\n\r\n"),
        (400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        (400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\u{0B}chunked\r\n\r\n0\r\n\r\n"),
        (501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    ]

    @Test("What could be read in two ways is refused", arguments: refused)
    func refuses(status: Int, request: String) {
        #expect(parts(of: Array(request.utf8)) == ["\(status)"])
        #expect(parts(of: Array(request.utf8), pieces: 1) == ["\(status)"])
    }

    static let brokenChunks = [
        "\r\n", "x\r\n", "-1\r\n", "+1\r\n", "0x1\r\nA\r\n", " 1\r\nA\r\n", "1 \r\nA\r\n", "1\nA\r\n", "1;x\nA\r\n",
        "1\r\nAB\r\n", "1\r\nA\n0\r\n\r\n", "1\r\nA0\r\n\r\n", "1;\u{01}\r\nA\r\n", "FFFFFFFFFFFFFFFF\r\n",
        "1000000000000000\r\n", "0\r\nTrailer\r\n\r\n", "0\r\n Folded: x\r\n\r\n", "0\r\nA: b\n\r\n",
        "1\(String(repeating: ";", count: 300))\r\n", "0\r\n\(String(repeating: "a", count: 9000))",
    ]

    @Test("A chunked body that does not keep to its form is refused", arguments: brokenChunks)
    func refusesChunks(body: String) {
        let request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + body
        for size in [Int.max, 1] {
            let parts = parts(of: Array(request.utf8), pieces: size)
            #expect(parts.first == "POST / chunked")
            #expect(parts.last == "400")
        }
    }

    @Test("Chunks that add up to more than a body may have are refused")
    func refusesTooMuchInChunks() {
        let size = String(HTTPLimits.body + 1, radix: 16)
        let request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(size)\r\n"
        #expect(parts(of: Array(request.utf8)).last == "413")
    }

    @Test("A head may have 16 KiB to the byte")
    func limitsHead() {
        let start = "GET / HTTP/1.1\r\nHost: a\r\nX: "
        let end = "\r\n\r\n"
        let filling = HTTPLimits.head - start.utf8.count - end.utf8.count
        let fits = start + String(repeating: "x", count: filling) + end
        let exceeds = start + String(repeating: "x", count: filling + 1) + end
        #expect(parts(of: Array(fits.utf8)) == ["GET / none", "end 0"])
        #expect(parts(of: Array(exceeds.utf8)) == ["431"])
        #expect(parts(of: Array(exceeds.utf8), pieces: 7) == ["431"])
    }

    @Test("A head that never ends is refused when its limit is reached, not later")
    func limitsEndlessHead() {
        var reader = RequestReader()
        reader.append(Array("GET / HTTP/1.1\r\n".utf8))
        var sent = 16
        #expect(throws: HTTPFault.self) {
            while sent < 1_000_000 {
                reader.append(Array("Xxxxxxx: yyyyyyyyyyyyyyyyyyyyyy\r\n".utf8))
                sent += 33
                _ = try reader.next()
            }
        }
        #expect(sent < HTTPLimits.head + 64)
    }

    @Test("Empty lines before a request count towards its head")
    func limitsEmptyLines() {
        #expect(parts(of: Array(String(repeating: "\r\n", count: 10_000).utf8)).last == "414")
    }

    @Test("A request line may have 8 KiB, a head a hundred fields")
    func limitsLineAndFields() {
        let long = "GET /" + String(repeating: "a", count: 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(parts(of: Array(long.utf8)) == ["414"])
        let fields = String(repeating: "A: b\r\n", count: 99)
        #expect(parts(of: Array("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n".utf8)) == ["GET / none", "end 0"])
        #expect(parts(of: Array("GET / HTTP/1.1\r\nHost: a\r\n\(fields)A: b\r\n\r\n".utf8)) == ["431"])
    }

    @Test("After a refusal nothing more is read")
    func staysRefused() throws {
        var reader = RequestReader()
        reader.append(Array("nonsense\r\n".utf8))
        #expect(throws: HTTPFault.self) { try reader.next() }
        reader.append(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        #expect(throws: HTTPFault.self) { try reader.next() }
        #expect(!reader.hasWaitingBytes)
    }

    static let persistence: [(keeps: Bool, head: String)] = [
        (true, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        (false, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
        (false, "GET / HTTP/1.1\r\nHost: a\r\nConnection: x, CLOSE\r\n\r\n"),
        (false, "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n"),
        (false, "GET / HTTP/1.0\r\n\r\n"),
        (true, "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"),
    ]

    @Test("Whether a connection is kept", arguments: persistence)
    func keepsAlive(keeps: Bool, request: String) throws {
        var reader = RequestReader()
        reader.append(Array(request.utf8))
        guard case .head(let head, _) = try reader.next() else {
            Issue.record("no head")
            return
        }
        #expect(head.keepsAlive == keeps)
    }
}
