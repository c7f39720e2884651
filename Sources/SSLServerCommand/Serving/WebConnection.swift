import Glibc
import Logging
import NIOCore

/// One client's requests, answered in their order.
///
/// While an answer is under way nothing more is read: a client that does not take its answers cannot ask for more.
actor WebConnection {
    /// A request whose end has not come, or whose answer is not sent.
    private struct Exchange {
        let head: RequestHead
        let begun: ContinuousClock.Instant
        var bodyCount = 0
        var refusal: Response?
        var isAnswering = false
    }

    private let site: Site
    private let facts: ConnectionFacts
    private let sink: any ByteSink
    private let log: Logger
    private var reader = RequestReader()
    private var exchange: Exchange?
    private var bytesReceived = 0
    private var bytesSent = 0
    private var requestCount = 0
    private var isClosing = false
    private var isDraining = false
    /// When the client was last heard or answered, while no request is under way.
    private var idleSince = ContinuousClock.now
    /// When the first byte of a head came that is not complete.
    private var headSince: ContinuousClock.Instant?

    init(site: Site, facts: ConnectionFacts, sink: any ByteSink, log: Logger) {
        self.site = site
        self.facts = facts
        self.sink = sink
        self.log = log
    }

    /// Takes bytes in, and returns once everything they ask for is answered.
    func receive(_ buffer: ByteBuffer) async {
        guard !isClosing else { return }
        bytesReceived += buffer.readableBytes
        reader.append(buffer.readableBytesView)
        do {
            while !isClosing, let part = try nextPart() { try await take(part) }
        } catch {
            await fail(error)
        }
        noteTime()
    }

    /// Lets the request that is under way be the last. RFC 9112 §9.6.
    func drain() async {
        isDraining = true
        if exchange == nil, reader.isBetweenRequests { await close() }
    }

    /// Ends the connection if the client has used up its time.
    func checkTime(now: ContinuousClock.Instant = .now) async {
        guard !isClosing else { return }
        if let exchange {
            let allowed = HTTPLimits.bodyGrace + .seconds(exchange.bodyCount / HTTPLimits.bodyRate)
            guard !exchange.isAnswering, exchange.begun.duration(to: now) > allowed else { return }
        } else if let headSince {
            guard headSince.duration(to: now) > HTTPLimits.headTime else { return }
        } else {
            if idleSince.duration(to: now) > HTTPLimits.idleTime { await close() }
            return
        }
        await fail(HTTPFault(.requestTimeout, "The request took too long to arrive."))
    }

    // MARK: Requests

    private func nextPart() throws(HTTPFault) -> RequestPart? { try reader.next() }

    private func take(_ part: RequestPart) async throws {
        switch part {
        case .head(let head, let framing): try await begin(head, framing)
        case .body(let count): exchange?.bodyCount += count
        case .end: try await answer()
        }
    }

    private func begin(_ head: RequestHead, _ framing: BodyFraming) async throws {
        requestCount += 1
        let refusal = site.refusal(of: head)
        exchange = Exchange(head: head, begun: headSince ?? .now, refusal: refusal)
        guard framing != .none else { return }
        if let refusal {
            // The body is not worth waiting for, and without it the next request cannot be found.
            exchange?.isAnswering = true
            try await send(refusal, to: head, persistence: .close)
            await close()
        } else if head.expectsContinue, !reader.hasWaitingBytes {
            try await write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        }
    }

    private func answer() async throws {
        guard let exchange else { return }
        self.exchange?.isAnswering = true
        let report = VisitReport(
            facts: facts, bytesReceived: bytesReceived, bytesSent: bytesSent, requestNumber: requestCount,
            request: exchange.head, date: HTTPDate(secondsSinceEpoch: time(nil)))
        let response: Response
        if let refusal = exchange.refusal {
            response = refusal
        } else {
            do {
                response = try await site.response(to: report, bodyCount: exchange.bodyCount)
            } catch {
                log.error("a file could not be read", metadata: ["reason": "\("\(error)".loggable)"])
                response = Response(HTTPFault(.internalServerError, "The file could not be read."))
            }
        }
        let persistence = persistence(after: exchange.head)
        try await send(response, to: exchange.head, persistence: persistence)
        self.exchange = nil
        idleSince = .now
        if persistence == .close || isDraining { await close() }
    }

    private func persistence(after head: RequestHead) -> ResponseHead.Persistence {
        guard head.keepsAlive, !isDraining else { return .close }
        return head.minorVersion == 0 ? .keepTellingSo : .keep
    }

    // MARK: Answers

    private func send(_ response: Response, to head: RequestHead, persistence: ResponseHead.Persistence) async throws {
        let date = HTTPDate(secondsSinceEpoch: time(nil))
        var bytes = ResponseHead(response: response, persistence: persistence, date: date).bytes
        let hasBody = head.method != "HEAD" && !response.status.isBodiless
        switch response.body {
        case .bytes(let body):
            if hasBody { bytes += body }
            try await write(bytes)
        case .file(let file, let range):
            do {
                try await send(file, hasBody ? range : range.lowerBound..<range.lowerBound, after: bytes)
                await file.close()
            } catch {
                await file.close()
                throw error
            }
        }
        log.info(
            "\(head.method.loggable) \(head.target.loggable)",
            metadata: [
                "status": "\(response.status.rawValue)", "bytes": "\(hasBody ? response.body.count : 0)",
                "client": "\(facts.endpoint)",
            ])
    }

    /// Sends a part of a file piece by piece: while one is on its way the next is read, and no more than that.
    private func send(_ file: OpenedFile, _ range: Range<Int>, after head: [UInt8]) async throws {
        var offset = range.lowerBound
        var piece = try await Self.read(file, offset..<range.upperBound)
        offset += piece.readableBytes
        var first = ByteBuffer(bytes: head)
        first.writeBuffer(&piece)
        piece = first
        while true {
            let rest = offset..<range.upperBound
            async let next = Self.read(file, rest)
            try await write(piece)
            piece = try await next
            if piece.readableBytes == 0 { return }
            offset += piece.readableBytes
        }
    }

    /// The next piece of a range; empty when nothing of it is left.
    ///
    /// - Throws: `FileChanged` when the file has become shorter than the answer's head has said.
    private static func read(_ file: OpenedFile, _ range: Range<Int>) async throws -> ByteBuffer {
        guard !range.isEmpty else { return ByteBuffer() }
        let piece = try await file.read(at: range.lowerBound, count: min(range.count, pieceSize))
        guard piece.readableBytes > 0 else { throw FileChanged() }
        return piece
    }

    /// Sixteen full records: enough for few system calls a megabyte.
    private static let pieceSize = 256 * 1024

    private struct FileChanged: Error, CustomStringConvertible {
        var description: String { "the file became shorter while it was sent" }
    }

    private func write(_ bytes: [UInt8]) async throws {
        try await write(ByteBuffer(bytes: bytes))
    }

    private func write(_ buffer: ByteBuffer) async throws {
        try await sink.send(buffer)
        bytesSent += buffer.readableBytes
    }

    // MARK: Ending

    /// Answers a request that cannot be read, or gives up on a connection that cannot be written to.
    private func fail(_ error: any Error) async {
        guard let fault = error as? HTTPFault else {
            log.debug("connection lost", metadata: ["client": "\(facts.endpoint)", "reason": "\("\(error)".loggable)"])
            return await close()
        }
        log.info(
            "request refused",
            metadata: [
                "status": "\(fault.status.rawValue)", "reason": "\(fault.reason.loggable)",
                "client": "\(facts.endpoint)",
            ])
        isClosing = true
        let date = HTTPDate(secondsSinceEpoch: time(nil))
        let response = Response(fault)
        let head = ResponseHead(response: response, persistence: .close, date: date).bytes
        if case .bytes(let body) = response.body { try? await write(head + body) }
        await sink.close()
    }

    private func close() async {
        guard !isClosing else { return }
        isClosing = true
        await sink.close()
    }

    private func noteTime() {
        headSince = exchange != nil || reader.isBetweenRequests ? nil : (headSince ?? .now)
    }
}
