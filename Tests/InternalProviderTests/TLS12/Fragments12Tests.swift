import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

@Suite("Records of TLS 1.2 are no longer than either end wants. RFC 6066 §4, RFC 8449 §4")
struct Fragments12Tests {
    /// The contents of records, which AES-GCM makes 24 bytes longer.
    private func contents(_ bytes: [UInt8]) -> [Int] {
        var counts: [Int] = []
        var rest = bytes[...]
        while rest.count >= 5 {
            let length = Int(rest[rest.startIndex + 3]) << 8 + Int(rest[rest.startIndex + 4])
            counts.append(length - 24)
            rest = rest.dropFirst(5 + length)
        }
        return counts
    }

    /// The most content in records of each end's data, client's first.
    private func longest(_ pair: SessionPair) throws -> (client: Int, server: Int) {
        let data = [UInt8](repeating: 7, count: 40_000)
        let sent = try (pair.client.session.seal(data), pair.server.session.seal(data))
        pair.server.give(sent.0)
        pair.client.give(sent.1)
        #expect(pair.server.data.suffix(40_000) == data[...] && pair.client.data.suffix(40_000) == data[...])
        return (contents(sent.0).max() ?? 0, contents(sent.1).max() ?? 0)
    }

    @Test(
        "max_fragment_length bounds both directions, and the handshake too",
        arguments: [(1, 512), (2, 1024), (3, 2048), (4, 4096)])
    func maximumFragmentLength(_ code: UInt8, _ length: Int) throws {
        var setup = try ClientSetup.tls12()
        setup.adjustments.options = {
            $0.maximumFragmentLength = MaximumFragmentLength(rawValue: code)
            $0.recordSizeLimit = nil
        }
        let pair = try setup.established()
        let longest = try longest(pair)
        #expect(longest.client == length && longest.server == length)
        // In the clear nothing is added.
        #expect(contents(pair.fromServer).allSatisfy { $0 + 24 <= length + 24 })
    }

    @Test("record_size_limit goes before it. RFC 8449 §5")
    func both() throws {
        var setup = try ClientSetup.tls12()
        setup.adjustments.options = {
            $0.maximumFragmentLength = MaximumFragmentLength(rawValue: 1)
            $0.recordSizeLimit = 1000
        }
        let longest = try longest(try setup.established())
        #expect(longest.client == 16_384 && longest.server == 1000)
    }

    @Test("record_size_limit bounds the other's records, each its own", arguments: [64, 1000, 16_384])
    func recordSizeLimit(_ limit: Int) throws {
        var setup = try ClientSetup.tls12()
        setup.serverOptions = { $0.recordSizeLimit = UInt16(limit) }
        var longest = try longest(try setup.established())
        #expect(longest.client == limit && longest.server == 16_384)
        setup = try ClientSetup.tls12()
        setup.adjustments.options = { $0.recordSizeLimit = UInt16(limit) }
        longest = try self.longest(try setup.established())
        #expect(longest.client == 16_384 && longest.server == limit)
    }

    @Test("A record longer than was agreed on is record_overflow, from either end", arguments: [true, false])
    func overflow(_ isClient: Bool) throws {
        for usesFragments in [true, false] {
            var setup = try ClientSetup.tls12()
            if usesFragments {
                setup.adjustments.options = {
                    $0.maximumFragmentLength = MaximumFragmentLength(rawValue: 1)
                    $0.recordSizeLimit = nil
                }
            } else {
                setup.adjustments.options = { $0.recordSizeLimit = 512 }
                setup.serverOptions = { $0.recordSizeLimit = 512 }
            }
            let opened = try OpenedPair(setup)
            let receiver = isClient ? opened.pair.server : opened.pair.client
            receiver.give(try opened.record(23, [UInt8](repeating: 0, count: 512), ofClient: isClient))
            #expect(receiver.error == nil && receiver.data.count == 512)
            receiver.give(try opened.record(23, [UInt8](repeating: 0, count: 513), ofClient: isClient))
            #expect(receiver.error?.alert == .recordOverflow && receiver.data.count == 512)
        }
    }

    @Test("A session that is resumed keeps its length, and without it does not resume. RFC 6066 §4")
    func resumption() throws {
        let bench = try ResumptionSetup {
            $0.client.versions = [.tls12]
            $0.client.groups = [.x25519, .secp256r1]
        }
        let fragments: @Sendable (UInt8?) -> @Sendable (inout ClientOptions) -> Void = { code in
            {
                $0.maximumFragmentLength = code.map { MaximumFragmentLength(rawValue: $0) }
                $0.recordSizeLimit = nil
            }
        }
        bench.setup.adjustments.options = fragments(1)
        #expect(try !bench.resumes())
        let pair = try bench.connect()
        #expect(pair.client.completed?.isResumed == true)
        #expect(try longest(pair) == (512, 512))
        bench.setup.adjustments.options = fragments(2)
        #expect(try !bench.resumes())
        bench.setup.adjustments.options = fragments(nil)
        #expect(try !bench.resumes())
    }
}
