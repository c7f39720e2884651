import Testing

@testable import SSLServerCommand

@Suite("What form a client gets, and what a file is said to be")
struct NegotiationOfContentTests {
    static let accepts: [(accept: [String], type: AcceptedType)] = [
        ([], .text),
        (["*/*"], .text),
        (["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"], .html),
        (["text/html"], .html),
        (["TEXT/HTML ; q=0.5"], .html),
        (["application/json"], .json),
        (["application/json, text/html;q=0.9"], .json),
        (["text/html;q=0, application/json;q=0.1"], .json),
        (["text/html;q=0"], .text),
        (["text/html;q=0.5, text/plain;q=0.6"], .text),
        (["text/html;q=0.555, application/json;q=0.55"], .html),
        (["text/html;q=nonsense"], .html),
        (["text/*", "text/html"], .html),
        ([";", "/", "text/html;;;q=0.1;q=0"], .html),
    ]

    @Test("Accept", arguments: accepts)
    func accept(accept: [String], type: AcceptedType) {
        var fields = HeaderFields()
        accept.forEach { fields.append("Accept", $0) }
        #expect(AcceptedType(fields.list("accept")) == type)
    }

    static let names: [(name: String, type: String)] = [
        ("index.html", "text/html; charset=utf-8"), ("A.HTML", "text/html; charset=utf-8"),
        ("app.mjs", "text/javascript; charset=utf-8"), ("style.css", "text/css; charset=utf-8"),
        ("photo.jpeg", "image/jpeg"), ("logo.svg", "image/svg+xml"), ("clip.mp4", "video/mp4"),
        ("archive.tar.gz", "application/gzip"), ("font.woff2", "font/woff2"), ("module.wasm", "application/wasm"),
        ("data.json", "application/json"), ("paper.pdf", "application/pdf"), ("notes.txt", "text/plain; charset=utf-8"),
        ("README", "application/octet-stream"), ("a.unheardof", "application/octet-stream"),
        (".html", "application/octet-stream"), ("a.", "application/octet-stream"), ("", "application/octet-stream"),
    ]

    @Test("Media types", arguments: names)
    func mediaType(name: String, type: String) {
        #expect(MediaTypes.type(ofFileNamed: name) == type)
    }
}
