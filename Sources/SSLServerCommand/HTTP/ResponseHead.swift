/// Writes a response's status line and header fields. RFC 9112 §4.
struct ResponseHead: Sendable {
    /// Whether the connection stays, and whether an HTTP/1.0 client has to be told so.
    enum Persistence: Hashable, Sendable {
        case keep
        case keepTellingSo
        case close
    }

    let response: Response
    let persistence: Persistence
    let date: HTTPDate

    /// The bytes up to and with the empty line.
    var bytes: [UInt8] {
        var lines = "HTTP/1.1 \(response.status.rawValue) \(response.status.phrase)\r\n"
        lines += "Date: \(date.text)\r\nServer: sslserver\r\n"
        for field in response.fields.all {
            lines += "\(Self.clean(field.name)): \(Self.clean(field.value))\r\n"
        }
        // RFC 9110 §8.6: none with 204; with 304 it would speak of the representation, and is left out.
        if !response.status.isBodiless { lines += "Content-Length: \(response.body.count)\r\n" }
        switch persistence {
        case .keep: break
        case .keepTellingSo: lines += "Connection: keep-alive\r\n"
        case .close: lines += "Connection: close\r\n"
        }
        return Array((lines + "\r\n").utf8)
    }

    /// Nothing that ends a line gets into a field, wherever its text comes from.
    private static func clean(_ text: String) -> String {
        guard text.utf8.contains(where: { !$0.isFieldCharacter }) else { return text }
        return String(decoding: text.utf8.map { $0.isFieldCharacter ? $0 : 0x20 }, as: UTF8.self)
    }
}
