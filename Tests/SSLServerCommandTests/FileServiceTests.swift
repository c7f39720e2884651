import NIOCore
import NIOFileSystem
import Testing

@testable import SSLServerCommand

@Suite("Files are answered with as RFC 9110 says")
struct FileServiceTests {
    /// Asks a service for a path with some header fields.
    private func ask(
        _ service: FileService, _ target: String, method: String = "GET", _ fields: [(String, String)] = []
    ) async throws -> Response? {
        var header = HeaderFields()
        fields.forEach { header.append($0, $1) }
        let head = RequestHead(method: method, target: target, minorVersion: 1, fields: header)
        return try await service.response(to: head, path: try TargetPath(target: target))
    }

    /// A response's status, body and one of its fields.
    private func read(_ response: Response?, _ field: String = "content-type") async throws -> [String] {
        guard let response else { return ["nothing"] }
        let value = response.fields.only(field) ?? "-"
        switch response.body {
        case .bytes(let bytes):
            return ["\(response.status.rawValue)", String(decoding: bytes, as: UTF8.self), value]
        case .file(let file, let range):
            let bytes = try await file.read(at: range.lowerBound, count: range.count)
            await file.close()
            return ["\(response.status.rawValue)", String(buffer: bytes), value]
        }
    }

    private func withService(_ body: (FileService) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            try await write("0123456789", to: directory.appending("ten.txt"))
            try await write("", to: directory.appending("empty.bin"))
            try await write("<p>", to: directory.appending("site").appending("index.html"))
            try await write("x", to: directory.appending("bare").appending("x y.js"))
            try await body(FileService(root: try await DocumentRoot(directory: directory.string)))
        }
    }

    @Test("Whole files, with their types")
    func whole() async throws {
        let table = [
            ("/ten.txt", ["200", "0123456789", "text/plain; charset=utf-8"]),
            ("/ten.txt?v=2", ["200", "0123456789", "text/plain; charset=utf-8"]),
            ("/./ten%2Etxt", ["200", "0123456789", "text/plain; charset=utf-8"]),
            ("/empty.bin", ["200", "", "application/octet-stream"]),
            ("/bare/x%20y.js", ["200", "x", "text/javascript; charset=utf-8"]),
            ("/none", ["nothing"]),
            ("/ten.txt/", ["nothing"]),
            ("/ten.txt/x", ["nothing"]),
        ]
        try await withService { service in
            for (target, expected) in table {
                let found = try await read(try await ask(service, target))
                #expect(found == expected, "\(target)")
            }
        }
    }

    @Test("Directories are their index, or forbidden; without their slash they are elsewhere")
    func directories() async throws {
        let table = [
            ("/site/", "200", "-"), ("/site", "301", "/site/"), ("/site?q", "301", "/site/"),
            ("//site", "301", "/site/"), ("/bare/", "403", "-"), ("/", "403", "-"),
        ]
        try await withService { service in
            for (target, status, location) in table {
                let found = try await read(try await ask(service, target), "location")
                #expect(found.first == status && found.last == location, "\(target)")
            }
        }
    }

    static let ranges: [(range: String, status: String, body: String, contentRange: String)] = [
        ("bytes=0-3", "206", "0123", "bytes 0-3/10"),
        ("bytes=7-", "206", "789", "bytes 7-9/10"),
        ("bytes=-2", "206", "89", "bytes 8-9/10"),
        ("bytes=5-100", "206", "56789", "bytes 5-9/10"),
        ("bytes=0-0,9-9", "200", "0123456789", "-"),
        ("bytes=x", "200", "0123456789", "-"),
    ]

    @Test("A part of a file", arguments: ranges)
    func parts(range: String, status: String, body: String, contentRange: String) async throws {
        try await withService { service in
            let response = try await ask(service, "/ten.txt", [("Range", range)])
            #expect(try await read(response, "content-range") == [status, body, contentRange])
        }
    }

    @Test("A part that is not there")
    func unsatisfiable() async throws {
        try await withService { service in
            let response = try await ask(service, "/ten.txt", [("Range", "bytes=10-")])
            let parts = try await read(response, "content-range")
            #expect(parts.first == "416" && parts.last == "bytes */10")
            let head = try await read(try await ask(service, "/ten.txt", method: "HEAD", [("Range", "bytes=0-3")]))
            #expect(head.first == "200")
        }
    }

    @Test("What the client has already is not sent again")
    func conditions() async throws {
        try await withService { service in
            let first = try #require(try await ask(service, "/ten.txt"))
            _ = try await read(first)
            let tag = try #require(first.fields.only("etag"))
            let date = try #require(first.fields.only("last-modified"))
            let table: [(fields: [(String, String)], status: String)] = [
                ([("If-None-Match", tag)], "304"),
                ([("If-None-Match", "W/\(tag)")], "304"),
                ([("If-None-Match", "\"other\", \(tag)")], "304"),
                ([("If-None-Match", "*")], "304"),
                ([("If-None-Match", "\"other\"")], "200"),
                ([("If-None-Match", "\"other\""), ("If-Modified-Since", date)], "200"),
                ([("If-Modified-Since", date)], "304"),
                ([("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")], "200"),
                ([("If-Modified-Since", "yesterday")], "200"),
                ([("If-None-Match", tag), ("Range", "bytes=0-1")], "304"),
                ([("If-Range", tag), ("Range", "bytes=0-1")], "206"),
                ([("If-Range", "\"other\""), ("Range", "bytes=0-1")], "200"),
                ([("If-Range", date), ("Range", "bytes=0-1")], "200"),
            ]
            for (fields, status) in table {
                let response = try await ask(service, "/ten.txt", fields)
                #expect(response?.fields.only("etag") == tag)
                #expect(try await read(response).first == status, "\(fields)")
            }
        }
    }
}
