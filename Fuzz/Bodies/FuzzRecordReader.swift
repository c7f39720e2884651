import TLSMessages
import TLSPrimitives
import TLSRecordLayer
import TLSWire

/// Records of any kind, in the clear and protected, are read the same however their bytes are cut; nothing found lies outside
/// what was given; what a record asks for is more than it has.
///
/// Input: a byte of flags, a seed for the cuts, then wire bytes, or steps that each make a record.
func fuzzRecordReader(_ bytes: RawSpan) {
    var input = FuzzInput(bytes)
    let flags = ReaderFlags(rawValue: input.byte())
    var cuts = CutPlan(input.byte())
    let wire: [UInt8]
    switch flags.intersection([.makesRecords, .isTLS12]) {
    case [.makesRecords, .isTLS12]: wire = records12(&input)
    case [.makesRecords]: wire = records(&input)
    default: wire = input.all()
    }
    let whole = readAll([wire], flags)
    let cut = readAll(cuts.pieces(wire), flags)
    precondition(whole == cut, "the cuts make a difference")
    fuzzReassembler(whole.handshakes)
}

private struct ReaderFlags: OptionSet {
    let rawValue: UInt8

    static let isProtected = ReaderFlags(rawValue: 1)
    static let skipsEarlyData = ReaderFlags(rawValue: 2)
    static let toleratesChangeCipherSpec = ReaderFlags(rawValue: 4)
    static let makesRecords = ReaderFlags(rawValue: 8)
    static let isTLS12 = ReaderFlags(rawValue: 16)
    static let acceptsSSL2Hello = ReaderFlags(rawValue: 32)
}

/// What came of some wire bytes.
private struct Reading: Equatable {
    var found: [String] = []
    var handshakes: [[UInt8]] = []
    var fault: String?
}

private let key = [UInt8](repeating: 0x6b, count: 16)
private let iv = [UInt8](repeating: 0x1f, count: 12)

/// Steps into records: a kind, a content type, a length, and that many bytes.
private func records(_ input: inout FuzzInput) -> [UInt8] {
    guard let sealer = try? AEADSealer(.aes128GCM, key: key.span.bytes) else { return [] }
    var wire: [UInt8] = []
    var sequence: UInt64 = 0
    while !input.isEmpty, wire.count < 1 << 17 {
        let kind = input.byte()
        let type = 18 + input.byte() % 8
        var content = input.bytes(min(input.number(), 17_000))
        guard kind & 1 == 1 else {
            wire += header(type, content.count) + content
            continue
        }
        content += [type] + [UInt8](repeating: 0, count: Int(kind >> 1))
        let start = header(23, content.count + 16)
        let nonce = AEADNonce(iv.span.bytes).xored(with: sequence)
        sequence += 1
        let sealed = try? [UInt8](capacity: content.count + 16) { output throws(CryptoError) in
            try sealer.seal(
                content.span.bytes, suffix: nil, padding: 0, nonce: nonce, additionalData: start.span.bytes,
                into: &output)
        }
        wire += start + (sealed ?? [])
    }
    return wire
}

/// The same by TLS 1.2's keys.
private func records12(_ input: inout FuzzInput) -> [UInt8] {
    guard
        let sealer = try? RecordSealer12(
            cipher12, macKey: RawSpan(), key: key.span.bytes, iv: iv.span.bytes.extracting(0..<4))
    else { return [] }
    var wire: [UInt8] = []
    while !input.isEmpty, wire.count < 1 << 17 {
        let isProtected = input.byte() & 1 == 1
        let type = 18 + input.byte() % 8
        let content = input.bytes(min(input.number(), 16_384))
        guard isProtected else {
            wire += header(type, content.count) + content
            continue
        }
        let sealed = try? [UInt8](capacity: content.count + 64) { output throws(RecordFault) in
            try sealer.seal(ContentType(rawValue: type), content.span.bytes, into: &output)
        }
        wire += sealed ?? []
    }
    return wire
}

private let cipher12 = RecordCipher.aead(.aes128GCM)

private func header(_ type: UInt8, _ count: Int) -> [UInt8] {
    [type, 3, 3, UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
}

private func readAll(_ pieces: [[UInt8]], _ flags: ReaderFlags) -> Reading {
    let reader = RecordReader()
    if flags.contains(.isTLS12) {
        var hello: [UInt8] = [22, 3, 1, 0, 1, 1]
        _ = try? look(reader, &hello)
        reader.useTLS12()
        if flags.contains(.isProtected) {
            try? reader.install(
                cipher12, macKey: RawSpan(), key: key.span.bytes, iv: iv.span.bytes.extracting(0..<4))
        }
    } else if flags.contains(.isProtected) {
        guard let opener = try? RecordOpener13(.aes128GCM, key: key.span.bytes, iv: iv.span.bytes) else {
            return Reading()
        }
        // A connection starts in the clear.
        var hello: [UInt8] = [22, 3, 1, 0, 1, 1]
        _ = try? look(reader, &hello)
        reader.install(opener)
    }
    if flags.contains(.skipsEarlyData) { reader.skipEarlyData() }
    reader.acceptsSSL2Hello = flags.contains(.acceptsSSL2Hello)
    reader.toleratesChangeCipherSpec = flags.contains(.toleratesChangeCipherSpec)
    var reading = Reading()
    var pending: [UInt8] = []
    do throws(RecordFault) {
        for piece in pieces {
            pending += piece
            while try take(reader, &pending, &reading) {}
        }
    } catch {
        reading.fault = error.description
    }
    return reading
}

/// Takes one record off the front, if there is one.
private func take(
    _ reader: RecordReader, _ pending: inout [UInt8], _ reading: inout Reading
) throws(RecordFault) -> Bool {
    let count = pending.count
    switch try look(reader, &pending) {
    case .needs(let needed):
        precondition(needed > count && needed <= 5 + 18_432, "a record asks for what it has, or too much")
        return false
    case .ssl2Hello(let content, let consumed):
        precondition(reading.found.isEmpty, "a hello of SSL 2 is not the first of all")
        precondition(content == 2..<consumed && consumed <= min(count, 2 + 1024), "a hello of SSL 2 is too long")
        let bytes = Array(pending[content])
        if let hello = try? SSL2ClientHello.codec.decode(bytes) {
            precondition(SSL2ClientHello.codec.encode(hello) == bytes, "a hello of SSL 2 has two forms")
        }
        reading.found.append("SSL 2 \(bytes)")
        pending.removeFirst(consumed)
    case .skipped(let consumed):
        precondition(consumed >= 5 && consumed <= count)
        reading.found.append("skipped \(consumed)")
        pending.removeFirst(consumed)
    case .record(let type, let content, let consumed):
        precondition(consumed <= count && content.lowerBound >= 5 && content.upperBound <= consumed)
        precondition(content.count <= 16_384, "a record has too much")
        reading.found.append("\(type.rawValue) \(pending[content])")
        if type == .handshake { reading.handshakes.append(Array(pending[content])) }
        pending.removeFirst(consumed)
    }
    return true
}

private func look(_ reader: RecordReader, _ bytes: inout [UInt8]) throws(RecordFault) -> RecordRead {
    var span = bytes.mutableSpan
    return try reader.read(&span)
}

/// Handshake bytes come out as the messages that a plain walk over all of them finds.
private func fuzzReassembler(_ parts: [[UInt8]]) {
    var reassembler = HandshakeReassembler(certificateLimit: 102_400)
    var found: [[UInt8]] = []
    do throws(RecordFault) {
        for part in parts {
            var part = part
            let all = 0..<part.count
            try reassembler.append(all, of: part.mutableSpan)
            while let message = try reassembler.next() { found.append(message.bytes) }
        }
    } catch {}
    var rest = Array(parts.joined())[...]
    for message in found {
        precondition(Array(rest.prefix(message.count)) == message, "a message is not what was sent")
        precondition(message.count == 4 + Int(message[1]) << 16 + Int(message[2]) << 8 + Int(message[3]))
        rest = rest.dropFirst(message.count)
    }
}
