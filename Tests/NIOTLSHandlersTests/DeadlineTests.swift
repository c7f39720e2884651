import FakeTLSProvider
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import TLSMessages
import TLSProvider
import Testing

@Suite("Deadlines of a channel")
struct DeadlineTests {
    private let timedOut = TLSError(.handshakeTimeout, "")

    @Test("a peer that says nothing is cut off without a word")
    func silence() throws {
        let harness = try Harness()
        harness.advance(.milliseconds(9_999))
        #expect(!harness.transport.isClosed)
        harness.advance(.milliseconds(1))
        #expect(harness.application.errors == [timedOut])
        #expect(try harness.sent().isEmpty)
        #expect(harness.transport.isClosed)
    }

    @Test("bytes do not move the handshake's deadline; after a ClientHello the peer is told")
    func dripping() throws {
        let harness = try Harness { $0.clientAuthentication = .request }
        try harness.receive(FakeClient.hello())
        for byte in FakeClient.certificate(sendsOne: false).dropLast() {
            harness.advance(.seconds(1))
            try harness.receive([byte])
        }
        harness.advance(.seconds(10))
        #expect(harness.application.errors == [timedOut])
        #expect(
            try harness.sent() == [.handshake(2), .alert(AlertDescription.userCanceled.rawValue), .alert(0)])
    }

    @Test("a complete handshake has no deadline")
    func completed() throws {
        let harness = try Harness.established()
        harness.advance(.hours(1))
        #expect(harness.application.errors.isEmpty)
        #expect(harness.channel.isActive)
    }

    @Test("the inactivity limit counts from the last bytes and not while the application decides")
    func inactivity() throws {
        var options = TLSHandlerOptions()
        options.handshakeTimeout = nil
        options.handshakeInactivityTimeout = .seconds(3)
        let box = Box<EventLoopPromise<ClientHelloDecision>>()
        var callbacks = TLSServerCallbacks()
        callbacks.chooseForClient = { box.value = $1 }
        let harness = try Harness(options: options, callbacks: callbacks) {
            $0.chooseForClient = { _ in .proceed }
            $0.clientAuthentication = .request
        }
        try harness.receive(FakeClient.hello())
        harness.advance(.seconds(60))
        #expect(harness.application.errors.isEmpty)
        box.value?.succeed(.proceed)
        harness.advance(.seconds(60))
        #expect(harness.application.errors == [timedOut])
    }

    @Test("the handshake's deadline holds beside the inactivity limit")
    func bothLimits() throws {
        var options = TLSHandlerOptions()
        options.handshakeTimeout = .seconds(5)
        options.handshakeInactivityTimeout = .seconds(3)
        let harness = try Harness(options: options) { $0.clientAuthentication = .request }
        try harness.receive(FakeClient.hello())
        let bytes = FakeClient.certificate(sendsOne: false)
        harness.advance(.seconds(2))
        try harness.receive([bytes[0]])
        harness.advance(.milliseconds(2_999))
        #expect(harness.application.errors.isEmpty, "the peer was not silent for three seconds")
        harness.advance(.milliseconds(1))
        #expect(harness.application.errors == [timedOut])
    }

    @Test("after a fatal alert the peer is read for a second at most")
    func draining() throws {
        let harness = try Harness.established()
        try harness.receive(FakeClient.forgedData)
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
        harness.advance(.milliseconds(999))
        #expect(!harness.transport.isClosed)
        harness.advance(.milliseconds(1))
        #expect(harness.transport.isClosed)
    }

    @Test("closing waits five seconds for the peer")
    func closing() throws {
        let harness = try Harness.established()
        let closed = harness.channel.close()
        #expect(try harness.sent() == [.alert(0)])
        harness.advance(.milliseconds(4_999))
        #expect(!harness.transport.isClosed)
        harness.advance(.milliseconds(1))
        try closed.wait()
        #expect(harness.transport.isClosed)
    }
}
