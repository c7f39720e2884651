import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

@Suite("change_cipher_spec is taken in one place of each handshake, and keys change nowhere else. RFC 5246 §7.1")
struct EarlyChangeCipherSpec12Tests {
    private static let change: [UInt8] = [20, 3, 3, 0, 1, 1]

    /// The handshake messages in records in the clear, up to a change_cipher_spec.
    private func messages(_ bytes: [UInt8]) -> [[UInt8]] {
        var content: [UInt8] = []
        var rest = bytes[...]
        while let type = rest.first, type == 22 {
            let length = Int(rest[rest.startIndex + 3]) << 8 + Int(rest[rest.startIndex + 4])
            content += rest.dropFirst(5).prefix(length)
            rest = rest.dropFirst(5 + length)
        }
        var messages: [[UInt8]] = []
        while content.count >= 4 {
            let length = 4 + Int(content[2]) << 8 + Int(content[3])
            messages.append(Array(content.prefix(length)))
            content.removeFirst(length)
        }
        return messages
    }

    private func setup(asksForCertificate: Bool) throws -> ClientSetup {
        var setup = try ClientSetup.tls12()
        if asksForCertificate {
            setup.server.clientAuthentication = .require
            setup.client.identities = [try Identities.ofClient()]
        }
        return setup
    }

    private func expectRefused(
        _ bench: ServerBench, _ note: String, isFirst: Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(bench.error?.alert == .unexpectedMessage, "\(note)", sourceLocation: sourceLocation)
        // As the first record of all it may as well be something other than TLS.
        #expect(
            bench.error?.code == (isFirst ? .notTLS : .peerMisbehaved), "\(note)", sourceLocation: sourceLocation)
        #expect(bench.completed == nil, "\(note)", sourceLocation: sourceLocation)
        // No keys are in use: what we say is in the clear.
        #expect(bench.take().suffix(7) == [21, 3, 3, 0, 2, 2, 10], "\(note)", sourceLocation: sourceLocation)
    }

    @Test("At a server behind each message of its client but the last", arguments: [true, false])
    func server(_ asksForCertificate: Bool) throws {
        let setup = try setup(asksForCertificate: asksForCertificate)
        let count = asksForCertificate ? 3 : 1
        for place in -1..<count {
            let pair = try setup.pair()
            let hello = pair.client.take()
            if place >= 0 {
                pair.server.give(hello)
                pair.client.give(pair.server.take())
                let flight = messages(pair.client.take())
                #expect(flight.count == count)
                for message in flight.prefix(place) { pair.server.give(framed12(22, message)) }
            }
            pair.server.give(Self.change)
            expectRefused(pair.server, "\(place)", isFirst: place < 0)
        }
    }

    @Test("At a client behind each message of its server but the last", arguments: [true, false])
    func client(_ asksForCertificate: Bool) throws {
        let setup = try setup(asksForCertificate: asksForCertificate)
        let count = asksForCertificate ? 5 : 4
        for place in 0..<count {
            let pair = try setup.pair()
            pair.server.give(pair.client.take())
            let flight = messages(pair.server.take())
            #expect(flight.count == count)
            for message in flight.prefix(place) { pair.client.give(framed12(22, message)) }
            pair.client.give(Self.change)
            expectRefused(pair.client, "\(place)", isFirst: place == 0)
        }
    }

    @Test("At a client that was promised a ticket, before it")
    func beforeTicket() throws {
        var setup = try ClientSetup.tls12()
        setup.now = UnixTime(milliseconds: 1_800_000_000_000)
        setup.client.receiveSession = { _ in }
        let pair = try setup.pair()
        pair.server.give(pair.client.take())
        pair.client.give(pair.server.take())
        _ = pair.client.take()
        pair.client.give(Self.change)
        #expect(pair.client.error?.alert == .unexpectedMessage && pair.client.completed == nil)
    }

    @Test("A second one is a record that does not authenticate, at either end", arguments: [true, false])
    func twice(_ isClient: Bool) throws {
        let pair = try ClientSetup.tls12().pair()
        pair.server.give(pair.client.take())
        pair.client.give(pair.server.take())
        let flight = pair.client.take()
        let finished = try #require(flight.firstRange(of: Self.change)).upperBound
        if isClient {
            pair.server.give(Array(flight[..<finished]))
            #expect(pair.server.error == nil)
            pair.server.give(Self.change)
            #expect(pair.server.error?.alert == .badRecordMAC && pair.server.completed == nil)
        } else {
            pair.server.give(flight)
            let answer = pair.server.take()
            let end = try #require(answer.firstRange(of: Self.change)).upperBound
            pair.client.give(Array(answer[..<end]) + Self.change)
            #expect(pair.client.error?.alert == .badRecordMAC && pair.client.completed == nil)
        }
    }

    @Test("Left out, Finished is refused in the clear and under keys, at either end. RFC 5246 §7.1")
    func missing() throws {
        let pair = try ClientSetup.tls12().pair()
        pair.server.give(pair.client.take())
        pair.client.give(pair.server.take())
        let flight = pair.client.take()
        let change = try #require(flight.firstRange(of: Self.change))
        pair.server.give(
            Array(flight[..<change.lowerBound]) + framed12(22, [20, 0, 0, 12] + [UInt8](repeating: 0, count: 12)))
        #expect(pair.server.error?.alert == .unexpectedMessage && pair.server.completed == nil)
        let other = try ClientSetup.tls12().pair()
        other.server.give(other.client.take())
        other.client.give(other.server.take())
        let second = other.client.take()
        let place = try #require(second.firstRange(of: Self.change))
        other.server.give(Array(second[..<place.lowerBound]) + Array(second[place.upperBound...]))
        #expect(other.server.error != nil && other.server.completed == nil)
    }

    @Test("At a server that resumes it comes once, where it must", arguments: [true, false])
    func resumed(_ early: Bool) throws {
        let bench = try ResumptionSetup {
            $0.server.versions = [.tls12]
            $0.client.versions = [.tls12]
            $0.client.groups = [.x25519, .secp256r1]
        }
        _ = try bench.connect()
        bench.setup.client.session = bench.sessions.last
        let pair = try bench.pair()
        pair.server.give(pair.client.take())
        if early {
            pair.client.give(Self.change)
            #expect(pair.client.error?.alert == .unexpectedMessage && pair.client.completed == nil)
        } else {
            pair.server.give(Self.change)
            #expect(pair.server.error == nil)
            pair.server.give(Self.change)
            #expect(pair.server.error?.alert == .badRecordMAC && pair.server.completed == nil)
        }
    }

    @Test("Of another form it is unexpected_message, where it is awaited too")
    func malformed() throws {
        for content in [[0], [2], [1, 1], []] as [[UInt8]] {
            let pair = try ClientSetup.tls12().pair()
            pair.server.give(pair.client.take())
            pair.client.give(pair.server.take())
            let flight = pair.client.take()
            let change = try #require(flight.firstRange(of: Self.change))
            pair.server.give(Array(flight[..<change.lowerBound]) + framed12(20, content))
            #expect(pair.server.error?.alert == .unexpectedMessage, "\(content)")
        }
    }
}
