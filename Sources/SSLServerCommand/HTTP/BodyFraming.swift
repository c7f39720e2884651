/// How a request's body ends. RFC 9112 §6.
enum BodyFraming: Hashable, Sendable {
    /// There is none.
    case none
    /// After this many bytes, at least one.
    case length(Int)
    /// With the last chunk.
    case chunked

    /// Reads it from a head; whatever can be read in two ways is refused.
    init(_ head: RequestHead) throws(HTTPFault) {
        let encodings = head.fields.values("transfer-encoding")
        let lengths = head.fields.values("content-length")
        if !encodings.isEmpty {
            self = try Self.readEncoding(encodings, of: head, hasLength: !lengths.isEmpty)
            return
        }
        guard let first = lengths.first else {
            self = .none
            return
        }
        // RFC 9112 §6.3 lets equal lengths through. Nobody sends several in good faith.
        guard lengths.count == 1, let length = decimalNumber(first.utf8) else {
            throw HTTPFault(.badRequest, "Content-Length is not one number.")
        }
        guard length <= HTTPLimits.body else {
            throw HTTPFault(.contentTooLarge, "A body may have \(HTTPLimits.body) bytes.")
        }
        self = length == 0 ? .none : .length(length)
    }

    private static func readEncoding(
        _ encodings: [String], of head: RequestHead, hasLength: Bool
    ) throws(HTTPFault) -> BodyFraming {
        // RFC 9112 §6.1: both together is how requests are smuggled.
        guard !hasLength else {
            throw HTTPFault(.badRequest, "Content-Length and Transfer-Encoding exclude each other.")
        }
        // RFC 9112 §6.1: HTTP/1.0 has no transfer encodings.
        guard head.minorVersion >= 1 else {
            throw HTTPFault(.badRequest, "Transfer-Encoding needs HTTP/1.1.")
        }
        guard encodings.count == 1, let encoding = encodings.first else {
            throw HTTPFault(.badRequest, "Transfer-Encoding stands twice.")
        }
        let names = encoding.lowercased().split(separator: ",", omittingEmptySubsequences: false)
            .map(HeaderFields.trimmed)
        if names == ["chunked"] { return .chunked }
        // RFC 9112 §6.3: without chunked at the end, once, the body's end cannot be told.
        guard names.last == "chunked", names.filter({ $0 == "chunked" }).count == 1 else {
            throw HTTPFault(.badRequest, "Transfer-Encoding does not end with chunked.")
        }
        throw HTTPFault(.notImplemented, "Of the transfer encodings only chunked is understood.")
    }
}
