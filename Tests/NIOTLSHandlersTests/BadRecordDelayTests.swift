import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import ProviderTesting
import TLSMessages
import TLSProvider
import Testing

@Suite("A connection that ends by a bad record is held, where that is wanted, before the peer learns of it")
struct BadRecordDelayTests {
    private let bad = TLSError(.badRecord, "")

    /// Twenty seconds at most, of which seven are chosen.
    private var options: TLSHandlerOptions {
        var options = TLSHandlerOptions()
        options.badRecordDelay = .seconds(20)
        options.chooseDelay = { longest in longest - .seconds(13) }
        return options
    }

    /// A server's channel, seven seconds before the peer learns of a bad record.
    private func held(_ provider: Provider) throws -> Harness {
        let harness = try Harness.established(provider, options: options)
        try harness.receive(harness.peer.forged())
        try expectSilence(harness)
        return harness
    }

    private func expectSilence(_ harness: Harness, _ location: SourceLocation = #_sourceLocation) throws {
        #expect(try harness.sentBytes().isEmpty, sourceLocation: location)
        #expect(!harness.transport.isOutputClosed && !harness.transport.isClosed, sourceLocation: location)
        #expect(harness.application.errors.isEmpty, sourceLocation: location)
    }

    private func expectEnd(_ harness: Harness, _ location: SourceLocation = #_sourceLocation) throws {
        #expect(harness.application.errors == [bad], sourceLocation: location)
        #expect(try harness.sent() == [.alert(.badRecordMAC)], sourceLocation: location)
    }

    @Test(
        "for the time that was chosen: then alert and close go out, and the application learns", arguments: Provider.all
    )
    func time(provider: Provider) throws {
        let harness = try Harness.established(provider, options: options)
        try harness.receive(harness.peer.data([1, 2]) + harness.peer.forged() + harness.peer.data([3]))
        harness.advance(.milliseconds(6_999))
        try expectSilence(harness)
        harness.advance(.milliseconds(1))
        try expectEnd(harness)
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
        #expect(harness.application.data == [1, 2])
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(harness.transport.isClosed && harness.application.errors == [bad])
    }

    @Test("frozen: nothing is read, sent or told", arguments: Provider.all)
    func frozen(provider: Provider) throws {
        let harness = try held(provider)
        let reads = harness.transport.reads
        let flushes = harness.transport.flushes
        let written = harness.write([1])
        harness.channel.flush()
        harness.channel.read()
        let updated = harness.channel.triggerUserOutboundEvent(TLSHandlerRequest.updateKeys(requestingPeer: true))
        try harness.receive(harness.peer.data([9]))
        try expectSilence(harness)
        #expect(harness.transport.reads == reads && harness.transport.flushes == flushes)
        #expect(failure(of: updated) as? TLSError == TLSError(.wrongState, ""))
        #expect(failure(of: harness.write([UInt8](repeating: 0, count: 1 << 20))) != nil)
        harness.advance(.seconds(7))
        try expectEnd(harness)
        #expect(failure(of: written) as? TLSError == bad)
        #expect(harness.transport.reads > reads && harness.application.data.isEmpty)
    }

    @Test("also for who answers, and closes, by what came in front of the bad record", arguments: Provider.all)
    func reentrant(provider: Provider) throws {
        let harness = try Harness.established(provider, options: options)
        var futures: [EventLoopFuture<Void>] = []
        harness.application.onRead = { context in
            let promises = (0..<2).map { _ in context.eventLoop.makePromise(of: Void.self) }
            futures += promises.map(\.futureResult)
            context.writeAndFlush(NIOAny(ByteBuffer(bytes: [7])), promise: promises[0])
            context.close(promise: promises[1])
        }
        try harness.receive(harness.peer.data([UInt8](repeating: 1, count: 40_000)) + harness.peer.forged())
        try expectSilence(harness)
        #expect(harness.application.reads.count == 1, "after a close no more data is given")
        harness.advance(.seconds(7))
        try expectEnd(harness)
        #expect(failure(of: try #require(futures.first)) as? TLSError == bad)
        harness.advance(.seconds(1))
        #expect(harness.transport.isClosed)
        try #require(futures.last).wait()
    }

    @Test("what was written before goes out with the alert", arguments: Provider.all)
    func written(provider: Provider) throws {
        let harness = try Harness.established(provider, options: options)
        harness.application.onRead = { $0.writeAndFlush(NIOAny(ByteBuffer(bytes: [7])), promise: nil) }
        // Two reads of one cycle.
        let reads = [try harness.peer.data([1]), try harness.peer.forged()]
        for read in reads { harness.channel.pipeline.fireChannelRead(ByteBuffer(bytes: read)) }
        harness.channel.pipeline.fireChannelReadComplete()
        try expectSilence(harness)
        harness.advance(.seconds(7))
        #expect(try harness.sent() == [.data([7]), .alert(.badRecordMAC)])
    }

    @Test("within the handshake too, beyond its deadline", arguments: Provider.all)
    func handshake(provider: Provider) throws {
        var options = options
        options.chooseDelay = { $0 }
        let harness = try Harness(provider, options: options)
        try harness.receive(harness.peer.take())
        #expect(try harness.sent() == [.established])
        var finished = harness.peer.take()
        finished[finished.count - 1] ^= 1
        try harness.receive(finished)
        harness.advance(.milliseconds(19_999))
        try expectSilence(harness)
        harness.advance(.milliseconds(1))
        try expectEnd(harness)
    }

    @Test("the handshake's end and the data in front of the bad record are told", arguments: Provider.all)
    func behindFinished(provider: Provider) throws {
        let harness = try Harness(provider, options: options)
        try harness.receive(harness.peer.take())
        #expect(try harness.sent() == [.established])
        try harness.receive(harness.peer.take() + harness.peer.data([1]) + harness.peer.forged())
        #expect(harness.application.events.first == "completed" && harness.application.data == [1])
        // Its tickets may be out by then.
        #expect(try harness.sent().isEmpty && harness.application.errors.isEmpty)
        harness.advance(.seconds(7))
        try expectEnd(harness)
    }

    @Test("a client's as well", arguments: Provider.all)
    func client(provider: Provider) throws {
        let harness = try Harness.establishedClient(of: provider, options: options)
        try harness.receive(harness.peer.forged())
        try expectSilence(harness)
        harness.advance(.seconds(7))
        try expectEnd(harness)
    }

    /// Which suites of TLS 1.2 there are is the internal implementation's to say.
    @Test(
        "in TLS 1.2, whatever the suite. RFC 5246 §6.2.3.2",
        arguments: [
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        ])
    func older(suite: CipherSuite) throws {
        let harness = try Harness(.internal, client: .internal, options: options) {
            $0.versions = [.tls12]
            $0.cipherSuites = [suite]
        } peer: {
            $0.versions = [.tls12]
            $0.cipherSuites = [suite]
        }
        #expect(try harness.shake() == [.established])
        try harness.receive(harness.peer.forged())
        harness.advance(.milliseconds(6_999))
        try expectSilence(harness)
        harness.advance(.milliseconds(1))
        try expectEnd(harness)
    }

    // MARK: What comes while it is held

    @Test("a close waits for the end, in one direction or both", arguments: Provider.all)
    func closing(provider: Provider) throws {
        let harness = try held(provider)
        let output = harness.channel.close(mode: .output)
        let closed = harness.channel.close()
        try expectSilence(harness)
        harness.advance(.seconds(7))
        try expectEnd(harness)
        #expect(failure(of: output) as? TLSError == bad)
        harness.advance(.seconds(1))
        #expect(harness.transport.isClosed)
        try closed.wait()
    }

    @Test("a connection that we had closed is held as well, and its error is nobody's", arguments: Provider.all)
    func closed(provider: Provider) throws {
        let harness = try Harness.established(provider, options: options)
        let closed = harness.channel.close()
        let forged = try harness.peer.forged()
        #expect(try harness.sent() == [.alert(.closeNotify)])
        try harness.receive(forged)
        harness.advance(.milliseconds(6_999))
        #expect(!harness.transport.isClosed)
        harness.advance(.milliseconds(1))
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
        #expect(try harness.sent().isEmpty && harness.application.data.isEmpty)
        try closed.wait()
    }

    @Test("an abort ends it at once, without the alert", arguments: Provider.all)
    func abort(provider: Provider) throws {
        let harness = try held(provider)
        let written = harness.write([1])
        harness.channel.triggerUserOutboundEvent(TLSHandlerRequest.abort, promise: nil)
        #expect(harness.transport.isClosed && harness.application.errors == [bad])
        #expect(failure(of: written) as? TLSError == bad)
        harness.advance(.seconds(20))
        #expect(try harness.sentBytes().isEmpty && harness.application.errors == [bad])
    }

    @Test("the end of the peer's direction shortens nothing; both then close", arguments: Provider.all)
    func inputEnd(provider: Provider) throws {
        let harness = try held(provider)
        // The channel would close ours with it otherwise.
        #expect(harness.channel.allowRemoteHalfClosure)
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        harness.advance(.milliseconds(6_999))
        try expectSilence(harness)
        harness.advance(.milliseconds(1))
        try expectEnd(harness)
        #expect(harness.transport.isClosed && !harness.channel.allowRemoteHalfClosure)
    }

    @Test("who has lost the transport learns why at once", arguments: Provider.all)
    func transportEnd(provider: Provider) throws {
        let harness = try held(provider)
        harness.channel.pipeline.fireChannelInactive()
        #expect(harness.application.errors == [bad] && harness.application.isInactive)
        harness.advance(.seconds(20))
        #expect(try harness.sentBytes().isEmpty && harness.application.errors == [bad])
    }

    @Test(
        "a handler that leaves tells the application and not the peer, and leaves the transport as it was",
        arguments: Provider.all, [true, false])
    func removal(provider: Provider, hasEnded: Bool) throws {
        let harness = try held(provider)
        if hasEnded { harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
        let written = harness.write([1])
        let context = try harness.channel.pipeline.syncOperations.context(handler: harness.handler)
        try harness.channel.pipeline.syncOperations.removeHandler(context: context).wait()
        #expect(harness.application.errors == [bad] && failure(of: written) as? TLSError == bad)
        #expect(try harness.sentBytes().isEmpty && !harness.channel.allowRemoteHalfClosure)
        // The channel would have closed by itself.
        #expect(harness.transport.isClosed == hasEnded)
        harness.advance(.seconds(20))
        #expect(harness.transport.isClosed == hasEnded && harness.application.errors == [bad])
    }

    // MARK: The time

    @Test("not at all unless it is asked for", arguments: Provider.all)
    func none(provider: Provider) throws {
        #expect(TLSHandlerOptions().badRecordDelay == .zero)
        let asked = NIOLockedValueBox(false)
        var options = TLSHandlerOptions()
        options.chooseDelay = { longest in
            asked.withLockedValue { $0 = true }
            return longest
        }
        let harness = try Harness.established(provider, options: options)
        try harness.receive(harness.peer.forged())
        try expectEnd(harness)
        #expect(harness.transport.isOutputClosed && !asked.withLockedValue { $0 })
    }

    @Test("no other failure is held", arguments: Provider.all)
    func others(provider: Provider) throws {
        let harness = try Harness.established(provider, options: options)
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(harness.application.errors == [TLSError(.truncated, "")] && harness.transport.isClosed)
    }

    @Test("the time is another each time, up to the longest, which is thirty seconds at most")
    func random() {
        var options = TLSHandlerOptions()
        for (asked, got) in [(31, 30), (30, 30), (1, 1), (0, 0), (-1, 0)] as [(Int64, Int64)] {
            options.badRecordDelay = .seconds(asked)
            #expect(options.badRecordDelay == .seconds(got))
        }
        let times = (0..<1000).map { _ in options.chooseDelay(.seconds(20)) }
        #expect(times.allSatisfy { $0 >= .zero && $0 <= .seconds(20) } && Set(times).count > 900)
        #expect(times.contains { $0 < .seconds(5) } && times.contains { $0 > .seconds(15) })
    }
}
