import FakeTLSProvider
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import TLSProvider
import Testing

@Suite("What a channel sends")
struct SendingTests {
    @Test("is protected at the flush, many writes in one buffer and one flush")
    func coalescing() throws {
        let harness = try Harness.established()
        let flushes = harness.transport.flushes
        let writes = (0..<10).map { harness.write([UInt8($0)]) }
        #expect(try harness.sentBuffers().isEmpty)
        harness.channel.flush()
        let buffers = try harness.sentBuffers()
        #expect(buffers.count == 1)
        #expect(harness.transport.flushes == flushes + 1)
        for write in writes { try write.wait() }
        var wire = buffers.flatMap { Array($0.readableBytesView) }
        #expect(FakeClient.takeRecords(&wire) == (0..<10).map { .data([UInt8($0)]) })
    }

    @Test("from within a read goes out at its end, with all that the session has to send, in one flush")
    func heldFlush() throws {
        let harness = try Harness.established()
        let flushes = harness.transport.flushes
        harness.application.onRead = { context in
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [1])), promise: nil)
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [2])), promise: nil)
            #expect(harness.transport.flushes == flushes)
        }
        try harness.receive(FakeClient.data([5]) + FakeClient.keyUpdate(requested: true))
        #expect(harness.transport.flushes == flushes + 1)
        #expect(try harness.sentBuffers().count == 1)
        // Outside a read nothing is held.
        _ = harness.write([3])
        harness.channel.flush()
        #expect(harness.transport.flushes == flushes + 2)
    }

    @Test("from within a handshake's answer goes out with the handshake's messages")
    func answeredHandshake() throws {
        let box = Box<EventLoopPromise<ClientHelloDecision>>()
        var callbacks = TLSServerCallbacks()
        callbacks.chooseForClient = { box.value = $1 }
        let harness = try Harness(callbacks: callbacks) { $0.chooseForClient = { _ in .proceed } }
        harness.application.onEvent = { context, event in
            guard case TLSHandlerEvent.handshakeCompleted = event else { return }
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [1])), promise: nil)
        }
        try harness.receive(FakeClient.hello())
        #expect(try harness.sent().isEmpty)
        box.value?.succeed(.proceed)
        #expect(harness.transport.flushes == 1)
        #expect(try harness.sent() == [.handshake(2), .data([1])])
    }

    @Test("is cut into buffers of at least four full records", arguments: [65_536, 100_000, 1_000_000])
    func large(size: Int) throws {
        let harness = try Harness.established()
        let data = (0..<size).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let written = harness.write(data)
        harness.channel.flush()
        try written.wait()
        let buffers = try harness.sentBuffers()
        #expect(buffers.dropLast().allSatisfy { $0.readableBytes > 65_536 && $0.readableBytes <= 131_072 })
        var wire = buffers.flatMap { Array($0.readableBytesView) }
        let records = FakeClient.takeRecords(&wire)
        #expect(wire.isEmpty)
        #expect(records.flatMap { record in if case .data(let bytes) = record { bytes } else { [UInt8]() } } == data)
    }

    @Test("keeps an empty write's promise in order")
    func empty() throws {
        let harness = try Harness.established()
        let write = harness.write([])
        harness.channel.flush()
        try write.wait()
    }

    @Test("can be added to from the promise of a write")
    func reentrant() throws {
        let harness = try Harness.established()
        harness.write([1]).assumeIsolated().whenSuccess {
            harness.channel.writeAndFlush(ByteBuffer(bytes: [2]), promise: nil)
        }
        harness.channel.flush()
        #expect(try harness.sent() == [.data([1]), .data([2])])
    }

    @Test("fails with the connection's error once that has failed")
    func afterFailure() throws {
        let harness = try Harness.established()
        let waiting = harness.write([1])
        try harness.receive(FakeClient.forgedData)
        #expect(failure(of: waiting) as? TLSError == TLSError(.badRecord, ""))
        #expect(failure(of: harness.write([2])) as? TLSError == TLSError(.badRecord, ""))
    }

    @Test("new keys can be asked for, and are answered")
    func keyUpdates() throws {
        let harness = try Harness.established()
        try harness.channel.triggerUserOutboundEvent(TLSHandlerRequest.updateKeys(requestingPeer: true)).wait()
        #expect(try harness.sent() == [.handshake(24)])
        try harness.receive(FakeClient.keyUpdate(requested: true))
        #expect(try harness.sent() == [.handshake(24)])
        #expect(harness.application.events.last == "keysUpdated")
    }

    @Test("and what arrives can be watched record by record")
    func observer() throws {
        let seen = Box<[RecordObservation]>()
        seen.value = []
        var options = TLSHandlerOptions()
        options.recordObserver = { seen.value?.append($0) }
        let harness = try Harness.established(options: options)
        try harness.receive(FakeClient.data([1, 2]))
        _ = harness.write([3])
        harness.channel.flush()
        let records = try #require(seen.value)
        #expect(records.map(\.isReceived) == [true, false, true, false])
        #expect(records.map(\.contentType) == [22, 22, 23, 23])
        #expect(records.map(\.handshakeType) == [1, 2, nil, nil])
        #expect(records.map(\.length) == [10, 32, 18, 17])
    }
}
