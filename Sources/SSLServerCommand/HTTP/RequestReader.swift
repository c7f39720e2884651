/// What a `RequestReader` found.
enum RequestPart: Hashable, Sendable {
    /// A request begins.
    case head(RequestHead, BodyFraming)
    /// So many bytes of its body have come.
    case body(count: Int)
    /// The request is complete.
    case end
}

/// Takes a connection's bytes, as they come, apart into requests. RFC 9112.
///
/// Bodies are counted and dropped. Requests that follow each other without waiting (pipelining) come out one by one.
struct RequestReader: Sendable {
    private enum Stage {
        case head(RequestHeadReader)
        case length(remaining: Int)
        case chunked(ChunkedBody)
        case ending
        case failed(HTTPFault)
    }

    private var input = InputQueue()
    private var stage = Stage.head(RequestHeadReader())

    /// Whether nothing of a further request has come.
    var isBetweenRequests: Bool {
        if case .head(let reader) = stage { reader.isEmpty && input.count == 0 } else { false }
    }

    /// Whether bytes wait that `next` has not looked at, such as a body that did not wait to be asked for.
    var hasWaitingBytes: Bool { input.count > 0 }

    /// Takes bytes in.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        if case .failed = stage { return }
        input.append(bytes)
    }

    /// The next part; nil until more bytes come.
    ///
    /// - Throws: why the request cannot be read. Nothing can be read after it, so every later call throws the same.
    mutating func next() throws(HTTPFault) -> RequestPart? {
        do throws(HTTPFault) {
            return try advance()
        } catch {
            stage = .failed(error)
            input.removeAll()
            throw error
        }
    }

    private mutating func advance() throws(HTTPFault) -> RequestPart? {
        switch stage {
        case .head(var reader):
            let head = try readHead(&reader)
            stage = .head(reader)
            guard let head else { return nil }
            return try begin(head)
        case .length(let remaining):
            let count = input.skip(upTo: remaining)
            stage = count == remaining ? .ending : .length(remaining: remaining - count)
            return count > 0 ? .body(count: count) : nil
        case .chunked(var body):
            let count = try body.take(from: &input)
            stage = body.isDone ? .ending : .chunked(body)
            if count > 0 { return .body(count: count) }
            return body.isDone ? try advance() : nil
        case .ending:
            stage = .head(RequestHeadReader())
            return .end
        case .failed(let fault):
            throw fault
        }
    }

    private mutating func readHead(_ reader: inout RequestHeadReader) throws(HTTPFault) -> RequestHead? {
        while true {
            let line: [UInt8]?
            do {
                line = try input.nextLine(limit: reader.lineLimit)
            } catch {
                throw error == .tooLong ? reader.tooLong : HTTPFault(.badRequest, "A line ends without CRLF.")
            }
            guard let line else { return nil }
            if let head = try reader.take(line) { return head }
        }
    }

    private mutating func begin(_ head: RequestHead) throws(HTTPFault) -> RequestPart {
        try Self.checkHost(head)
        let framing = try BodyFraming(head)
        switch framing {
        case .none: stage = .ending
        case .length(let count): stage = .length(remaining: count)
        case .chunked: stage = .chunked(ChunkedBody())
        }
        return .head(head, framing)
    }

    /// RFC 9112 §3.2: HTTP/1.1 has exactly one Host, and nobody has two.
    private static func checkHost(_ head: RequestHead) throws(HTTPFault) {
        let hosts = head.fields.values("host")
        guard hosts.count == 1 || (hosts.isEmpty && head.minorVersion == 0) else {
            throw HTTPFault(.badRequest, "A request has exactly one Host.")
        }
        guard hosts.allSatisfy({ $0.utf8.allSatisfy(isHostCharacter) }) else {
            throw HTTPFault(.badRequest, "Host is not a name or an address with a port.")
        }
    }

    /// Letters, digits and what names, addresses and ports have between them. RFC 3986 §3.2.2, §3.2.3.
    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x3A, 0x5B, 0x5D, 0x25: true
        default: false
        }
    }
}
