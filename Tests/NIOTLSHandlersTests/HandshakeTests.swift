import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import ProviderTesting
import TLSMessages
import TLSProvider
import Testing

@Suite("A channel's handshake")
struct HandshakeTests {
    @Test("tells of its end once, before any data, and sends its flight in one flush", arguments: Provider.all)
    func completes(provider: Provider) throws {
        let harness = try Harness(provider) {
            $0.applicationProtocols = ["h2"]
        } peer: {
            $0.applicationProtocols = ["h2"]
        }
        try harness.receive(harness.peer.take())
        #expect(harness.transport.flushes == 1)
        #expect(try harness.sent() == [.established])
        // The client's part of the handshake goes in front of its data.
        try harness.receive(harness.peer.data([1, 2, 3]))
        #expect(harness.application.events == ["completed", "NIO completed h2"])
        #expect(harness.application.data == [1, 2, 3])
    }

    @Test("goes the same way however the bytes are cut", arguments: Provider.all, [1, 2, 3, 5, 7, 1448])
    func splits(provider: Provider, size: Int) throws {
        let harness = try Harness(provider)
        let data = (0..<20_000).map { UInt8(truncatingIfNeeded: $0) }
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

    @Test("starts when the handler is added to an active channel", arguments: Provider.all)
    func addedLate(provider: Provider) throws {
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let configuration = TLSServerConfiguration(identities: [try TestIdentity.identity])
        let context = try provider.tls.makeServerContext(configuration)
        try channel.pipeline.syncOperations.addHandler(TLSServerHandler(context: context))
        try channel.writeInbound(ByteBuffer(bytes: try TLSPeer(provider.other).take()))
        #expect(try channel.readOutbound(as: ByteBuffer.self) != nil)
    }

    @Test("makes what is written before its end wait, in order", arguments: Provider.all)
    func earlyWrites(provider: Provider) throws {
        let harness = try Harness(provider)
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

    @Test("takes a bounded amount of early writes", arguments: Provider.all)
    func boundedEarlyWrites(provider: Provider) throws {
        let harness = try Harness(provider)
        let half = [UInt8](repeating: 0, count: 1 << 19)
        let taken = [harness.write(half), harness.write(half)]
        let refused = harness.write([1])
        #expect(failure(of: refused) as? TLSError == TLSError(.wrongState, ""))
        harness.channel.flush()
        try harness.shake()
        for future in taken { try future.wait() }
    }

    @Test("asks with the offer and waits for the answer", arguments: Provider.all)
    func choice(provider: Provider) throws {
        var question: (ClientHelloInfo, EventLoopPromise<ClientHelloDecision>)?
        var callbacks = TLSServerCallbacks()
        let box = Box<(ClientHelloInfo, EventLoopPromise<ClientHelloDecision>)>()
        callbacks.chooseForClient = { box.value = ($0, $1) }
        let harness = try Harness(provider, callbacks: callbacks) { $0.chooseForClient = { _ in .proceed } }
        try harness.receive(harness.peer.take())
        question = box.value
        #expect(question?.0.serverName == "localhost")
        #expect(try harness.sent().isEmpty)
        let reads = harness.transport.reads
        harness.channel.read()
        #expect(harness.transport.reads == reads, "no more is read while the answer is awaited")
        question?.1.succeed(.proceed)
        #expect(harness.transport.reads > reads)
        #expect(try harness.shake() == [.established])
        #expect(harness.application.events.first == "completed")
    }

    @Test(
        "ends with the alert of the answer", arguments: Provider.all,
        [
            (
                Result<ClientHelloDecision, TestError>.success(.refuse(.unrecognizedName)),
                AlertDescription.unrecognizedName
            ),
            (.failure(TestError()), .internalError),
        ])
    func refusal(provider: Provider, _ test: (answer: Result<ClientHelloDecision, TestError>, alert: AlertDescription))
        throws
    {
        let (answer, alert) = test
        var callbacks = TLSServerCallbacks()
        callbacks.chooseForClient = { _, promise in promise.completeWith(answer.mapError { $0 as any Error }) }
        let harness = try Harness(provider, callbacks: callbacks) { $0.chooseForClient = { _ in .proceed } }
        try harness.receive(harness.peer.take())
        #expect(harness.application.errors == [TLSError(.applicationRefused, "")])
        #expect(try harness.sent() == [.alert(alert)])
        #expect(harness.transport.isOutputClosed)
    }

    @Test("lets the verdict over the client's chain decide", arguments: Provider.all, [true, false])
    func verdict(provider: Provider, accepts: Bool) throws {
        var callbacks = TLSServerCallbacks()
        callbacks.verifyClient = { _, promise in
            promise.succeed(accepts ? .accept : .reject(.certificateRequired, reason: "none"))
        }
        let harness = try Harness(provider, callbacks: callbacks) { $0.clientAuthentication = .request }
        let heard = try harness.shake()
        if accepts {
            #expect(harness.application.events.first == "completed")
        } else {
            #expect(heard == [.established, .alert(.certificateRequired)])
            #expect(harness.application.errors == [TLSError(.peerCertificateRejected, "")])
        }
    }

    @Test(
        "reads what came before the end of the peer's direction, when that comes while a verdict is awaited",
        arguments: Provider.all, [true, false])
    func endWhileAsked(provider: Provider, isClean: Bool) throws {
        let box = Box<EventLoopPromise<PeerVerdict>>()
        var callbacks = TLSServerCallbacks()
        callbacks.verifyClient = { box.value = $1 }
        let identity = try TestIdentity.ofClient
        let harness = try Harness(provider, callbacks: callbacks) {
            $0.clientAuthentication = .request
        } peer: {
            $0.identities = [identity]
        }
        try harness.receive(harness.peer.take())
        #expect(try harness.sent() == [.established])
        try harness.receive(harness.peer.data([7]) + (isClean ? harness.peer.closeNotify() : []))
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(harness.application.errors.isEmpty)
        try #require(box.value).succeed(.accept)
        #expect(harness.application.data == [7])
        #expect(harness.application.events.first == "completed")
        #expect(harness.application.errors == (isClean ? [] : [TLSError(.truncated, "")]))
    }

    @Test("refuses every certificate when nobody is there to judge it", arguments: Provider.all)
    func noVerifier(provider: Provider) throws {
        let identity = try TestIdentity.ofClient
        let harness = try Harness(provider) {
            $0.clientAuthentication = .require
        } peer: {
            $0.identities = [identity]
        }
        try harness.shake()
        #expect(harness.application.errors == [TLSError(.peerCertificateRejected, "")])
    }

    @Test("ignores an answer that comes after the connection's end", arguments: Provider.all)
    func lateAnswer(provider: Provider) throws {
        let box = Box<EventLoopPromise<ClientHelloDecision>>()
        var callbacks = TLSServerCallbacks()
        callbacks.chooseForClient = { box.value = $1 }
        let harness = try Harness(provider, callbacks: callbacks) { $0.chooseForClient = { _ in .proceed } }
        try harness.receive(harness.peer.take())
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
