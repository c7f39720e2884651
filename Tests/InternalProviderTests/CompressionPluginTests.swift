import HandshakeBench
import InternalProvider
import Synchronization
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// An algorithm of an application, and what it was called for.
private final class Plugin: Sendable {
    struct Calls: Equatable {
        var compressed = 0
        var decompressed = 0
        /// The room that it was given.
        var rooms: [Int] = []
    }

    private let state = Mutex(Calls())

    var calls: Calls { state.withLock { $0 } }

    /// A byte in front.
    func algorithm(_ number: UInt16 = 0x4001) -> TLSCertificateCompression {
        make(number) { [0xa5] + $0 }
    }

    func make(
        _ number: UInt16 = 0x4001, decompress: (@Sendable (Span<UInt8>, inout OutputRawSpan) -> Bool)? = nil,
        compress: @escaping @Sendable ([UInt8]) -> [UInt8]?
    ) -> TLSCertificateCompression {
        TLSCertificateCompression(algorithm: number) { [self] message in
            state.withLock { $0.compressed += 1 }
            return compress(message)
        } decompress: { [self] stream, message in
            let room = message.freeCapacity
            state.withLock {
                $0.decompressed += 1
                $0.rooms.append(room)
            }
            if let decompress { return decompress(stream, &message) }
            guard stream.count == room + 1, stream[0] == 0xa5 else { return false }
            for index in 1..<stream.count { message.append(stream[index]) }
            return true
        }
    }
}

@Suite("Certificates go compressed by code of the application, within our limits. RFC 8879 §4, §5")
struct CompressionPluginTests {
    /// A server and a client that both compress, by these.
    private func setup(
        server: [TLSCertificateCompression], client: [TLSCertificateCompression]
    ) throws -> ClientSetup {
        var setup = try ClientSetup()
        setup.server.identities = [try Chain.identity("a.example")]
        setup.client.identities = [try Chain.identity("client.example")]
        setup.server.clientAuthentication = .require
        (setup.server.compressesCertificates, setup.client.compressesCertificates) = (true, true)
        (setup.server.certificateCompressions, setup.client.certificateCompressions) = (server, client)
        return setup
    }

    @Test("Both ways, and once a chain, however many connections there are")
    func bothWays() throws {
        let (server, client) = (Plugin(), Plugin())
        let setup = try setup(server: [server.algorithm()], client: [client.algorithm()])
        let provider = InternalProvider()
        let contexts = (try provider.makeServerContext(setup.server), try provider.makeClientContext(setup.client))
        for _ in 0..<3 {
            let pair = SessionPair(server: contexts.0.makeSession(at: nil), client: contexts.1.makeSession(at: nil))
            pair.exchange()
            #expect(pair.client.completed?.peerCertificates == setup.server.identities[0].certificateChain)
            #expect(pair.server.completed?.peerCertificates == setup.client.identities[0].certificateChain)
        }
        #expect(server.calls.compressed == 1 && server.calls.decompressed == 3)
        #expect(client.calls.compressed == 1 && client.calls.decompressed == 3)
    }

    @Test("The sender's first that the other side has is taken, zlib among them; none in common sends it as it is")
    func choice() throws {
        func calls(_ server: [TLSCertificateCompression], _ client: [TLSCertificateCompression]) throws -> [UInt8] {
            let types = Lines()
            var setup = try setup(server: server, client: client)
            setup.client.traceMessages = { trace in
                guard trace.isReceived, case .handshake(let type) = trace.kind else { return }
                types.append("\(type)")
            }
            _ = try setup.established()
            return types.all.compactMap(UInt8.init).filter { [11, 25].contains($0) }
        }
        let one = Plugin(), other = Plugin()
        let first = one.algorithm(0x4001), second = other.algorithm(0x4002)
        #expect(try calls([first, second], [second, first]) == [25])
        #expect(one.calls.compressed == 1 && other.calls.compressed == 1)
        #expect(try calls([.zlib], [first, .zlib]) == [25])
        #expect(try calls([first], [second]) == [11] && one.calls.compressed == 1)
        #expect(try calls([first], [.zlib]) == [11])
    }

    @Test("What is no shorter is sent as the application wants it, and nil sends the chain as it is")
    func refusal() throws {
        let plugin = Plugin()
        let setup = try setup(server: [plugin.make { _ in nil }], client: [plugin.algorithm()])
        let pair = try setup.established()
        #expect(pair.client.completed?.peerCertificates.count == 3)
        // The client's alone, which is a byte longer.
        #expect(plugin.calls.decompressed == 1 && plugin.calls.compressed == 2)
    }

    @Test("It has room for just what the peer says, and never for more than the limit")
    func room() throws {
        let plugin = Plugin()
        var setup = try setup(server: [plugin.algorithm()], client: [plugin.algorithm()])
        setup.client.identities = []
        setup.server.clientAuthentication = .none
        _ = try setup.established()
        let chain = setup.server.identities[0].certificateChain
        #expect(plugin.calls.rooms == [chain.reduce(4) { $0 + $1.derBytes.count + 5 }])

        setup.client.limits.maximumCertificateMessage = 64
        setup.server.certificateCompressions = [plugin.make { _ in [1] }]
        let refused = try setup.shaken()
        #expect(refused.client.error?.reason == Misbehaviour.compressedCertificateTooLong.description)
        #expect(refused.client.error?.alert == .illegalParameter && plugin.calls.decompressed == 1)
    }

    /// Ways to decompress that do not give what was said.
    private static let failures: [(String, Misbehaviour, @Sendable (Span<UInt8>, inout OutputRawSpan) -> Bool)] = [
        ("it says so", .compressedCertificateCorrupt, { _, _ in false }),
        (
            "it says so, having filled the room", .compressedCertificateCorrupt,
            { _, message in
                while message.freeCapacity > 0 { message.append(0) }
                return false
            }
        ),
        ("nothing comes out", .compressedCertificateOfOtherLength, { _, _ in true }),
        (
            "a byte is missing", .compressedCertificateOfOtherLength,
            { _, message in
                while message.freeCapacity > 1 { message.append(0) }
                return true
            }
        ),
    ]

    @Test("What does not decompress to what was said is bad_certificate", arguments: failures.indices)
    func failure(_ index: Int) throws {
        let (name, fault, decompress) = Self.failures[index]
        let plugin = Plugin()
        let setup = try setup(
            server: [plugin.algorithm()],
            client: [plugin.make(decompress: decompress) { $0 }])
        let pair = try setup.shaken()
        #expect(pair.client.error?.reason == fault.description, "\(name)")
        #expect(pair.client.error?.alert == .badCertificate && pair.server.error?.alert == .badCertificate)
    }

    @Test("A message that decompresses to something else than a chain is malformed")
    func garbage() throws {
        let plugin = Plugin()
        let setup = try setup(
            server: [plugin.algorithm()],
            client: [
                plugin.make { _, message in
                    while message.freeCapacity > 0 { message.append(0xff) }
                    return true
                } compress: {
                    $0
                }
            ])
        #expect(try setup.shaken().client.error?.alert == .decodeError)
    }

    @Test("A client's configuration that cannot work is refused; switched off, the list means nothing")
    func misuse() throws {
        var client = TLSClientConfiguration()
        client.certificateCompressions = []
        _ = try InternalProvider().makeClientContext(client)
        client.compressesCertificates = true
        #expect(throws: TLSError(.invalidConfiguration, "")) { try InternalProvider().makeClientContext(client) }
        let plugin = Plugin()
        client.certificateCompressions = [plugin.algorithm(7), .zlib, plugin.algorithm(7)]
        #expect(throws: TLSError(.invalidConfiguration, "")) { try InternalProvider().makeClientContext(client) }
        client.certificateCompressions = (0..<128).map { plugin.algorithm(0x4000 + $0) }
        #expect(throws: TLSError(.invalidConfiguration, "")) { try InternalProvider().makeClientContext(client) }
    }
}
