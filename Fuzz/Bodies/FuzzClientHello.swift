import HandshakeBench
import TLSPrimitives
import TLSProvider

/// A server that waits for a hello answers any bytes with its flight, with one alert, or with a wish for more; its answer is
/// the same however the bytes are cut, and bounded.
///
/// Input: a byte that says which server, a byte that says how the bytes are framed and cut, then the bytes.
func fuzzClientHello(_ bytes: RawSpan) {
    var input = FuzzInput(bytes)
    let contexts = FuzzServer.contexts
    let context = contexts[Int(input.byte()) % max(1, contexts.count)]
    let framing = input.byte()
    var cuts = CutPlan(framing)
    let content = input.all()
    let wire = framing & 1 == 0 ? content : framed(content, &cuts, inOneRecord: framing & 2 == 0)
    let whole = answer([wire], context)
    let cut = answer(cuts.pieces(wire), context)
    precondition(whole == cut, "the cuts make a difference")
}

/// A handshake message of type 1 with this body, in one record or in several.
private func framed(_ body: [UInt8], _ cuts: inout CutPlan, inOneRecord: Bool) -> [UInt8] {
    let count = body.count
    let message = [1, UInt8(count >> 16 & 0xff), UInt8(count >> 8 & 0xff), UInt8(count & 0xff)] + body
    let parts = inOneRecord && message.count <= 16_384 ? [message] : cuts.pieces(message)
    return parts.flatMap { [22, 3, 1, UInt8($0.count >> 8), UInt8($0.count & 0xff)] + $0 }
}

/// What a server said and did.
private struct Answer: Equatable {
    let sent: [UInt8]
    let error: String?
    let events: Int
}

private func answer(_ pieces: [[UInt8]], _ context: any TLSServerContext) -> Answer {
    let server = ServerBench(context)
    for piece in pieces { server.give(piece) }
    let sent = server.take()
    FuzzServer.checkPromises(server, given: pieces.reduce(0) { $0 + $1.count })
    precondition(sent.count < 8192, "the answer is larger than any flight")
    precondition(server.completed == nil, "a handshake without a Finished")
    if server.error != nil, server.error?.alertDirection == .sent, sent.count == 7 {
        precondition(sent.prefix(6) == [21, 3, 3, 0, 2, 2], "the alert is malformed")
    }
    return Answer(sent: sent, error: server.error?.description, events: server.events.count)
}
