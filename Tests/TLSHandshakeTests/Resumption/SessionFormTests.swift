import TLSMessages
import TLSPrimitives
import TLSWire
import Testing

@testable import TLSHandshake

@Suite("Sessions keep everything in bytes")
struct SessionFormTests {
    private func clientSession(named: Bool, keyLength: Int) -> ClientSession {
        let facts = ClientSession.Facts(
            cipherSuite: .TLS_AES_256_GCM_SHA384, ticket: [1, 2, 3], ageAdd: .max,
            receivedAt: UnixTime(milliseconds: 1_800_000_000_123), lifetime: 604_800, maximumEarlyData: 16_384,
            serverName: named ? Array("a.example".utf8) : nil, applicationProtocol: named ? Array("h2".utf8) : nil,
            peerCertificates: named ? [[4, 5], [6]] : [])
        let key = [UInt8](repeating: 7, count: keyLength)
        return ClientSession(facts, secret: Secret(copying: key.span.bytes))
    }

    @Test("a client's, with and without what may be missing", arguments: [true, false], [32, 48, 64])
    func ofClients(named: Bool, keyLength: Int) throws {
        let session = clientSession(named: named, keyLength: keyLength)
        let read = try ClientSession(serialized: session.serialized)
        #expect(read.facts == session.facts)
        #expect(read.secret.withBytes { [UInt8](copying: $0) } == [UInt8](repeating: 7, count: keyLength))
    }

    @Test("a client's is refused when it is cut anywhere, goes on, or is of another release")
    func malformed() throws {
        let bytes = clientSession(named: true, keyLength: 48).serialized
        for count in bytes.indices {
            #expect(throws: WireError.self) { try ClientSession(serialized: Array(bytes.prefix(count))) }
        }
        #expect(throws: WireError.self) { try ClientSession(serialized: bytes + [0]) }
        var other = bytes
        other[4] += 1
        #expect(throws: WireError.self) { try ClientSession(serialized: other) }
    }

    @Test("a server's facts, with and without what may be missing", arguments: [true, false])
    func ofServers(named: Bool) throws {
        var facts = SessionFacts(cipherSuite: .TLS_AES_128_GCM_SHA256, issuedAt: UnixTime(milliseconds: 1))
        facts.endsAt = UnixTime(milliseconds: .max)
        facts.lifetime = 7200
        facts.ageAdd = 0x8000_0000
        facts.binding = [UInt8](0..<32)
        facts.isNamed = named
        if named {
            facts.serverName = Array("a.example".utf8)
            facts.applicationProtocol = Array("h2".utf8)
            facts.peerCertificates = [[1], [2, 3]]
            facts.maximumEarlyData = .max
            facts.earlyDataKeeper = [UInt8](0..<16)
        }
        let bytes = SessionFacts.codec.encode(facts)
        #expect(try SessionFacts.codec.decode(bytes, "facts") == facts)
        for count in bytes.indices {
            #expect(throws: WireError.self) {
                try SessionFacts.codec.decode(Array(bytes.prefix(count)), "facts")
            }
        }
    }
}
