import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import ProviderTesting
import TLSMessages
import TLSProvider
import Testing

@Suite("Deadlines of a channel")
struct DeadlineTests {
    private let timedOut = TLSError(.handshakeTimeout, "")

    @Test("a peer that says nothing is cut off without a word", arguments: Provider.all)
    func silence(provider: Provider) throws {
        let harness = try Harness(provider)
        harness.advance(.milliseconds(9_999))
        #expect(!harness.transport.isClosed)
        harness.advance(.milliseconds(1))
        #expect(harness.application.errors == [timedOut])
        #expect(try harness.sent().isEmpty)
        #expect(harness.transport.isClosed)
    }

    @Test("bytes do not move the handshake's deadline; after a ClientHello the peer is told", arguments: Provider.all)
    func dripping(provider: Provider) throws {
        let harness = try Harness(provider)
        try harness.receive(harness.peer.take())
        #expect(try harness.sent() == [.established])
        for byte in harness.peer.take().prefix(9) {
            harness.advance(.seconds(1))
            try harness.receive([byte])
        }
        #expect(harness.application.errors.isEmpty)
        harness.advance(.seconds(1))
        #expect(harness.application.errors == [timedOut])
        // Under keys libssl has no call to give a handshake up.
        #expect(try harness.sent() == (provider == .internal ? [.alert(.userCanceled), .alert(.closeNotify)] : []))
    }

    @Test("a complete handshake has no deadline", arguments: Provider.all)
    func completed(provider: Provider) throws {
        let harness = try Harness.established(provider)
        harness.advance(.hours(1))
        #expect(harness.application.errors.isEmpty)
        #expect(harness.channel.isActive)
    }

    @Test(
        "the inactivity limit counts from the last bytes and not while the application decides", arguments: Provider.all
    )
    func inactivity(provider: Provider) throws {
        var options = TLSHandlerOptions()
        options.handshakeTimeout = nil
        options.handshakeInactivityTimeout = .seconds(3)
        let box = Box<EventLoopPromise<ClientHelloDecision>>()
        var callbacks = TLSServerCallbacks()
        callbacks.chooseForClient = { box.value = $1 }
        let harness = try Harness(provider, options: options, callbacks: callbacks) {
            $0.chooseForClient = { _ in .proceed }
        }
        try harness.receive(harness.peer.take())
        harness.advance(.seconds(60))
        #expect(harness.application.errors.isEmpty)
        box.value?.succeed(.proceed)
        harness.advance(.seconds(60))
        #expect(harness.application.errors == [timedOut])
    }

    @Test("the handshake's deadline holds beside the inactivity limit", arguments: Provider.all)
    func bothLimits(provider: Provider) throws {
        var options = TLSHandlerOptions()
        options.handshakeTimeout = .seconds(5)
        options.handshakeInactivityTimeout = .seconds(3)
        let harness = try Harness(provider, options: options)
        try harness.receive(harness.peer.take())
        #expect(try harness.sent() == [.established])
        let bytes = harness.peer.take()
        harness.advance(.seconds(2))
        try harness.receive([bytes[0]])
        harness.advance(.milliseconds(2_999))
        #expect(harness.application.errors.isEmpty, "the peer was not silent for three seconds")
        harness.advance(.milliseconds(1))
        #expect(harness.application.errors == [timedOut])
    }

    @Test("after a fatal alert the peer is read for a second at most", arguments: Provider.all)
    func draining(provider: Provider) throws {
        let harness = try Harness.established(provider)
        try harness.receive(harness.peer.forged())
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
        harness.advance(.milliseconds(999))
        #expect(!harness.transport.isClosed)
        harness.advance(.milliseconds(1))
        #expect(harness.transport.isClosed)
    }

    @Test("closing waits five seconds for the peer", arguments: Provider.all)
    func closing(provider: Provider) throws {
        let harness = try Harness.established(provider)
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.alert(.closeNotify)])
        harness.advance(.milliseconds(4_999))
        #expect(!harness.transport.isClosed)
        harness.advance(.milliseconds(1))
        try closed.wait()
        #expect(harness.transport.isClosed)
    }
}
