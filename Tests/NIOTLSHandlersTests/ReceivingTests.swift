import FakeTLSProvider
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import ProviderTesting
import TLSMessages
import TLSProvider
import Testing

@Suite("What a channel receives")
struct ReceivingTests {
    @Test("many small records of one read come as one piece, large ones as they are", arguments: Provider.all)
    func joining(provider: Provider) throws {
        let harness = try Harness.established(provider)
        try harness.receive((0..<50).flatMap { try harness.peer.data([UInt8($0), UInt8($0)]) })
        #expect(harness.application.reads == [(0..<50).flatMap { [UInt8($0), UInt8($0)] }])
        harness.application.reads = []
        let large = (0..<40_000).map { UInt8(truncatingIfNeeded: $0) }
        try harness.receive(harness.peer.data(large) + harness.peer.data([7]))
        #expect(harness.application.reads.map(\.count) == [16_384, 16_384, 7_233])
        #expect(harness.application.data == large + [7])
    }

    @Test("data in front of a bad record is given before the error", arguments: Provider.all)
    func dataBeforeFailure(provider: Provider) throws {
        let harness = try Harness.established(provider)
        try harness.receive(harness.peer.data([1, 2, 3]) + harness.peer.forged() + harness.peer.data([4]))
        #expect(harness.application.data == [1, 2, 3])
        #expect(harness.application.errors == [TLSError(.badRecord, "")])
        #expect(try harness.sent() == [.alert(.badRecordMAC)])
    }

    @Test("after a fatal alert 64 KiB more are read and thrown away", arguments: Provider.all)
    func bounded(provider: Provider) throws {
        let harness = try Harness.established(provider)
        try harness.receive(harness.peer.forged())
        try harness.receive([UInt8](repeating: 0, count: 65_536))
        #expect(!harness.transport.isClosed)
        try harness.receive([0])
        #expect(harness.transport.isClosed)
        #expect(harness.application.errors.count == 1)
        #expect(harness.application.data.isEmpty)
    }

    @Test("a fatal alert of the peer ends the connection without an answer", arguments: Provider.all)
    func alertReceived(provider: Provider) throws {
        // libssl's client has no call for an alert once it is established.
        let harness = try Harness.established(provider, client: .internal)
        try harness.receive(harness.peer.alert(.handshakeFailure))
        #expect(harness.application.errors == [TLSError(.alertReceived, "")])
        #expect(try harness.sent().isEmpty)
        #expect(harness.transport.isClosed)
    }

    /// No client sends one once it is established: hence the fake.
    @Test("a warning is told and changes nothing")
    func warning() throws {
        let context = try FakeTLSProvider().makeServerContext(TLSServerConfiguration(identities: []))
        let harness = try Harness(TLSServerHandler(context: context), TLSPeer(.internal))
        try harness.receive(FakeClient.hello() + FakeClient.alert(1, AlertDescription.userCanceled.rawValue))
        try harness.receive(FakeClient.data([1]))
        #expect(harness.application.events.last == "warning user_canceled")
        #expect(harness.application.data == [1])
    }

    @Test("what is not TLS is refused", arguments: Provider.all)
    func notTLS(provider: Provider) throws {
        let harness = try Harness(provider)
        try harness.receive(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        #expect(harness.application.errors == [TLSError(.notTLS, "")])
    }

    @Test(
        "a transport that ends without close_notify is an error, with it is not", arguments: Provider.all,
        [true, false])
    func truncation(provider: Provider, saysGoodbye: Bool) throws {
        let harness = try Harness.established(provider)
        try harness.receive(harness.peer.data([1]))
        if saysGoodbye {
            harness.channel.allowRemoteHalfClosure = true
            try harness.receive(harness.peer.closeNotify())
        }
        harness.channel.pipeline.fireChannelInactive()
        #expect(harness.application.data == [1])
        #expect(harness.application.errors == (saysGoodbye ? [] : [TLSError(.truncated, "")]))
        #expect(harness.application.isInactive)
    }

    @Test("a transport that ends within a record or the handshake is truncated", arguments: Provider.all, [0, 1, 8])
    func truncatedHandshake(provider: Provider, count: Int) throws {
        let harness = try Harness(provider)
        try harness.receive(Array(harness.peer.take().prefix(count)))
        harness.channel.pipeline.fireChannelInactive()
        #expect(harness.application.errors == [TLSError(.truncated, "")])
    }

    @Test("with autoRead off the handler reads for itself until the handshake is complete", arguments: Provider.all)
    func manualReads(provider: Provider) throws {
        let harness = try Harness(provider, active: false)
        try harness.channel.setOption(.autoRead, value: false).wait()
        try harness.activate()
        #expect(harness.transport.reads == 1)
        let hello = harness.peer.take()
        try harness.receive(Array(hello.prefix(3)))
        #expect(harness.transport.reads == 2)
        try harness.receive(Array(hello.dropFirst(3)))
        #expect(harness.transport.reads == 3)
        #expect(try harness.sent() == [.established])
        try harness.receive(harness.peer.take())
        #expect(harness.transport.reads == 3)
    }

    @Test("a read that brought no data is followed by another", arguments: Provider.all)
    func incompleteRecords(provider: Provider) throws {
        let harness = try Harness.established(provider)
        try harness.channel.setOption(.autoRead, value: false).wait()
        let before = harness.transport.reads
        harness.channel.read()
        let data = try harness.peer.data([1, 2, 3])
        try harness.receive(Array(data.prefix(9)))
        #expect(harness.transport.reads == before + 2)
        try harness.receive(Array(data.dropFirst(9)))
        #expect(harness.transport.reads == before + 2)
        #expect(harness.application.data == [1, 2, 3])
    }
}
