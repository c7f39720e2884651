import FakeTLSProvider
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import TLSMessages
import TLSProvider
import Testing

@Suite("How a channel closes")
struct ClosingTests {
    @Test("flushed data, close_notify, then it waits for the peer's")
    func graceful() throws {
        let harness = try Harness.established()
        let flushed = harness.write([1])
        harness.channel.flush()
        let left = harness.write([2])
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.data([1]), .alert(0)])
        try flushed.wait()
        #expect(failure(of: left) as? ChannelError == .ioOnClosedChannel)
        #expect(failure(of: harness.write([3])) as? ChannelError == .ioOnClosedChannel)
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
        try harness.receive(FakeClient.data([9]) + FakeClient.closeNotify)
        #expect(harness.transport.isClosed)
        try closed.wait()
        #expect(harness.application.data.isEmpty, "data after a close is thrown away")
        #expect(harness.application.events.last == "shutdown")
        #expect(harness.application.errors.isEmpty)
    }

    @Test("twice is once")
    func twice() throws {
        let harness = try Harness.established()
        let first = harness.channel.close()
        let second = harness.channel.close()
        #expect(try harness.sent() == [.alert(0)])
        try harness.receive(FakeClient.closeNotify)
        try first.wait()
        try second.wait()
    }

    @Test("a peer that never answers but ends the transport is no error")
    func peerVanishes() throws {
        let harness = try Harness.established()
        harness.channel.close(promise: nil)
        harness.channel.pipeline.fireChannelInactive()
        #expect(harness.application.errors.isEmpty)
    }

    @Test("before the ClientHello at once and without a word")
    func beforeHello() throws {
        let harness = try Harness()
        try harness.channel.close().wait()
        #expect(try harness.sent().isEmpty)
        #expect(harness.transport.isClosed)
    }

    @Test("during the handshake with user_canceled and close_notify")
    func duringHandshake() throws {
        let harness = try Harness { $0.clientAuthentication = .request }
        let early = harness.write([1])
        try harness.receive(FakeClient.hello())
        harness.channel.close(promise: nil)
        #expect(
            try harness.sent() == [.handshake(2), .alert(AlertDescription.userCanceled.rawValue), .alert(0)])
        #expect(failure(of: early) as? ChannelError == .ioOnClosedChannel)
        harness.advance(.seconds(1))
        #expect(harness.transport.isClosed)
    }

    @Test("when the peer does: close_notify is answered")
    func answered() throws {
        let harness = try Harness.established()
        try harness.receive(FakeClient.data([1]) + FakeClient.closeNotify)
        #expect(harness.application.data == [1])
        #expect(try harness.sent() == [.alert(0)])
        #expect(harness.application.events.suffix(2) == ["peerClosed", "shutdown"])
        #expect(harness.transport.isClosed)
        #expect(harness.application.errors.isEmpty)
    }

    @Test("in the peer's direction only, where half-closure is allowed")
    func remoteHalfClosure() throws {
        let harness = try Harness.established()
        harness.channel.allowRemoteHalfClosure = true
        try harness.receive(FakeClient.closeNotify)
        #expect(harness.application.events.suffix(2) == ["peerClosed", "inputClosed"])
        _ = harness.write([1])
        harness.channel.flush()
        #expect(try harness.sent() == [.data([1])])
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(harness.application.errors.isEmpty)
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.alert(0)])
        try closed.wait()
        #expect(harness.transport.isClosed)
    }

    @Test("in our direction only, and reads on")
    func localHalfClosure() throws {
        let harness = try Harness.established()
        let closed = harness.channel.close(mode: .output)
        try closed.wait()
        #expect(try harness.sent() == [.alert(0)])
        #expect(harness.transport.isOutputClosed)
        #expect(failure(of: harness.write([1])) as? ChannelError == .outputClosed)
        #expect(failure(of: harness.channel.close(mode: .output)) as? ChannelError == .outputClosed)
        try harness.receive(FakeClient.data([5]))
        #expect(harness.application.data == [5])
        try harness.receive(FakeClient.closeNotify)
        #expect(harness.application.events.suffix(2) == ["peerClosed", "shutdown"])
        #expect(harness.transport.isClosed)
    }

    @Test("in our direction once the handshake is complete and what waited is sent")
    func earlyHalfClosure() throws {
        let harness = try Harness()
        let write = harness.write([1])
        harness.channel.flush()
        let closed = harness.channel.close(mode: .output)
        try harness.receive(FakeClient.hello())
        #expect(try harness.sent() == [.handshake(2), .data([1]), .alert(0)])
        try write.wait()
        try closed.wait()
        #expect(harness.transport.isOutputClosed)
    }

    @Test("never in the peer's direction by our doing")
    func inputClosure() throws {
        let harness = try Harness.established()
        #expect(failure(of: harness.channel.close(mode: .input)) as? ChannelError == .operationUnsupported)
    }

    @Test("a half-closed transport without close_notify is truncated")
    func halfClosedWithoutAlert() throws {
        let harness = try Harness.established()
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(harness.application.errors == [TLSError(.truncated, "")])
        #expect(harness.transport.isClosed)
    }

    @Test("at once on request")
    func abort() throws {
        let harness = try Harness.established()
        harness.channel.triggerUserOutboundEvent(TLSHandlerRequest.abort, promise: nil)
        #expect(try harness.sent().isEmpty)
        #expect(harness.transport.isClosed)
    }

    @Test("from within a read: the rest of that read is not given")
    func reentrantClose() throws {
        let harness = try Harness.established()
        harness.application.onRead = { $0.close(promise: nil) }
        try harness.receive(FakeClient.data([UInt8](repeating: 1, count: 40_000)))
        #expect(harness.application.reads.count == 1)
        #expect(try harness.sent() == [.alert(0)])
    }

    @Test("from within a read, after a write: the answer and close_notify are one buffer and one flush")
    func answerAndClose() throws {
        let harness = try Harness.established()
        let flushes = harness.transport.flushes
        harness.application.onRead = { context in
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [7])), promise: nil)
            context.close(promise: nil)
        }
        try harness.receive(FakeClient.data([1]))
        let buffers = try harness.sentBuffers()
        #expect(buffers.count == 1)
        #expect(harness.transport.flushes == flushes + 1)
        var wire = buffers.flatMap { Array($0.readableBytesView) }
        #expect(FakeClient.takeRecords(&wire) == [.data([7]), .alert(0)])
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
    }

    @Test("flushed and closed on request in one write, outside a read too")
    func flushAndClose() throws {
        let harness = try Harness.established()
        let written = harness.write([1])
        let closed = harness.channel.triggerUserOutboundEvent(FlushAndClose())
        let buffers = try harness.sentBuffers()
        #expect(buffers.count == 1)
        var wire = buffers.flatMap { Array($0.readableBytesView) }
        #expect(FakeClient.takeRecords(&wire) == [.data([1]), .alert(0)])
        try written.wait()
        try harness.receive(FakeClient.closeNotify)
        try closed.wait()
    }

    @Test("without waiting for the peer where nobody wants to: the transport ends once close_notify is written")
    func notAwaited() throws {
        var options = TLSHandlerOptions()
        options.awaitsCloseNotify = false
        let harness = try Harness.established(options: options)
        let flushed = harness.write([1])
        harness.channel.flush()
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.data([1]), .alert(0)])
        #expect(harness.transport.isClosed && !harness.transport.isOutputClosed)
        try flushed.wait()
        try closed.wait()
        #expect(harness.application.errors.isEmpty)
    }

    @Test("at once on request, but what was flushed before, within the same read, is sent")
    func abortAfterFlush() throws {
        let harness = try Harness.established()
        harness.application.onRead = { context in
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [7])), promise: nil)
            context.triggerUserOutboundEvent(TLSHandlerRequest.abort, promise: nil)
        }
        try harness.receive(FakeClient.data([1]))
        #expect(try harness.sent() == [.data([7])])
        #expect(harness.transport.isClosed)
    }

    @Test("from within the handshake's event, after a write")
    func reentrantWriteAndClose() throws {
        let harness = try Harness()
        harness.application.onEvent = { context, event in
            guard case TLSHandlerEvent.handshakeCompleted = event else { return }
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [1])), promise: nil)
            context.close(promise: nil)
        }
        try harness.receive(FakeClient.hello())
        #expect(try harness.sent() == [.handshake(2), .data([1]), .alert(0)])
    }

    @Test("the handler can leave: close_notify is sent, and what follows the peer's is handed on as it is")
    func removal() throws {
        let harness = try Harness.established()
        harness.channel.allowRemoteHalfClosure = true
        try harness.receive(FakeClient.closeNotify + Array("plain".utf8))
        let context = try harness.channel.pipeline.syncOperations.context(handler: harness.handler)
        try harness.channel.pipeline.syncOperations.removeHandler(context: context).wait()
        #expect(try harness.sent() == [.alert(0)])
        #expect(harness.application.data == Array("plain".utf8))
        #expect(harness.channel.isActive)
        try harness.receive([1, 2])
        #expect(harness.application.reads.last == [1, 2])
    }
}
