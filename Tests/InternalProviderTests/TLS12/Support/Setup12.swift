import HandshakeBench
import InternalProvider
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSRecordLayer
import TestSupport
import Testing

/// Identities for each key exchange of TLS 1.2: a key does what its certificate allows.
enum Identities12 {
    private static let rsaResult = Result {
        try Identities.make("a.example", .rsa(bits: 2048), usage: [.digitalSignature, .keyEncipherment])
    }
    private static let ecdsaResult = Result {
        try Identities.make("a.example", .ec(.p256), usage: [.digitalSignature, .keyAgreement])
    }

    private static let dsaResult = Result {
        let sample = try #require(try DSASample.all().first { $0.bits == 2048 })
        return try Identities.make("a.example", key: try sample.key(), usage: .digitalSignature)
    }

    /// RSA, for signatures and for key transport.
    static var rsa: TLSIdentity { get throws { try rsaResult.get() } }
    /// P-256, for signatures and for static ECDH.
    static var ecdsa: TLSIdentity { get throws { try ecdsaResult.get() } }

    static func of(_ row: CipherSuiteRow12) throws -> TLSIdentity {
        if row.keyExchange.fits(.rsa) { return try rsa }
        return row.keyExchange.fits(.dsa) ? try dsaResult.get() : try ecdsa
    }
}

extension ClientSetup {
    /// Both ends speak TLS 1.2 alone, and this suite of it.
    static func tls12(
        _ suite: CipherSuite = .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
    ) throws -> ClientSetup {
        var setup = try ClientSetup()
        let row = try #require(CipherSuiteTable12.row(of: suite))
        setup.server.identities = [try Identities12.of(row)]
        setup.server.versions = [.tls12]
        setup.client.versions = [.tls12]
        setup.server.cipherSuites = [suite]
        setup.client.cipherSuites = [suite]
        setup.client.groups = [.x25519, .secp256r1, .ffdhe2048]
        if row.keyExchange.fits(.dsa) {
            setup.server.tls12SignatureSchemes = [.dsaSHA256]
            setup.client.tls12SignatureSchemes = [.dsaSHA256]
        }
        return setup
    }
}

extension ClientSetup {
    /// The server's end alone.
    func serverSession() throws -> any TLSSession {
        try InternalProvider(randomness: SystemHandshakeRandomness(), adjustingOptions: serverOptions)
            .makeServerContext(server).makeSession(at: now)
    }

    /// The client's end alone.
    func clientSession() throws -> any TLSSession { try clientContext().makeSession(at: now) }
}

/// A connection of ours on both ends whose secret was logged: a test can write records of either end into it.
final class OpenedPair {
    let pair: SessionPair
    let schedule: Schedule12
    private let client: RecordSealer12
    private let server: RecordSealer12

    /// - Parameter setup: of TLS 1.2.
    init(_ setup: ClientSetup) throws {
        var setup = setup
        let lines = Lines()
        setup.client.unsafelyLogSecrets = { lines.append($0) }
        pair = try setup.established()
        let agreed = try #require(pair.client.completed)
        let row = try #require(CipherSuiteTable12.row(of: agreed.cipherSuite))
        let words = try #require(lines.all.first).split(separator: " ").map(String.init)
        try #require(words.count == 3 && words[0] == "CLIENT_RANDOM")
        // Behind two headers and the version.
        let serverRandom = Array(pair.fromServer[11..<43])
        var schedule = Schedule12(
            row, clientRandom: bytes(ofHex: words[1]), serverRandom: serverRandom, master: bytes(ofHex: words[2]))
        schedule.encryptsThenMACs = agreed.encryptsThenMACs
        self.schedule = schedule
        // Each has sent its Finished under them.
        client = try schedule.sealer(ofClient: true, startingAt: 1)
        server = try schedule.sealer(ofClient: false, startingAt: 1)
    }

    /// A record as this end would write it, one behind the other.
    func record(_ type: UInt8, _ content: [UInt8], ofClient isClient: Bool) throws -> [UInt8] {
        let sealer = isClient ? client : server
        return try [UInt8](capacity: content.count + 512) { output throws(RecordFault) in
            try sealer.seal(ContentType(rawValue: type), content.span.bytes, into: &output)
        }
    }

    /// The end that takes the other's records.
    func receiver(ofClient isClient: Bool) -> ServerBench { isClient ? pair.server : pair.client }
}

/// The bytes of hexadecimal digits.
func bytes(ofHex text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// A record's header in front of its body.
func framed12(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
    [type, 3, 3, UInt8(body.count >> 8), UInt8(body.count & 0xff)] + body
}
