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

    private func olderSession(_ change: (inout ClientSession.Facts) -> Void = { _ in }, keyLength: Int = 48)
        -> ClientSession
    {
        var facts = ClientSession.Facts(
            cipherSuite: .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, ticket: [1], ageAdd: 0,
            receivedAt: UnixTime(milliseconds: 1), lifetime: 7200, maximumEarlyData: 0, serverName: nil,
            applicationProtocol: nil, peerCertificates: [[4, 5]], sessionID: [], usesExtendedMasterSecret: true)
        change(&facts)
        return ClientSession(facts, secret: Secret(copying: [UInt8](repeating: 7, count: keyLength).span.bytes))
    }

    @Test("a client's of TLS 1.2, with a ticket or an identifier, bound to its handshake or not. RFC 5246 §7.3")
    func ofOlderVersion() throws {
        for (ticket, sessionID) in [([1, 2], []), ([], [UInt8](0..<32)), ([], [9])] as [([UInt8], [UInt8])] {
            for isExtended in [true, false] {
                let session = olderSession {
                    ($0.ticket, $0.sessionID, $0.usesExtendedMasterSecret) = (ticket, sessionID, isExtended)
                }
                let bytes = session.serialized
                let read = try ClientSession(serialized: bytes)
                #expect(read.facts == session.facts && read.secret.copied == session.secret.copied)
                for count in bytes.indices {
                    #expect(throws: WireError.self) { try ClientSession(serialized: Array(bytes.prefix(count))) }
                }
            }
        }
    }

    @Test("a session that no server could know, or without a master secret's length, is refused. RFC 5246 §8.1")
    func impossible() throws {
        let unknown = olderSession { $0.ticket = [] }
        #expect(throws: WireError.self) { try ClientSession(serialized: unknown.serialized) }
        for length in [32, 47, 49, 64] {
            let session = olderSession(keyLength: length)
            #expect(throws: WireError.self) { try ClientSession(serialized: session.serialized) }
        }
        // Of TLS 1.3 there is always a ticket.
        let newer = olderSession {
            ($0.cipherSuite, $0.ticket, $0.sessionID) = (.TLS_AES_256_GCM_SHA384, [], [1])
        }
        #expect(throws: WireError.self) { try ClientSession(serialized: newer.serialized) }
    }

    @Test("bytes that are read are what would be written: a session has one form")
    func oneForm() throws {
        let bytes = olderSession { $0.sessionID = [1, 2] }.serialized
        var facts = SessionFacts(cipherSuite: .TLS_AES_128_GCM_SHA256, issuedAt: UnixTime(milliseconds: 1))
        facts.binding = [UInt8](0..<32)
        let server = SessionFacts.codec.encode(facts)
        for bit in 0..<8 {
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                if let read = try? ClientSession(serialized: changed) { #expect(read.serialized == changed) }
            }
            for index in server.indices {
                var changed = server
                changed[index] ^= 1 << UInt8(bit)
                if let read = try? SessionFacts.codec.decode(changed) {
                    #expect(SessionFacts.codec.encode(read) == changed)
                }
            }
        }
    }

    @Test("the form of earlier releases is refused by its number")
    func earlierForm() throws {
        var bytes = olderSession().serialized
        #expect(Array(bytes.prefix(5)) == Array("SSLS".utf8) + [2])
        bytes[4] = 1
        #expect(throws: WireError(.invalidValue(1), in: "form of the session")) {
            try ClientSession(serialized: bytes)
        }
        bytes[0] = 0x52
        #expect(throws: WireError(.invalidValue(0x52), in: "mark")) { try ClientSession(serialized: bytes) }
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
