import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import ProviderTesting
import TLSProvider
import Testing

@Suite("What a channel sends")
struct SendingTests {
    @Test("is protected at the flush, many writes in one buffer and one flush", arguments: Provider.all)
    func coalescing(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let flushes = harness.transport.flushes
        let writes = (0..<10).map { harness.write([UInt8($0)]) }
        #expect(try harness.sentBuffers().isEmpty)
        harness.channel.flush()
        let buffers = try harness.sentBuffers()
        #expect(buffers.count == 1)
        #expect(harness.transport.flushes == flushes + 1)
        for write in writes { try write.wait() }
        let heard = harness.peer.give(buffers.flatMap { Array($0.readableBytesView) })
        #expect(heard == (0..<10).map { .data([UInt8($0)]) })
    }

    @Test(
        "from within a read goes out at its end, with all that the session has to send, in one flush",
        arguments: Provider.all)
    func heldFlush(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let flushes = harness.transport.flushes
        harness.application.onRead = { context in
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [1])), promise: nil)
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [2])), promise: nil)
            #expect(harness.transport.flushes == flushes)
        }
        try harness.receive(harness.peer.data([5]) + harness.peer.keyUpdate(requested: true))
        #expect(harness.transport.flushes == flushes + 1)
        #expect(try harness.sentBuffers().count == 1)
        // Outside a read nothing is held.
        _ = harness.write([3])
        harness.channel.flush()
        #expect(harness.transport.flushes == flushes + 2)
    }

    @Test("from within a handshake's answer goes out with the handshake's messages", arguments: Provider.all)
    func answeredHandshake(provider: Provider) throws {
        let box = Box<EventLoopPromise<PeerVerdict>>()
        var callbacks = TLSServerCallbacks()
        callbacks.verifyClient = { box.value = $1 }
        let harness = try Harness(provider, callbacks: callbacks) { $0.clientAuthentication = .request }
        harness.application.onEvent = { context, event in
            guard case TLSHandlerEvent.handshakeCompleted = event else { return }
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [1])), promise: nil)
        }
        #expect(try harness.shake() == [.established])
        #expect(harness.application.events.isEmpty, "the verdict is awaited")
        let flushes = harness.transport.flushes
        box.value?.succeed(.accept)
        #expect(harness.transport.flushes == flushes + 1)
        // Tickets and the data.
        let buffers = try harness.sentBuffers()
        #expect(buffers.count == 1)
        #expect(harness.peer.give(buffers.flatMap { Array($0.readableBytesView) }) == [.data([1])])
    }

    @Test("is cut into buffers of at least four full records", arguments: Provider.all, [65_536, 100_000, 1_000_000])
    func large(provider: Provider, size: Int) throws {
        let harness = try Harness.established(provider)
        let data = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let written = harness.write(data)
        harness.channel.flush()
        try written.wait()
        let buffers = try harness.sentBuffers()
        #expect(buffers.dropLast().allSatisfy { $0.readableBytes > 65_536 && $0.readableBytes <= 131_072 })
        let records = harness.peer.give(buffers.flatMap { Array($0.readableBytesView) })
        #expect(records.flatMap { record in if case .data(let bytes) = record { bytes } else { [UInt8]() } } == data)
    }

    @Test("keeps an empty write's promise in order", arguments: Provider.all)
    func empty(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let write = harness.write([])
        harness.channel.flush()
        try write.wait()
    }

    @Test("can be added to from the promise of a write", arguments: Provider.all)
    func reentrant(provider: Provider) throws {
        let harness = try Harness.established(provider)
        harness.write([1]).assumeIsolated().whenSuccess {
            harness.channel.writeAndFlush(ByteBuffer(bytes: [2]), promise: nil)
        }
        harness.channel.flush()
        #expect(try harness.sent() == [.data([1]), .data([2])])
    }

    @Test("fails with the connection's error once that has failed", arguments: Provider.all)
    func afterFailure(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let waiting = harness.write([1])
        try harness.receive(harness.peer.forged())
        #expect(failure(of: waiting) as? TLSError == TLSError(.badRecord, ""))
        #expect(failure(of: harness.write([2])) as? TLSError == TLSError(.badRecord, ""))
    }

    @Test("new keys can be asked for, and are answered", arguments: Provider.all)
    func keyUpdates(provider: Provider) throws {
        let harness = try Harness.established(provider)
        try harness.channel.triggerUserOutboundEvent(TLSHandlerRequest.updateKeys(requestingPeer: true)).wait()
        #expect(try harness.sent() == [.keysUpdated])
        try harness.receive(harness.peer.keyUpdate(requested: true))
        #expect(try harness.sent() == [.keysUpdated])
        #expect(harness.application.events.last == "keysUpdated")
    }

    @Test("and what arrives can be watched record by record", arguments: Provider.all)
    func observer(provider: Provider) throws {
        let seen = Box<[RecordObservation]>()
        seen.value = []
        var options = TLSHandlerOptions()
        options.recordObserver = { seen.value?.append($0) }
        let harness = try Harness.established(provider, options: options)
        try harness.receive(harness.peer.data([1, 2]))
        _ = harness.write([3])
        harness.channel.flush()
        let records = try #require(seen.value)
        let hellos = records.filter { $0.handshakeType != nil }
        #expect(hellos.map(\.isReceived) == [true, false])
        #expect(hellos.map(\.contentType) == [22, 22] && hellos.map(\.handshakeType) == [1, 2])
        // Content, its type and a tag.
        #expect(records.suffix(2).map(\.isReceived) == [true, false])
        #expect(records.suffix(2).map(\.contentType) == [23, 23] && records.suffix(2).map(\.length) == [19, 18])
    }
}
