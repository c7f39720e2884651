import HandshakeBench
import InternalProvider
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

@Suite("What an application does wrong is told to it, and harms no connection")
struct MisuseTests {
    @Test("Before the handshake is complete nothing can be sent, updated or exported")
    func tooEarly() throws {
        for pair in [try Setup().pair(), try Setup().pairAfterServerFlight()] {
            let session = pair.server.session
            #expect(throws: TLSError(.wrongState, "")) { try session.seal([1]) }
            #expect(throws: TLSError(.wrongState, "")) { try session.updateKeys(requestingPeer: true) }
            #expect(throws: TLSError(.wrongState, "")) {
                try session.exportKeyingMaterial(label: "l", context: nil, count: 1)
            }
            #expect(!session.isEstablished && session.negotiated == nil && session.outgoingCount == 0)
        }
        let pair = try Setup().pairAfterServerFlight()
        _ = try? pair.server.session.seal([1])
        try pair.send(try pair.client.finish())
        #expect(pair.server.isEstablished)
    }

    /// A label's length and the bytes asked for, that cannot be exported.
    @Test(
        "What cannot be exported is refused, and the connection goes on. RFC 9846 §7.5",
        arguments: [(1, 0), (1, -1), (1, 255 * 32 + 1), (1, Int.max), (250, 32), (100_000, 32), (0, 32)])
    func badExport(_ label: Int, _ count: Int) throws {
        let pair = try Setup().establishedPair()
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try pair.server.session.exportKeyingMaterial(
                label: String(repeating: "l", count: label), context: nil, count: count)
        }
        try pair.sendFromServer([1])
        #expect(pair.client.flight.data == [1])
    }

    @Test("The longest label and output are exported, with any context")
    func largestExport() throws {
        let pair = try Setup().establishedPair()
        let label = String(repeating: "l", count: 249)
        let context = [UInt8](repeating: 1, count: 100_000)
        let ours = try pair.client.export(label, context: context, count: 8160)
        #expect(try pair.server.session.exportKeyingMaterial(label: label, context: context, count: 8160) == ours)
    }

    /// A change that makes a configuration one that no server can be made of.
    private struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable (inout TLSServerConfiguration) -> Void

        init(_ name: String, _ make: @escaping @Sendable (inout TLSServerConfiguration) -> Void) {
            testDescription = name
            self.make = make
        }

        static let all = [
            Mistake("no identity") { $0.identities = [] },
            Mistake("no version of ours") { $0.versions = [.tls11] },
            Mistake("no versions") { $0.versions = [] },
            Mistake("no suites") { $0.cipherSuites = [] },
            Mistake("an unknown suite") { $0.cipherSuites.append(CipherSuite(rawValue: 0x0a0a)) },
            Mistake("no groups") { $0.groups = [] },
            Mistake("an unknown group") { $0.groups.append(NamedGroup(rawValue: 0x0a0a)) },
            Mistake("no schemes") { $0.signatureSchemes = [] },
            Mistake("an unknown scheme") { $0.signatureSchemes.append(.ecdsaSHA1) },
            Mistake("a key no scheme signs with") { $0.signatureSchemes = [.ed448] },
            Mistake("an empty protocol") { $0.applicationProtocols = ["h2", ""] },
            Mistake("a protocol of 256 bytes") { $0.applicationProtocols = [String(repeating: "x", count: 256)] },
            Mistake("records of 63 bytes") { $0.maximumRecordPlaintext = 63 },
            Mistake("records of 16385 bytes") { $0.maximumRecordPlaintext = 16_385 },
            Mistake("padding to 1") { $0.recordPadding = .multiple(of: 1) },
            Mistake("padding to 16385") { $0.recordPadding = .multiple(of: 16_385) },
            Mistake("padding to less than nothing") { $0.recordPadding = .multiple(of: -5) },
            Mistake("no way to compress") {
                $0.compressesCertificates = true
                $0.certificateCompressions = []
            },
            Mistake("two ways to compress with one number") {
                $0.compressesCertificates = true
                $0.certificateCompressions = [.zlib, .zlib]
            },
            Mistake("an empty authority") { $0.clientCertificateAuthorities = [[]] },
            Mistake("authorities that fill more than their list") {
                $0.clientCertificateAuthorities = [[UInt8]](repeating: [UInt8](repeating: 0x30, count: 1000), count: 70)
            },
            Mistake("an authority longer than a name can be") {
                $0.clientCertificateAuthorities = [[UInt8](repeating: 0x30, count: 65_536)]
            },
            Mistake("a chain longer than a message can be") { configuration in
                guard let identity = configuration.identities.first, let leaf = identity.certificateChain.first else {
                    return
                }
                let chain = [X509Certificate](repeating: leaf, count: 40_000)
                guard let long = try? TLSIdentity(certificateChain: chain, privateKey: identity.privateKey) else {
                    return
                }
                configuration.identities = [long]
            },
        ]
    }

    @Test("A configuration that cannot work is refused with what to change", arguments: Mistake.all)
    private func configuration(_ mistake: Mistake) throws {
        var configuration = try Setup().configuration
        mistake.make(&configuration)
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            _ = try InternalProvider().makeServerContext(configuration)
        }
    }

    @Test("A certificate may be left to the application's choice")
    func chooser() throws {
        var configuration = try Setup().configuration
        configuration.identities = []
        configuration.chooseForClient = { _ in .proceed }
        _ = try InternalProvider().makeServerContext(configuration)
    }

    @Test("A buffer with little room takes what fits, and the rest later")
    func littleRoom() throws {
        let pair = try Setup().establishedPair()
        let data = (0..<60_000).map { UInt8(truncatingIfNeeded: $0) }
        var taken = 0
        for room in (0..<40).map({ $0 * 700 }) where taken < data.count {
            var count = 0
            let sealed = try [UInt8](capacity: room) { output throws(TLSError) in
                count = try pair.server.session.seal(data.span.extracting(taken..<data.count), into: &output)
            }
            #expect(sealed.count <= room)
            taken += count
            try pair.client.receive(sealed)
        }
        #expect(pair.client.flight.data == Array(data[..<taken]))
        #expect(taken > 0)
    }

    @Test("Waiting bytes are drained in any portions")
    func drain() throws {
        let pair = try Setup().pair()
        pair.server.give(pair.client.helloRecord())
        var flight: [UInt8] = []
        while pair.server.session.outgoingCount > 0 {
            let before = pair.server.session.outgoingCount
            flight += [UInt8](capacity: 100) { pair.server.session.drainOutgoing(into: &$0) }
            #expect(pair.server.session.outgoingCount == max(0, before - 100))
        }
        try pair.client.receive(flight)
        #expect(pair.client.flight.isFinished)
    }
}
