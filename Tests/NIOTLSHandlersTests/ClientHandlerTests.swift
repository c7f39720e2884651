import FakeTLSProvider
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import TLSMessages
import TLSProvider
import Testing

@Suite("A client's channel")
struct ClientHandlerTests {
    @Test("says hello as soon as it is active, in one flush, and reads")
    func hello() throws {
        let harness = try Harness(clientOf: FakeTLSProvider(), active: false)
        #expect(try harness.sent().isEmpty)
        try harness.activate()
        #expect(try harness.sent() == [.handshake(1)])
        #expect(harness.transport.flushes == 1)
        #expect(harness.transport.reads >= 1)
    }

    @Test("says hello when the handler is added to an active channel")
    func addedLate() throws {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let context = try FakeTLSProvider().makeClientContext(TLSClientConfiguration(serverName: "a.example"))
        try channel.pipeline.syncOperations.addHandler(TLSClientHandler(context: context))
        let sent = try channel.readOutbound(as: ByteBuffer.self)
        #expect(sent.map { Array($0.readableBytesView) } == FakeClient.hello(serverName: "a.example"))
    }

    @Test("tells of the handshake's end once, before any data")
    func completes() throws {
        let harness = try Harness(clientOf: FakeTLSProvider(), configure: { $0.applicationProtocols = ["h2"] })
        try harness.receive(FakeServer.answer + FakeClient.data([1, 2, 3]))
        #expect(harness.application.events == ["completed", "NIO completed h2"])
        #expect(harness.application.data == [1, 2, 3])
    }

    @Test("goes the same way however the bytes are cut", arguments: [1, 2, 3, 5, 7, 1448])
    func splits(size: Int) throws {
        var provider = FakeTLSProvider()
        provider.awaitsFinished = true
        let harness = try Harness(clientOf: provider)
        let data = (0..<40_000).map { UInt8(truncatingIfNeeded: $0) }
        var rest = (FakeServer.answer + FakeClient.data(data) + FakeClient.closeNotify)[...]
        while !rest.isEmpty {
            try harness.receive(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        #expect(harness.application.data == data)
        #expect(harness.application.events == ["completed", "NIO completed -", "peerClosed", "shutdown"])
        #expect(try harness.sent() == [.handshake(1), .handshake(20), .alert(0)])
        #expect(harness.application.errors.isEmpty)
    }

    @Test("makes what is written before the handshake's end wait, in order")
    func earlyWrites() throws {
        let harness = try Harness(clientOf: FakeTLSProvider())
        let first = harness.write([1])
        harness.channel.flush()
        let second = harness.write([2])
        #expect(try harness.sent() == [.handshake(1)])
        try harness.receive(FakeServer.answer)
        #expect(try harness.sent() == [.data([1])])
        harness.channel.flush()
        #expect(try harness.sent() == [.data([2])])
        try first.wait()
        try second.wait()
    }

    @Test("waits for the verdict over the server, and reads nothing meanwhile")
    func verdictAwaited() throws {
        let box = Box<EventLoopPromise<PeerVerdict>>()
        let harness = try Harness(clientOf: FakeTLSProvider(), verify: { box.value = $0 })
        try harness.receive(FakeServer.answer + FakeClient.data([9]))
        #expect(harness.application.events.isEmpty && harness.application.data.isEmpty)
        let reads = harness.transport.reads
        harness.channel.read()
        #expect(harness.transport.reads == reads)
        box.value?.succeed(.accept)
        #expect(harness.application.events.first == "completed")
        #expect(harness.application.data == [9])
        #expect(harness.transport.reads > reads)
    }

    @Test("refuses a server with the verdict's alert, and fails what was written")
    func refusal() throws {
        let harness = try Harness(
            clientOf: FakeTLSProvider(), verify: { $0.succeed(.reject(.unknownCA, reason: "not ours")) })
        let early = harness.write([1])
        harness.channel.flush()
        try harness.receive(FakeServer.answer)
        let refused = TLSError(.peerCertificateRejected, "")
        #expect(harness.application.errors == [refused])
        #expect(failure(of: early) as? TLSError == refused)
        #expect(try harness.sent() == [.handshake(1), .alert(AlertDescription.unknownCA.rawValue)])
        #expect(harness.transport.isOutputClosed)
    }

    @Test("refuses a server whose judge throws, with internal_error")
    func throwingJudge() throws {
        let harness = try Harness(clientOf: FakeTLSProvider(), verify: { $0.fail(TestError()) })
        try harness.receive(FakeServer.answer)
        #expect(harness.application.errors == [TLSError(.applicationRefused, "")])
        #expect(try harness.sent() == [.handshake(1), .alert(AlertDescription.internalError.rawValue)])
    }

    @Test("trusts nobody when there is no judge")
    func noJudge() throws {
        let harness = try Harness(clientOf: FakeTLSProvider(), verify: nil)
        try harness.receive(FakeServer.answer)
        #expect(harness.application.errors == [TLSError(.peerCertificateRejected, "")])
    }

    @Test("runs the configuration's verifier as a task")
    func verifierAsTask() async throws {
        var configuration = TLSClientConfiguration(serverName: "localhost")
        configuration.verifyServer = { _ in .accept }
        let context = try FakeTLSProvider().makeClientContext(configuration)
        let channel = NIOAsyncTestingChannel()
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        let completed = channel.eventLoop.makePromise(of: Void.self)
        try await channel.testingEventLoop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(TLSClientHandler(context: context))
            try channel.pipeline.syncOperations.addHandler(CompletionWatch(completed))
        }
        try await channel.writeInbound(ByteBuffer(bytes: FakeServer.answer))
        try await completed.futureResult.get()
    }

    @Test("gives a server that is silent up after the deadline, and says so")
    func deadline() throws {
        let harness = try Harness(clientOf: FakeTLSProvider())
        harness.advance(.milliseconds(9_999))
        #expect(harness.application.errors.isEmpty)
        harness.advance(.milliseconds(1))
        #expect(harness.application.errors == [TLSError(.handshakeTimeout, "")])
        #expect(
            try harness.sent() == [.handshake(1), .alert(AlertDescription.userCanceled.rawValue), .alert(0)])
    }

    @Test("closes during the handshake with user_canceled and close_notify")
    func closesDuringHandshake() throws {
        let harness = try Harness(clientOf: FakeTLSProvider())
        harness.channel.close(promise: nil)
        #expect(
            try harness.sent() == [.handshake(1), .alert(AlertDescription.userCanceled.rawValue), .alert(0)])
        harness.advance(.seconds(1))
        #expect(harness.transport.isClosed)
    }

    @Test("closes with close_notify and waits for the server's")
    func closes() throws {
        let harness = try Harness.establishedClient()
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.alert(0)])
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
        try harness.receive(FakeClient.closeNotify)
        try closed.wait()
        #expect(harness.application.events.last == "shutdown")
    }

    @Test("closes its own direction alone, and still takes data")
    func halfCloses() throws {
        let harness = try Harness.establishedClient()
        let write = harness.write([1])
        harness.channel.flush()
        try harness.channel.close(mode: .output).wait()
        try write.wait()
        #expect(try harness.sent() == [.data([1]), .alert(0)])
        try harness.receive(FakeClient.data([7]))
        #expect(harness.application.data == [7])
        try harness.receive(FakeClient.closeNotify)
        #expect(harness.application.events.suffix(2) == ["peerClosed", "shutdown"])
        #expect(harness.transport.isClosed)
    }

    @Test("tells a transport that just ends from a connection that was closed")
    func truncation() throws {
        let harness = try Harness.establishedClient()
        try harness.receive(FakeClient.data([1]))
        harness.channel.pipeline.fireChannelInactive()
        #expect(harness.application.data == [1])
        #expect(harness.application.errors == [TLSError(.truncated, "")])
    }

    @Test("takes a server that does not speak TLS for what it is")
    func plainServer() throws {
        let harness = try Harness(clientOf: FakeTLSProvider())
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
