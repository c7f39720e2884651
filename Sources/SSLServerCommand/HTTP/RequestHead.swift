/// A request's line and header fields. RFC 9112 §3, §5.
struct RequestHead: Hashable, Sendable {
    let method: String
    /// The target as it was sent: visible ASCII.
    let target: String
    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    let minorVersion: Int
    let fields: HeaderFields

    /// The version as it is written.
    var version: String { "HTTP/1.\(minorVersion)" }

    /// Whether the client wants the connection kept after the response. RFC 9112 §9.3.
    var keepsAlive: Bool {
        if fields.list("connection", contains: "close") { return false }
        return minorVersion >= 1 || fields.list("connection", contains: "keep-alive")
    }

    /// Whether the client waits for a word before it sends the body. RFC 9110 §10.1.1.
    var expectsContinue: Bool { minorVersion >= 1 && fields.list("expect", contains: "100-continue") }
}
