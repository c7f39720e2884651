import Testing

@testable import SSLServerCommand

@Suite("Responses are written by the letter")
struct ResponseHeadTests {
    private func written(_ response: Response, _ persistence: ResponseHead.Persistence = .keep) -> String {
        let head = ResponseHead(
            response: response, persistence: persistence, date: HTTPDate(secondsSinceEpoch: 784_111_777))
        return String(decoding: head.bytes, as: UTF8.self)
    }

    @Test("Status, date, fields, length")
    func whole() {
        #expect(
            written(Response(.ok, text: "hello")) == """
                HTTP/1.1 200 OK\r
                Date: Sun, 06 Nov 1994 08:49:37 GMT\r
                Server: sslserver\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: 5\r
                \r\n
                """)
    }

    @Test("The connection is spoken of when it closes, and to HTTP/1.0 when it does not")
    func persistence() {
        #expect(!written(Response(.ok)).contains("Connection"))
        #expect(written(Response(.ok), .close).contains("\r\nConnection: close\r\n"))
        #expect(written(Response(.ok), .keepTellingSo).contains("\r\nConnection: keep-alive\r\n"))
    }

    @Test("A response that never has a body has no length", arguments: [HTTPStatus.noContent, .notModified])
    func bodiless(status: HTTPStatus) {
        #expect(!written(Response(status)).contains("Content-Length"))
    }

    @Test("No text ends a line it should not")
    func splitting() {
        var response = Response(.movedPermanently)
        response.fields.append("Location", "/a\r\nSet-Cookie: b=c\n\0")
        #expect(written(response).contains("\r\nLocation: /a  Set-Cookie: b=c  \r\n"))
    }

    @Test("Every status in use has its phrase")
    func phrases() {
        for code in [100, 200, 204, 206, 301, 304, 400, 403, 404, 405, 408, 413, 414, 416, 417, 431, 500, 501, 505] {
            #expect(!HTTPStatus(rawValue: code).phrase.isEmpty)
        }
    }
}
