import FakeTLSProvider
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import TLSMessages
import TLSProvider
import Testing

@Suite("A channel's handshake")
struct HandshakeTests {
    @Test("tells of its end once, before any data, and sends its flight in one flush")
    func completes() throws {
        let harness = try Harness { $0.applicationProtocols = ["h2"] }
        try harness.receive(FakeClient.hello() + FakeClient.data([1, 2, 3]))
        #expect(harness.application.events == ["completed", "NIO completed h2"])
        #expect(harness.application.data == [1, 2, 3])
        #expect(harness.transport.flushes == 1)
        #expect(try harness.sent() == [.handshake(2)])
    }

    @Test("goes the same way however the bytes are cut", arguments: [1, 2, 3, 5, 7, 1448])
    func splits(size: Int) throws {
        let harness = try Harness(
            provider: {
                var provider = FakeTLSProvider()
                provider.awaitsFinished = true
                return provider
            }())
        let data = (0..<40_000).map { UInt8(truncatingIfNeeded: $0) }
        let stream = FakeClient.hello() + FakeClient.finished + FakeClient.data(data) + FakeClient.closeNotify
        var rest = stream[...]
        while !rest.isEmpty {
            try harness.receive(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        #expect(harness.application.data == data)
        #expect(harness.application.events == ["completed", "NIO completed -", "peerClosed", "shutdown"])
        #expect(try harness.sent() == [.handshake(2), .alert(0)])
        #expect(harness.application.errors.isEmpty)
    }

    @Test("starts when the handler is added to an active channel")
    func addedLate() throws {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let context = try FakeTLSProvider().makeServerContext(TLSServerConfiguration(identities: []))
        try channel.pipeline.syncOperations.addHandler(TLSServerHandler(context: context))
        try channel.writeInbound(ByteBuffer(bytes: FakeClient.hello()))
        #expect(try channel.readOutbound(as: ByteBuffer.self) != nil)
    }

    @Test("makes what is written before its end wait, in order")
    func earlyWrites() throws {
        let harness = try Harness()
        let first = harness.write([1])
        harness.channel.flush()
        let second = harness.write([2])
        #expect(try harness.sent().isEmpty)
        try harness.receive(FakeClient.hello())
        #expect(try harness.sent() == [.handshake(2), .data([1])])
        harness.channel.flush()
        #expect(try harness.sent() == [.data([2])])
        try first.wait()
        try second.wait()
    }

    @Test("takes a bounded amount of early writes")
    func boundedEarlyWrites() throws {
        let harness = try Harness()
        let half = [UInt8](repeating: 0, count: 1 << 19)
        let taken = [harness.write(half), harness.write(half)]
        let refused = harness.write([1])
        #expect(failure(of: refused) as? TLSError == TLSError(.wrongState, ""))
        harness.channel.flush()
        try harness.receive(FakeClient.hello())
        for future in taken { try future.wait() }
    }

    @Test("asks with the offer and waits for the answer")
    func choice() throws {
        var question: (ClientHelloInfo, EventLoopPromise<ClientHelloDecision>)?
        var callbacks = TLSServerCallbacks()
        let box = Box<(ClientHelloInfo, EventLoopPromise<ClientHelloDecision>)>()
        callbacks.chooseForClient = { box.value = ($0, $1) }
        let harness = try Harness(callbacks: callbacks) { $0.chooseForClient = { _ in .proceed } }
        try harness.receive(FakeClient.hello(serverName: "a.example") + FakeClient.data([9]))
        question = box.value
        #expect(question?.0.serverName == "a.example")
        #expect(try harness.sent().isEmpty)
        let reads = harness.transport.reads
        harness.channel.read()
        #expect(harness.transport.reads == reads, "no more is read while the answer is awaited")
        question?.1.succeed(.proceed)
        #expect(try harness.sent() == [.handshake(2)])
        #expect(harness.application.data == [9])
        #expect(harness.transport.reads > reads)
    }

    @Test(
        "ends with the alert of the answer",
        arguments: [
            (
                Result<ClientHelloDecision, TestError>.success(.refuse(.unrecognizedName)),
                AlertDescription.unrecognizedName
            ),
            (.failure(TestError()), .internalError),
        ])
    func refusal(answer: Result<ClientHelloDecision, TestError>, alert: AlertDescription) throws {
        var callbacks = TLSServerCallbacks()
        callbacks.chooseForClient = { _, promise in promise.completeWith(answer.mapError { $0 as any Error }) }
        let harness = try Harness(callbacks: callbacks) { $0.chooseForClient = { _ in .proceed } }
        try harness.receive(FakeClient.hello())
        #expect(harness.application.errors == [TLSError(.applicationRefused, "")])
        #expect(try harness.sent() == [.alert(alert.rawValue)])
        #expect(harness.transport.isOutputClosed)
    }

    @Test("lets the verdict over the client's chain decide", arguments: [true, false])
    func verdict(accepts: Bool) throws {
        var callbacks = TLSServerCallbacks()
        callbacks.verifyClient = { _, promise in
            promise.succeed(accepts ? .accept : .reject(.certificateRequired, reason: "none"))
        }
        let harness = try Harness(callbacks: callbacks) { $0.clientAuthentication = .request }
        try harness.receive(FakeClient.hello())
        try harness.receive(FakeClient.certificate(sendsOne: false))
        if accepts {
            #expect(harness.application.events.first == "completed")
        } else {
            #expect(try harness.sent() == [.handshake(2), .alert(AlertDescription.certificateRequired.rawValue)])
            #expect(harness.application.errors == [TLSError(.peerCertificateRejected, "")])
        }
    }

    @Test("refuses every certificate when nobody is there to judge it")
    func noVerifier() throws {
        let harness = try Harness { $0.clientAuthentication = .require }
        try harness.receive(FakeClient.hello() + FakeClient.certificate(sendsOne: true))
        #expect(harness.application.errors == [TLSError(.peerCertificateRejected, "")])
    }

    @Test("ignores an answer that comes after the connection's end")
    func lateAnswer() throws {
        let box = Box<EventLoopPromise<ClientHelloDecision>>()
        var callbacks = TLSServerCallbacks()
        callbacks.chooseForClient = { box.value = $1 }
        let harness = try Harness(callbacks: callbacks) { $0.chooseForClient = { _ in .proceed } }
        try harness.receive(FakeClient.hello())
        harness.channel.close(promise: nil)
        harness.advance(.seconds(1))
        box.value?.succeed(.proceed)
        #expect(harness.application.events.isEmpty)
    }
}

struct TestError: Error {}

/// A slot that a callback fills; everything runs on one thread here.
final class Box<Value>: @unchecked Sendable {
    var value: Value?
}
