import NIOCore
import NIOFileSystem
import Testing

@testable import SSLServerCommand

@Suite("A connection's requests are answered in their order")
struct WebConnectionTests {
    private let host = "Host: localhost\r\n"

    private func exchange(_ request: String, files: FileService? = nil) async -> RecordingSink {
        let sink = RecordingSink()
        await connection(to: sink, files: files).receive(ByteBuffer(string: request))
        return sink
    }

    static let requests: [(request: String, status: String, contains: String, closes: Bool)] = [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "200", "Cipher suite", false),
        ("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n", "200", "<!doctype html>", false),
        ("GET / HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n\r\n", "200", "\"tls\": {", false),
        ("GET /json HTTP/1.1\r\nHost: a\r\n\r\n", "200", "application/json", false),
        ("GET /.tls HTTP/1.1\r\nHost: a\r\n\r\n", "200", "Cipher suite", false),
        ("GET https://a/json HTTP/1.1\r\nHost: a\r\n\r\n", "200", "application/json", false),
        ("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n", "404", "/nothing", false),
        ("GET /../etc HTTP/1.1\r\nHost: a\r\n\r\n", "400", "upwards", false),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "200", "Connection: close", true),
        ("GET / HTTP/1.0\r\n\r\n", "200", "Connection: close", true),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200", "Connection: keep-alive", false),
        ("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", "200", "\r\n\r\n5\n", false),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n0\r\n\r\n", "200", "\"bytesReceived\": 3", false
        ),
        ("POST / HTTP/1.1\r\nHost: a\r\n\r\n", "200", "\r\n\r\n0\n", false),
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "204", "Allow: GET, HEAD, POST, OPTIONS", false),
        ("PUT / HTTP/1.1\r\nHost: a\r\n\r\n", "405", "Allow: GET, HEAD, POST, OPTIONS", false),
        ("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n", "405", "Connection: close", true),
        ("get / HTTP/1.1\r\nHost: a\r\n\r\n", "501", "not known", false),
        ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "501", "BREW", false),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", "417", "100-continue", false),
        ("nonsense\r\n", "400", "Connection: close", true),
        ("GET / HTTP/2.0\r\n\r\n", "505", "Connection: close", true),
    ]

    @Test("One request", arguments: requests)
    func answers(request: String, status: String, contains: String, closes: Bool) async {
        let sink = await exchange(request)
        #expect(sink.statuses == [status])
        #expect(sink.text.contains(contains))
        #expect(sink.isClosed == closes)
    }

    @Test("HEAD is answered as GET is, without the body")
    func head() async {
        let get = await exchange("GET /json HTTP/1.1\r\n\(host)\r\n")
        let head = await exchange("HEAD /json HTTP/1.1\r\n\(host)\r\n")
        #expect(head.text.hasSuffix("\r\n\r\n"))
        #expect(head.text.contains("Content-Length: "))
        #expect(!get.text.hasSuffix("\r\n\r\n"))
    }

    @Test("Requests that do not wait are answered one after the other, up to the last one allowed")
    func pipelining() async {
        let request = "GET /json HTTP/1.1\r\n\(host)\r\n"
        let last = "GET /json HTTP/1.1\r\n\(host)Connection: close\r\n\r\n"
        let sink = await exchange(
            request + request + "POST / HTTP/1.1\r\n\(host)Content-Length: 2\r\n\r\nab" + last + request)
        #expect(sink.statuses == ["200", "200", "200", "200"])
        #expect(sink.isClosed)
    }

    @Test("It does not matter where the bytes are cut")
    func pieces() async {
        let sink = RecordingSink()
        let connection = connection(to: sink)
        for byte in "POST / HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabcGET /json HTTP/1.1\r\n\(host)\r\n".utf8 {
            await connection.receive(ByteBuffer(bytes: [byte]))
        }
        #expect(sink.statuses == ["200", "200"])
    }

    @Test("Who waits with a body is told to go on; who did not wait is not")
    func expectations() async {
        let sink = RecordingSink()
        let connection = connection(to: sink)
        let head = "POST / HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 3\r\n\r\n"
        await connection.receive(ByteBuffer(string: head))
        #expect(sink.text == "HTTP/1.1 100 Continue\r\n\r\n")
        await connection.receive(ByteBuffer(string: "abc"))
        #expect(sink.statuses == ["100", "200"])
        await connection.receive(ByteBuffer(string: head + "abc"))
        #expect(sink.statuses == ["100", "200", "200"])
        #expect(sink.text.hasSuffix("\r\n\r\n3\n"))
    }

    @Test("A refused request's body is not waited for")
    func refusedBody() async {
        let sink = await exchange(
            "PUT / HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 1000000\r\n\r\n")
        #expect(sink.statuses == ["405"])
        #expect(sink.isClosed)
    }

    @Test("Bytes are counted over the whole connection")
    func counts() async {
        let sink = RecordingSink()
        let connection = connection(to: sink)
        let request = "GET / HTTP/1.1\r\n\(host)\r\n"
        await connection.receive(ByteBuffer(string: request))
        let sent = sink.bytes.count
        await connection.receive(ByteBuffer(string: request))
        #expect(sink.text.contains("Received       \(request.utf8.count * 2) bytes"))
        #expect(sink.text.contains("Sent           \(sent) bytes before this answer"))
        #expect(sink.text.contains("number 2 on this connection"))
    }

    @Test("Large files go in pieces, whole and unchanged")
    func largeFile() async throws {
        try await withTemporaryDirectory { directory in
            let bytes = (0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 8)) }
            try await write(ByteBuffer(bytes: bytes), to: directory.appending("large.bin"))
            let files = FileService(root: try await DocumentRoot(directory: directory.string))
            let sink = await exchange("GET /large.bin HTTP/1.1\r\n\(host)\r\n", files: files)
            #expect(sink.bytes.suffix(bytes.count).elementsEqual(bytes))
            #expect(sink.largestSend <= 257 * 1024)
            let part = await exchange(
                "GET /large.bin HTTP/1.1\r\n\(host)Range: bytes=500000-900000\r\n\r\n", files: files)
            #expect(part.bytes.suffix(400_001).elementsEqual(bytes[500_000...900_000]))
            let head = await exchange("HEAD /large.bin HTTP/1.1\r\n\(host)\r\n", files: files)
            #expect(head.text.contains("Content-Length: 1000003\r\n") && head.text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("Beside files the report is at /.tls")
    func reportBesideFiles() async throws {
        try await withTemporaryDirectory { directory in
            try await write("mine", to: directory.appending("json"))
            let files = FileService(root: try await DocumentRoot(directory: directory.string))
            #expect(await exchange("GET /json HTTP/1.1\r\n\(host)\r\n", files: files).text.hasSuffix("\r\n\r\nmine"))
            #expect(await exchange("GET /.tls/json HTTP/1.1\r\n\(host)\r\n", files: files).text.contains("\"tls\""))
            #expect(await exchange("GET / HTTP/1.1\r\n\(host)\r\n", files: files).statuses == ["403"])
        }
    }

    @Test("A connection that cannot be written to is given up")
    func lost() async throws {
        let sink = RecordingSink()
        sink.failAfter(1)
        let connection = connection(to: sink)
        await connection.receive(ByteBuffer(string: "GET / HTTP/1.1\r\n\(host)\r\nGET / HTTP/1.1\r\n\(host)\r\n"))
        #expect(sink.statuses == ["200"])
        #expect(sink.isClosed)
    }

    @Test("Draining closes an idle connection at once and a busy one after its answer")
    func drains() async {
        let idle = RecordingSink()
        await connection(to: idle).drain()
        #expect(idle.isClosed)

        let busy = RecordingSink()
        let connection = connection(to: busy)
        await connection.receive(ByteBuffer(string: "POST / HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\na"))
        await connection.drain()
        #expect(!busy.isClosed)
        await connection.receive(ByteBuffer(string: "bc"))
        #expect(busy.isClosed && busy.text.contains("Connection: close"))
    }

    @Test("Silence, a head that dawdles and a body that trickles are ended in time")
    func times() async {
        let now = ContinuousClock.now
        let silent = RecordingSink()
        let first = connection(to: silent)
        await first.checkTime(now: now + .seconds(50))
        #expect(!silent.isClosed)
        await first.checkTime(now: now + .seconds(70))
        #expect(silent.isClosed && silent.bytes.isEmpty)

        let slow = RecordingSink()
        let second = connection(to: slow)
        await second.receive(ByteBuffer(string: "GET / HT"))
        await second.checkTime(now: now + .seconds(10))
        #expect(!slow.isClosed)
        await second.checkTime(now: now + .seconds(30))
        #expect(slow.isClosed && slow.statuses == ["408"])

        let trickling = RecordingSink()
        let third = connection(to: trickling)
        await third.receive(ByteBuffer(string: "POST / HTTP/1.1\r\n\(host)Content-Length: 99\r\n\r\nab"))
        await third.checkTime(now: now + .seconds(50))
        #expect(!trickling.isClosed)
        await third.checkTime(now: now + .seconds(70))
        #expect(trickling.isClosed && trickling.statuses == ["408"])
    }
}
