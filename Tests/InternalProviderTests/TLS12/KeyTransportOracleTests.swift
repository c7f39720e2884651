import HandshakeBench
import RecordReference
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

/// What a client sends for an encrypted premaster secret, and the secret that it goes on with: the one that a server would
/// have that fell for it.
private struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (ScriptedClient12, _ modulus: [UInt8]) throws -> (sent: [UInt8], secret: [UInt8])

    init(
        _ name: String,
        _ make: @escaping @Sendable (ScriptedClient12, [UInt8]) throws -> (sent: [UInt8], secret: [UInt8])
    ) {
        testDescription = name
        self.make = make
    }

    /// A premaster secret of another form behind right padding.
    static func secret(_ name: String, _ change: @escaping @Sendable ([UInt8]) -> [UInt8]) -> Shape {
        Shape(name) { client, _ in
            let secret = change(client.premaster)
            return (try client.key.encryptPremaster(secret.span.bytes), secret)
        }
    }

    /// A right premaster secret in a block of another form. RFC 8017 §7.2.1.
    static func block(_ name: String, _ change: @escaping @Sendable (inout [UInt8]) -> Void) -> Shape {
        Shape(name) { client, modulus in
            let padding = [UInt8](repeating: 0x5a, count: modulus.count - 3 - client.premaster.count)
            var block = [0, 2] + padding + [0] + client.premaster
            change(&block)
            return (plainRSA(block, modulus: modulus), client.premaster)
        }
    }

    static func ciphertext(_ name: String, _ make: @escaping @Sendable ([UInt8]) -> [UInt8]) -> Shape {
        Shape(name) { client, modulus in (make(modulus), client.premaster) }
    }

    static let all: [Shape] = [
        .secret("the version of TLS 1.1") { [3, 2] + $0.dropFirst(2) },
        .secret("the version of TLS 1.3") { [3, 4] + $0.dropFirst(2) },
        .secret("the version of SSL 3") { [3, 0] + $0.dropFirst(2) },
        .secret("no version") { [0, 0] + $0.dropFirst(2) },
        .secret("one byte less") { Array($0.dropLast()) },
        .secret("one byte more") { $0 + [1] },
        .secret("two bytes") { Array($0.prefix(2)) },
        .secret("nothing") { _ in [] },
        .secret("as much as there is room for") { $0 + [UInt8](repeating: 1, count: 245 - $0.count) },
        .block("a first byte other than 0") { $0[0] = 1 },
        .block("the block type of signatures") { $0[1] = 1 },
        .block("block type 0") { $0[1] = 0 },
        .block("block type 3") { $0[1] = 3 },
        .block("no zero behind the padding") { $0[$0.count - 49] = 0x5a },
        .block("a zero in the first byte of the padding") { $0[2] = 0 },
        .block("a zero in the eighth byte of the padding") { $0[9] = 0 },
        .block("a zero in the ninth byte of the padding") { $0[10] = 0 },
        .block("a zero in the middle of the padding") { $0[128] = 0 },
        .block("the zero one byte early") {
            $0[$0.count - 50] = 0
            $0[$0.count - 49] = 0x5a
        },
        .block("the zero one byte late") {
            $0[$0.count - 49] = 0x5a; $0[$0.count - 48] = 0
        },
        .block("no zero at all") { block in
            for index in 2..<block.count where block[index] == 0 { block[index] = 0x5a }
        },
        .block("zeros behind the type") { block in for index in 2..<block.count { block[index] = 0 } },
        .ciphertext("zero") { [UInt8](repeating: 0, count: $0.count) },
        .ciphertext("one") { [UInt8](repeating: 0, count: $0.count - 1) + [1] },
        .ciphertext("random bytes") { modulus in (0..<modulus.count).map { UInt8(truncatingIfNeeded: $0 &* 73 &+ 1) } },
        .ciphertext("the modulus") { $0 },
        .ciphertext("more than the modulus") { [UInt8](repeating: 0xff, count: $0.count) },
        .ciphertext("one byte short") { [UInt8](repeating: 0x31, count: $0.count - 1) },
        .ciphertext("one byte long") { [UInt8](repeating: 0x31, count: $0.count + 1) },
        .ciphertext("one byte") { _ in [7] },
        .ciphertext("no bytes") { _ in [] },
        .ciphertext("twice as long") { [UInt8](repeating: 0x31, count: 2 * $0.count) },
        Shape("a leading zero too many") { client, _ in
            let secret = client.premaster
            return ([0] + (try client.key.encryptPremaster(secret.span.bytes)), secret)
        },
    ]
}

/// All that a client can tell two answers of a server apart by.
private struct Answer: Hashable {
    let behindKeyExchange: [[UInt8]]
    let behindChange: [[UInt8]]
    let behindFinished: [[UInt8]]
    let isWriteClosed: Bool
    let error: String
}

@Suite("Nobody can tell what is wrong with an encrypted premaster secret. RFC 5246 §7.4.7.1")
struct KeyTransportOracleTests {
    private func answer(to shape: Shape, _ suite: CipherSuite) throws -> Answer {
        let setup = try ClientSetup.tls12(suite)
        let identity = try Identities12.rsa
        let client = try ScriptedClient12(try setup.serverSession(), identity, suite: suite)
        try client.sendHello()
        let modulus = try modulus(of: identity.certificateChain[0].derBytes)
        let (sent, secret) = try shape.make(client, modulus)
        func writes(_ body: () throws -> Void) throws -> [[UInt8]] {
            let before = client.writes.count
            try body()
            return Array(client.writes.dropFirst(before))
        }
        let behindKeyExchange = try writes { try client.sendKeyExchange(sent, secret: secret) }
        let behindChange = try writes { try client.sendChangeCipherSpec() }
        let behindFinished = try writes { try client.sendFinished() }
        #expect(client.bench.completed == nil && client.bench.data.isEmpty, "\(shape.testDescription)")
        return Answer(
            behindKeyExchange: behindKeyExchange, behindChange: behindChange, behindFinished: behindFinished,
            isWriteClosed: client.bench.session.isWriteClosed, error: "\(String(describing: client.bench.error))")
    }

    private func modulus(of certificate: [UInt8]) throws -> [UInt8] {
        let place = try #require(certificate.firstRange(of: [0x02, 0x82, 0x01, 0x01, 0x00]))
        return Array(certificate[place.upperBound...].prefix(256))
    }

    @Test(
        "Each wrong form gets one and the same answer, and none before Finished",
        arguments: [CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256, .TLS_RSA_WITH_AES_128_CBC_SHA])
    func oneAnswer(_ suite: CipherSuite) throws {
        var answers: [Answer: [String]] = [:]
        for shape in Shape.all { answers[try answer(to: shape, suite), default: []].append(shape.testDescription) }
        #expect(answers.count == 1, "\(answers)")
        let one = try #require(answers.keys.first)
        #expect(one.behindKeyExchange.isEmpty && one.behindChange.isEmpty)
        // One write: bad_record_mac in the clear, as our keys are not in use yet.
        #expect(one.behindFinished == [[21, 3, 3, 0, 2, 2, 20]] && one.isWriteClosed)
    }

    @Test("A right secret by the same way completes: the shapes are made as they should be")
    func control() throws {
        let right = Shape.block("right") { _ in }
        let setup = try ClientSetup.tls12(.TLS_RSA_WITH_AES_128_GCM_SHA256)
        let identity = try Identities12.rsa
        let client = try ScriptedClient12(try setup.serverSession(), identity)
        try client.sendHello()
        let made = try right.make(client, try modulus(of: identity.certificateChain[0].derBytes))
        try client.sendKeyExchange(made.sent, secret: made.secret)
        try client.sendChangeCipherSpec()
        try client.sendFinished()
        try client.expectEstablished()
    }

    @Test("A right secret and a wrong Finished is decrypt_error: whoever gets that far has the secret")
    func wrongFinished() throws {
        let setup = try ClientSetup.tls12(.TLS_RSA_WITH_AES_128_GCM_SHA256)
        let client = try ScriptedClient12(try setup.serverSession(), try Identities12.rsa)
        try client.sendHello()
        try client.sendKeyExchange()
        try client.sendChangeCipherSpec()
        try client.sendFinished { $0[11] ^= 1 }
        #expect(client.alerts == [[2, 51]])
    }
}
