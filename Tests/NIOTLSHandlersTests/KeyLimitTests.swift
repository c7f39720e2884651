import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import ProviderTesting
import TLSMessages
import TLSProvider
import Testing

@Suite("A channel whose keys of TLS 1.2 come to their end")
struct KeyLimitTests {
    /// Triple DES may protect 8 MiB with one key.
    private static let limit = 8 << 20
    private static let suite = CipherSuite.TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA

    private func established() throws -> Harness {
        let harness = try Harness(
            .internal, client: .internal,
            configure: {
                $0.versions = [.tls12]
                $0.cipherSuites = [Self.suite]
            },
            peer: {
                $0.versions = [.tls12]
                $0.cipherSuites = [Self.suite]
            })
        #expect(try harness.shake() == [.established])
        return harness
    }

    @Test(
        "tells so, sends all that was taken and close_notify, and closes when the peer does",
        arguments: [16_384, 1 << 20])
    func sending(_ count: Int) throws {
        let harness = try established()
        let chunk = [UInt8](repeating: 7, count: count)
        var received = 0
        var hasClosed = false
        var failures = 0
        for _ in 0..<(2 * Self.limit / count) where !hasClosed {
            let written = harness.write(chunk)
            harness.channel.flush()
            for heard in try harness.sent() {
                switch heard {
                case .data(let bytes): received += bytes.count
                case .alert(.closeNotify): hasClosed = true
                default: Issue.record("\(heard)")
                }
            }
            if failure(of: written) != nil { failures += 1 }
        }
        #expect(hasClosed && harness.application.events.contains("keysExhausted"))
        #expect(harness.application.errors.isEmpty)
        #expect(received < Self.limit && received > Self.limit - 40_000)
        #expect(failures <= 1 && harness.transport.isOutputClosed && !harness.transport.isClosed)
        #expect(failure(of: harness.write([1])) as? ChannelError == .ioOnClosedChannel)
        try harness.shake()
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
    }

    @Test("tells so when it is the peer who has sent that much, and delivers it all")
    func receiving() throws {
        let harness = try established()
        let chunk = [UInt8](repeating: 7, count: 16_384)
        var sent = 0
        while harness.peer.session.isEstablished, sent < 2 * Self.limit {
            try harness.receive(try harness.peer.data(chunk))
            sent += chunk.count
        }
        #expect(harness.application.events.contains("keysExhausted") && harness.application.errors.isEmpty)
        #expect(harness.application.data.count == sent && sent < Self.limit)
        #expect(try harness.sent() == [.alert(.closeNotify)])
        try harness.shake()
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
    }
}
