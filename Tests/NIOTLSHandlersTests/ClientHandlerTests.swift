import FakeTLSProvider
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import ProviderTesting
import TLSMessages
import TLSProvider
import Testing

@Suite("A client's channel")
struct ClientHandlerTests {
    /// RFC 9846 §6.1: nothing is under keys before the server has answered.
    private static let userCanceledInTheClear: [UInt8] = [21, 3, 3, 0, 2, 1, 90, 21, 3, 3, 0, 2, 1, 0]

    @Test("says hello as soon as it is active, in one flush, and reads", arguments: Provider.all)
    func hello(provider: Provider) throws {
        let harness = try Harness(clientOf: provider, active: false)
        #expect(try harness.sentBuffers().isEmpty)
        try harness.activate()
        #expect(try harness.sent().isEmpty)
        #expect(harness.peer.error == nil && !harness.peer.take().isEmpty, "the server has an answer to it")
        #expect(harness.transport.flushes == 1)
        #expect(harness.transport.reads >= 1)
    }

    @Test("says hello when the handler is added to an active channel", arguments: Provider.all)
    func addedLate(provider: Provider) throws {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let context = try provider.tls.makeClientContext(TLSClientConfiguration(serverName: "a.example"))
        try channel.pipeline.syncOperations.addHandler(TLSClientHandler(context: context))
        let sent = try #require(try channel.readOutbound(as: ByteBuffer.self))
        let peer = try TLSPeer(serverOf: provider.other)
        peer.give(Array(sent.readableBytesView))
        #expect(peer.error == nil && !peer.take().isEmpty)
        #expect(String(decoding: sent.readableBytesView, as: UTF8.self).contains("a.example"))
    }

    @Test("tells of the handshake's end once, before any data", arguments: Provider.all)
    func completes(provider: Provider) throws {
        let harness = try Harness(
            clientOf: provider, configure: { $0.applicationProtocols = ["h2"] },
            peer: { $0.applicationProtocols = ["h2"] })
        #expect(try harness.shake() == [.established])
        try harness.receive(harness.peer.data([1, 2, 3]))
        #expect(harness.application.events == ["completed", "NIO completed h2"])
        #expect(harness.application.data == [1, 2, 3])
    }

    @Test("goes the same way however the bytes are cut", arguments: Provider.all, [1, 2, 3, 5, 7, 1448])
    func splits(provider: Provider, size: Int) throws {
        let harness = try Harness(clientOf: provider)
        let data = (0..<40_000).map { UInt8(truncatingIfNeeded: $0) }
        #expect(try harness.sent().isEmpty)
        try receive(harness.peer.take(), of: size, harness)
        #expect(try harness.sent() == [.established])
        try receive(harness.peer.data(data) + harness.peer.closeNotify(), of: size, harness)
        #expect(harness.application.data == data)
        #expect(harness.application.events == ["completed", "NIO completed -", "peerClosed", "shutdown"])
        #expect(try harness.sent() == [.alert(.closeNotify)])
        #expect(harness.application.errors.isEmpty)
    }

    private func receive(_ bytes: [UInt8], of size: Int, _ harness: Harness) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try harness.receive(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
    }

    @Test("makes what is written before the handshake's end wait, in order", arguments: Provider.all)
    func earlyWrites(provider: Provider) throws {
        let harness = try Harness(clientOf: provider)
        let first = harness.write([1])
        harness.channel.flush()
        let second = harness.write([2])
        #expect(try harness.sent().isEmpty)
        #expect(try harness.shake() == [.established, .data([1])])
        harness.channel.flush()
        #expect(try harness.sent() == [.data([2])])
        try first.wait()
        try second.wait()
    }

    @Test("waits for the verdict over the server, and reads nothing meanwhile", arguments: Provider.all)
    func verdictAwaited(provider: Provider) throws {
        let box = Box<EventLoopPromise<PeerVerdict>>()
        let harness = try Harness(clientOf: provider, verify: { box.value = $0 })
        #expect(try harness.shake().isEmpty)
        #expect(harness.application.events.isEmpty)
        let reads = harness.transport.reads
        harness.channel.read()
        #expect(harness.transport.reads == reads)
        box.value?.succeed(.accept)
        #expect(harness.application.events.first == "completed")
        #expect(harness.transport.reads > reads)
        #expect(try harness.shake() == [.established])
    }

    /// No server here sends data before the client's Finished: hence the fake.
    @Test("waits for the verdict with data that came along with the server's messages")
    func dataBehindVerdict() throws {
        let box = Box<EventLoopPromise<PeerVerdict>>()
        var callbacks = TLSClientCallbacks()
        callbacks.verifyServer = { box.value = $1 }
        let context = try FakeTLSProvider().makeClientContext(TLSClientConfiguration(serverName: "localhost"))
        let handler = TLSClientHandler(context: context, options: TLSHandlerOptions(), callbacks: callbacks)
        let harness = try Harness(handler, TLSPeer(serverOf: .internal))
        try harness.receive(FakeServer.answer + FakeClient.data([9]))
        #expect(harness.application.events.isEmpty && harness.application.data.isEmpty)
        box.value?.succeed(.accept)
        #expect(harness.application.events.first == "completed")
        #expect(harness.application.data == [9])
    }

    @Test("refuses a server with the verdict's alert, and fails what was written", arguments: Provider.all)
    func refusal(provider: Provider) throws {
        let harness = try Harness(
            clientOf: provider, verify: { $0.succeed(.reject(.unknownCA, reason: "not ours")) })
        let early = harness.write([1])
        harness.channel.flush()
        #expect(try harness.shake() == [.alert(.unknownCA)])
        let refused = TLSError(.peerCertificateRejected, "")
        #expect(harness.application.errors == [refused])
        #expect(failure(of: early) as? TLSError == refused)
        #expect(harness.transport.isOutputClosed)
    }

    @Test("refuses a server whose judge throws, with internal_error", arguments: Provider.all)
    func throwingJudge(provider: Provider) throws {
        let harness = try Harness(clientOf: provider, verify: { $0.fail(TestError()) })
        #expect(try harness.shake() == [.alert(.internalError)])
        #expect(harness.application.errors == [TLSError(.applicationRefused, "")])
    }

    @Test("trusts nobody when there is no judge", arguments: Provider.all)
    func noJudge(provider: Provider) throws {
        let harness = try Harness(clientOf: provider, verify: nil)
        try harness.shake()
        #expect(harness.application.errors == [TLSError(.peerCertificateRejected, "")])
    }

    @Test("runs the configuration's verifier as a task", arguments: Provider.all)
    func verifierAsTask(provider: Provider) async throws {
        var configuration = TLSClientConfiguration(serverName: "localhost")
        configuration.verifyServer = { _ in .accept }
        let context = try provider.tls.makeClientContext(configuration)
        let channel = NIOAsyncTestingChannel()
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        let completed = channel.eventLoop.makePromise(of: Void.self)
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(TLSClientHandler(context: context))
            try channel.pipeline.syncOperations.addHandler(CompletionWatch(completed))
        }
        let hello = try #require(try await channel.readOutbound(as: ByteBuffer.self))
        let peer = try TLSPeer(serverOf: provider.other)
        peer.give(Array(hello.readableBytesView))
        try await channel.writeInbound(ByteBuffer(bytes: peer.take()))
        try await completed.futureResult.get()
    }

    @Test("gives a server that is silent up after the deadline, and says so", arguments: Provider.all)
    func deadline(provider: Provider) throws {
        let harness = try Harness(clientOf: provider)
        _ = try harness.sentBytes()
        harness.advance(.milliseconds(9_999))
        #expect(harness.application.errors.isEmpty)
        harness.advance(.milliseconds(1))
        #expect(harness.application.errors == [TLSError(.handshakeTimeout, "")])
        #expect(try harness.sentBytes() == Self.userCanceledInTheClear)
    }

    @Test("closes during the handshake with user_canceled and close_notify", arguments: Provider.all)
    func closesDuringHandshake(provider: Provider) throws {
        let harness = try Harness(clientOf: provider)
        _ = try harness.sentBytes()
        harness.channel.close(promise: nil)
        #expect(try harness.sentBytes() == Self.userCanceledInTheClear)
        harness.advance(.seconds(1))
        #expect(harness.transport.isClosed)
    }

    @Test("closes with close_notify and waits for the server's", arguments: Provider.all)
    func closes(provider: Provider) throws {
        let harness = try Harness.establishedClient(of: provider)
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.alert(.closeNotify)])
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
        try harness.receive(harness.peer.closeNotify())
        try closed.wait()
        #expect(harness.application.events.last == "shutdown")
    }

    @Test("closes its own direction alone, and still takes data", arguments: Provider.all)
    func halfCloses(provider: Provider) throws {
        let harness = try Harness.establishedClient(of: provider)
        let write = harness.write([1])
        harness.channel.flush()
        try harness.channel.close(mode: .output).wait()
        try write.wait()
        #expect(try harness.sent() == [.data([1]), .alert(.closeNotify)])
        try harness.receive(harness.peer.data([7]))
        #expect(harness.application.data == [7])
        try harness.receive(harness.peer.closeNotify())
        #expect(harness.application.events.suffix(2) == ["peerClosed", "shutdown"])
        #expect(harness.transport.isClosed)
    }

    @Test("tells a transport that just ends from a connection that was closed", arguments: Provider.all)
    func truncation(provider: Provider) throws {
        let harness = try Harness.establishedClient(of: provider)
        try harness.receive(harness.peer.data([1]))
        harness.channel.pipeline.fireChannelInactive()
        #expect(harness.application.data == [1])
        #expect(harness.application.errors == [TLSError(.truncated, "")])
    }

    @Test("takes a server that does not speak TLS for what it is", arguments: Provider.all)
    func plainServer(provider: Provider) throws {
        let harness = try Harness(clientOf: provider)
        try harness.receive(Array("220 mail.example ESMTP\r\n".utf8))
        #expect(harness.application.errors == [TLSError(.notTLS, "")])
    }
}

/// Says when the handshake is complete.
private final class CompletionWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let completed: EventLoopPromise<Void>

    init(_ completed: EventLoopPromise<Void>) {
        self.completed = completed
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSHandlerEvent.handshakeCompleted = event { completed.succeed() }
    }
}
