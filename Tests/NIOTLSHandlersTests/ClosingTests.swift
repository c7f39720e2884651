import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import ProviderTesting
import TLSMessages
import TLSProvider
import Testing

@Suite("How a channel closes")
struct ClosingTests {
    @Test("flushed data, close_notify, then it waits for the peer's", arguments: Provider.all)
    func graceful(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let flushed = harness.write([1])
        harness.channel.flush()
        let left = harness.write([2])
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.data([1]), .alert(.closeNotify)])
        try flushed.wait()
        #expect(failure(of: left) as? ChannelError == .ioOnClosedChannel)
        #expect(failure(of: harness.write([3])) as? ChannelError == .ioOnClosedChannel)
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
        try harness.receive(harness.peer.data([9]) + harness.peer.closeNotify())
        #expect(harness.transport.isClosed)
        try closed.wait()
        #expect(harness.application.data.isEmpty, "data after a close is thrown away")
        #expect(harness.application.events.last == "shutdown")
        #expect(harness.application.errors.isEmpty)
    }

    @Test("twice is once", arguments: Provider.all)
    func twice(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let first = harness.channel.close()
        let second = harness.channel.close()
        #expect(try harness.sent() == [.alert(.closeNotify)])
        try harness.receive(harness.peer.closeNotify())
        try first.wait()
        try second.wait()
    }

    @Test("a peer that never answers but ends the transport is no error", arguments: Provider.all)
    func peerVanishes(provider: Provider) throws {
        let harness = try Harness.established(provider)
        harness.channel.close(promise: nil)
        harness.channel.pipeline.fireChannelInactive()
        #expect(harness.application.errors.isEmpty)
    }

    @Test("before the ClientHello at once and without a word", arguments: Provider.all)
    func beforeHello(provider: Provider) throws {
        let harness = try Harness(provider)
        try harness.channel.close().wait()
        #expect(try harness.sent().isEmpty)
        #expect(harness.transport.isClosed)
    }

    @Test(
        "during the handshake with user_canceled and close_notify, where libssl has a call for it",
        arguments: Provider.all)
    func duringHandshake(provider: Provider) throws {
        let harness = try Harness(provider)
        let early = harness.write([1])
        try harness.receive(harness.peer.take())
        harness.channel.close(promise: nil)
        let alerts: [TLSPeer.Heard] = provider == .internal ? [.alert(.userCanceled), .alert(.closeNotify)] : []
        #expect(try harness.sent() == [.established] + alerts)
        #expect(failure(of: early) as? ChannelError == .ioOnClosedChannel)
        harness.advance(.seconds(1))
        #expect(harness.transport.isClosed)
    }

    @Test("when the peer does: close_notify is answered", arguments: Provider.all)
    func answered(provider: Provider) throws {
        let harness = try Harness.established(provider)
        try harness.receive(harness.peer.data([1]) + harness.peer.closeNotify())
        #expect(harness.application.data == [1])
        #expect(try harness.sent() == [.alert(.closeNotify)])
        #expect(harness.application.events.suffix(2) == ["peerClosed", "shutdown"])
        #expect(harness.transport.isClosed)
        #expect(harness.application.errors.isEmpty)
    }

    @Test("in the peer's direction only, where half-closure is allowed", arguments: Provider.all)
    func remoteHalfClosure(provider: Provider) throws {
        let harness = try Harness.established(provider)
        harness.channel.allowRemoteHalfClosure = true
        try harness.receive(harness.peer.closeNotify())
        #expect(harness.application.events.suffix(2) == ["peerClosed", "inputClosed"])
        _ = harness.write([1])
        harness.channel.flush()
        #expect(try harness.sent() == [.data([1])])
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(harness.application.errors.isEmpty)
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.alert(.closeNotify)])
        try closed.wait()
        #expect(harness.transport.isClosed)
    }

    @Test("in our direction only, and reads on", arguments: Provider.all)
    func localHalfClosure(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let closed = harness.channel.close(mode: .output)
        try closed.wait()
        #expect(try harness.sent() == [.alert(.closeNotify)])
        #expect(harness.transport.isOutputClosed)
        #expect(failure(of: harness.write([1])) as? ChannelError == .outputClosed)
        #expect(failure(of: harness.channel.close(mode: .output)) as? ChannelError == .outputClosed)
        try harness.receive(harness.peer.data([5]))
        #expect(harness.application.data == [5])
        try harness.receive(harness.peer.closeNotify())
        #expect(harness.application.events.suffix(2) == ["peerClosed", "shutdown"])
        #expect(harness.transport.isClosed)
    }

    @Test("in our direction once the handshake is complete and what waited is sent", arguments: Provider.all)
    func earlyHalfClosure(provider: Provider) throws {
        let harness = try Harness(provider)
        let write = harness.write([1])
        harness.channel.flush()
        let closed = harness.channel.close(mode: .output)
        #expect(try harness.shake() == [.established, .data([1]), .alert(.closeNotify)])
        try write.wait()
        try closed.wait()
        #expect(harness.transport.isOutputClosed)
    }

    @Test("never in the peer's direction by our doing", arguments: Provider.all)
    func inputClosure(provider: Provider) throws {
        let harness = try Harness.established(provider)
        #expect(failure(of: harness.channel.close(mode: .input)) as? ChannelError == .operationUnsupported)
    }

    @Test("a half-closed transport without close_notify is truncated", arguments: Provider.all)
    func halfClosedWithoutAlert(provider: Provider) throws {
        let harness = try Harness.established(provider)
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(harness.application.errors == [TLSError(.truncated, "")])
        #expect(harness.transport.isClosed)
    }

    @Test("at once on request", arguments: Provider.all)
    func abort(provider: Provider) throws {
        let harness = try Harness.established(provider)
        harness.channel.triggerUserOutboundEvent(TLSHandlerRequest.abort, promise: nil)
        #expect(try harness.sent().isEmpty)
        #expect(harness.transport.isClosed)
    }

    @Test("from within a read: the rest of that read is not given", arguments: Provider.all)
    func reentrantClose(provider: Provider) throws {
        let harness = try Harness.established(provider)
        harness.application.onRead = { $0.close(promise: nil) }
        try harness.receive(harness.peer.data([UInt8](repeating: 1, count: 40_000)))
        #expect(harness.application.reads.count == 1)
        #expect(try harness.sent() == [.alert(.closeNotify)])
    }

    @Test(
        "from within a read, after a write: the answer and close_notify are one buffer and one flush",
        arguments: Provider.all)
    func answerAndClose(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let flushes = harness.transport.flushes
        harness.application.onRead = { context in
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [7])), promise: nil)
            context.close(promise: nil)
        }
        try harness.receive(harness.peer.data([1]))
        let buffers = try harness.sentBuffers()
        #expect(buffers.count == 1)
        #expect(harness.transport.flushes == flushes + 1)
        let heard = harness.peer.give(buffers.flatMap { Array($0.readableBytesView) })
        #expect(heard == [.data([7]), .alert(.closeNotify)])
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
    }

    @Test("flushed and closed on request in one write, outside a read too", arguments: Provider.all)
    func flushAndClose(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let written = harness.write([1])
        let closed = harness.channel.triggerUserOutboundEvent(FlushAndClose())
        let buffers = try harness.sentBuffers()
        #expect(buffers.count == 1)
        let heard = harness.peer.give(buffers.flatMap { Array($0.readableBytesView) })
        #expect(heard == [.data([1]), .alert(.closeNotify)])
        try written.wait()
        try harness.receive(harness.peer.closeNotify())
        try closed.wait()
    }

    @Test(
        "without waiting for the peer where nobody wants to: the transport ends once close_notify is written",
        arguments: Provider.all)
    func notAwaited(provider: Provider) throws {
        var options = TLSHandlerOptions()
        options.awaitsCloseNotify = false
        let harness = try Harness.established(provider, options: options)
        let flushed = harness.write([1])
        harness.channel.flush()
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.data([1]), .alert(.closeNotify)])
        #expect(harness.transport.isClosed && !harness.transport.isOutputClosed)
        try flushed.wait()
        try closed.wait()
        #expect(harness.application.errors.isEmpty)
    }

    @Test("at once on request, but what was flushed before, within the same read, is sent", arguments: Provider.all)
    func abortAfterFlush(provider: Provider) throws {
        let harness = try Harness.established(provider)
        harness.application.onRead = { context in
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [7])), promise: nil)
            context.triggerUserOutboundEvent(TLSHandlerRequest.abort, promise: nil)
        }
        try harness.receive(harness.peer.data([1]))
        #expect(try harness.sent() == [.data([7])])
        #expect(harness.transport.isClosed)
    }

    @Test("from within the handshake's event, after a write", arguments: Provider.all)
    func reentrantWriteAndClose(provider: Provider) throws {
        let harness = try Harness(provider)
        harness.application.onEvent = { context, event in
            guard case TLSHandlerEvent.handshakeCompleted = event else { return }
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [1])), promise: nil)
            context.close(promise: nil)
        }
        #expect(try harness.shake() == [.established, .data([1]), .alert(.closeNotify)])
    }

    @Test(
        "the handler can leave: close_notify is sent, and what follows the peer's is handed on as it is",
        arguments: Provider.all)
    func removal(provider: Provider) throws {
        let harness = try Harness.established(provider)
        harness.channel.allowRemoteHalfClosure = true
        try harness.receive(harness.peer.closeNotify() + Array("plain".utf8))
        let context = try harness.channel.pipeline.syncOperations.context(handler: harness.handler)
        try harness.channel.pipeline.syncOperations.removeHandler(context: context).wait()
        #expect(try harness.sent() == [.alert(.closeNotify)])
        #expect(harness.application.data == Array("plain".utf8))
        #expect(harness.channel.isActive)
        try harness.receive([1, 2])
        #expect(harness.application.reads.last == [1, 2])
    }
}
