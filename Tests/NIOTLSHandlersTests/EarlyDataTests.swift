import NIOCore
import NIOTLSHandlers
import ProviderTesting
import TLSProvider
import Testing

/// libssl's sessions take and send none.
@Suite("A server's channel tells of early data")
struct EarlyDataTests {
    private let server: any TLSServerContext

    init() throws {
        var configuration = TLSServerConfiguration(identities: [try TestIdentity.identity])
        configuration.earlyData = .accept(upTo: 1000, filter: TLSReplayFilter())
        server = try Provider.internal.tls.makeServerContext(configuration)
    }

    @Test("before the handshake is complete, and an answer to it goes out at once. RFC 9846 §2.3")
    func halfRoundTrip() throws {
        let harness = try resuming()
        harness.application.onEvent = { context, event in
            guard case TLSHandlerEvent.earlyData(let data) = event else { return }
            context.writeAndFlush(NIOAny(data), promise: nil)
        }
        let (early, taken) = try harness.peer.session.sealEarlyData([1, 2, 3])
        #expect(taken == 3)
        try harness.receive(early)
        #expect(harness.application.events.isEmpty && harness.application.data.isEmpty)
        #expect(try harness.sent() == [.established, .data([1, 2, 3])])
        try harness.shake()
        #expect(harness.application.events.first == "completed")
        try harness.receive(try harness.peer.data([4]))
        #expect(harness.application.data == [4])
        #expect(harness.application.errors.isEmpty && harness.peer.error == nil)
    }

    /// A channel whose peer has a ticket of the server's that allows early data.
    private func resuming() throws -> Harness {
        let received = Box<[TLSResumableSession]>()
        let first = try harness { $0.receiveSession = { received.value = (received.value ?? []) + [$0] } }
        try first.shake()
        let session = try #require(received.value?.last)
        return try harness {
            $0.session = session
            $0.offersEarlyData = true
        }
    }

    private func harness(_ change: (inout TLSClientConfiguration) -> Void) throws -> Harness {
        var configuration = TLSClientConfiguration(serverName: "localhost")
        change(&configuration)
        let client = try Provider.internal.tls.makeClientContext(configuration)
        return try Harness(TLSServerHandler(context: server), TLSPeer(client.makeSession(at: .now)))
    }
}
