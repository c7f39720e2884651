import HandshakeBench
import RecordReference
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import Testing

/// All that a peer can tell two answers apart by: the alert, the record it comes in, in how many writes, and what follows.
private struct Answer: Hashable {
    let alerts: [[UInt8]]
    let writes: [Int]
    let types: [UInt8]
    let isWriteClosed: Bool
    let data: [UInt8]
    let error: String
}

@Suite("A record that is wrong gets one answer from a connection, wherever it is wrong. RFC 5246 §6.2.3.2")
struct PaddingOracle12Tests {
    private static let suites: [CipherSuite] = [
        .TLS_RSA_WITH_AES_128_CBC_SHA, .TLS_RSA_WITH_AES_256_CBC_SHA256, .TLS_RSA_WITH_3DES_EDE_CBC_SHA,
    ]

    private func client(_ suite: CipherSuite, _ encryptsThenMACs: Bool) throws -> ScriptedClient12 {
        let setup = try ClientSetup.tls12(suite)
        let client = try ScriptedClient12(try setup.serverSession(), try Identities12.rsa, suite: suite)
        try client.complete { $0.extensions.encryptThenMAC = encryptsThenMACs ? Empty() : nil }
        try #require(client.bench.completed?.encryptsThenMACs == encryptsThenMACs)
        return client
    }

    private func reference(_ client: ScriptedClient12) throws -> ReferenceBlockRecord {
        let schedule = try #require(client.schedule)
        let keys = try schedule.keys(ofClient: true)
        guard case .block(let cipher, mac: let mac, encryptsThenMACs: let encryptsThenMACs) = schedule.cipher else {
            throw Unexpected("no block cipher")
        }
        return ReferenceBlockRecord(
            cipher, mac, encryptsThenMACs: encryptsThenMACs, macKey: keys.macKey, key: keys.key)
    }

    private func answer(_ client: ScriptedClient12, _ record: [UInt8]) throws -> Answer {
        let before = client.writes.count
        try client.give(record)
        let writes = client.writes.dropFirst(before)
        return Answer(
            alerts: client.alerts, writes: writes.map(\.count), types: recordTypes(writes.flatMap { $0 }),
            isWriteClosed: client.bench.session.isWriteClosed, data: client.bench.data,
            error: "\(String(describing: client.bench.error))")
    }

    /// Bodies with whatever can be wrong with padding and MAC; the record's number is 1, behind Finished.
    private func bodies(_ reference: ReferenceBlockRecord) -> [(String, [UInt8])] {
        let block = reference.cipher.blockLength, macLength = reference.mac.digestLength
        let iv = [UInt8](repeating: 0x49, count: block)
        func inner(_ padding: Int) -> (content: [UInt8], mac: [UInt8]) {
            let content = [UInt8](repeating: 0x63, count: 2 * block - (macLength + padding + 1) % block)
            return (content, reference.code(content, sequence: 1, type: 23))
        }
        func pad(_ length: Int) -> [UInt8] { [UInt8](repeating: UInt8(length), count: length + 1) }
        var inners: [(String, [UInt8])] = []
        for length in [0, 1, 7, 15, 16, 100, 255] {
            let (content, mac) = inner(length)
            var wrong = mac
            wrong[length % macLength] ^= 0x10
            inners.append(("a wrong MAC before padding of \(length)", content + wrong + pad(length)))
            guard length > 0 else { continue }
            for index in Set([0, length / 2, length - 1]) {
                var padding = pad(length)
                padding[index] ^= 1
                inners.append(("byte \(index) of \(length) wrong", content + mac + padding))
            }
        }
        for index in 0..<macLength {
            let (content, mac) = inner(3)
            var wrong = mac
            wrong[index] ^= 1
            inners.append(("byte \(index) of the MAC wrong", content + wrong + pad(3)))
        }
        let long = inner(block - 1)
        inners += [
            ("nothing but padding", [UInt8](repeating: 255, count: 5 * block)),
            (
                "the right length behind wrong bytes",
                long.content + long.mac + [UInt8](repeating: 0, count: block - 1) + [UInt8(block - 1)]
            ),
            ("every byte 0x80", [UInt8](repeating: 0x80, count: 5 * block)),
            ("every byte 0", [UInt8](repeating: 0, count: 5 * block)),
            (
                "no content and a wrong MAC",
                [UInt8](repeating: 0x5a, count: macLength) + pad(block - 1 - macLength % block)
            ),
        ]
        var bodies = inners.map { ($0.0, reference.encrypt($0.1, iv: iv)) }
        let right = reference.seal([1, 2, 3], sequence: 1, type: 23, iv: iv)
        bodies += [
            ("another number", reference.seal([1, 2, 3], sequence: 2, type: 23, iv: iv)),
            ("another type", reference.seal([1, 2, 3], sequence: 1, type: 21, iv: iv)),
            ("one byte less", Array(right.dropLast())), ("one block less", Array(right.dropLast(block))),
            ("one byte more", right + [0]), ("an IV alone", iv), ("less than an IV", Array(iv.dropLast())),
            ("one byte", [1]),
        ]
        return bodies
    }

    @Test("bad_record_mac, in one write, for every wrong record", arguments: suites, [false, true])
    func oneAnswer(_ suite: CipherSuite, _ encryptsThenMACs: Bool) throws {
        var answers: [Answer: [String]] = [:]
        let count = bodies(try reference(try client(suite, encryptsThenMACs))).count
        for index in 0..<count {
            let client = try client(suite, encryptsThenMACs)
            let (name, body) = bodies(try reference(client))[index]
            answers[try answer(client, framed12(23, body)), default: []].append(name)
        }
        #expect(answers.count == 1, "\(answers)")
        let one = try #require(answers.keys.first)
        #expect(one.alerts == [[2, 20]] && one.types == [21] && one.writes.count == 1)
        #expect(one.isWriteClosed && one.data.isEmpty)
    }

    @Test(
        "A right record made the same way is taken, with the least padding and with the most", arguments: suites,
        [false, true])
    func control(_ suite: CipherSuite, _ encryptsThenMACs: Bool) throws {
        let client = try client(suite, encryptsThenMACs)
        let reference = try reference(client)
        let iv = [UInt8](repeating: 0x49, count: reference.cipher.blockLength)
        try client.give(framed12(23, reference.seal([1, 2], sequence: 1, type: 23, iv: iv)))
        let blocks = 255 / reference.cipher.blockLength - 1
        try client.give(framed12(23, reference.seal([3], sequence: 2, type: 23, iv: iv, blocks: blocks)))
        #expect(client.bench.data == [1, 2, 3] && client.bench.error == nil)
    }
}

/// Something that a test relies on is not so.
struct Unexpected: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
