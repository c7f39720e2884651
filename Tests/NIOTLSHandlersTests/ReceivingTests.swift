import FakeTLSProvider
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import TLSMessages
import TLSProvider
import Testing

@Suite("What a channel receives")
struct ReceivingTests {
    @Test("many small records of one read come as one piece, large ones as they are")
    func joining() throws {
        let harness = try Harness.established()
        try harness.receive((0..<50).flatMap { FakeClient.data([UInt8($0), UInt8($0)]) })
        #expect(harness.application.reads == [(0..<50).flatMap { [UInt8($0), UInt8($0)] }])
        harness.application.reads = []
        let large = (0..<40_000).map { UInt8(truncatingIfNeeded: $0) }
        try harness.receive(FakeClient.data(large) + FakeClient.data([7]))
        #expect(harness.application.reads.map(\.count) == [16_384, 16_384, 7_233])
        #expect(harness.application.data == large + [7])
    }

    @Test("data in front of a bad record is given before the error")
    func dataBeforeFailure() throws {
        let harness = try Harness.established()
        try harness.receive(FakeClient.data([1, 2, 3]) + FakeClient.forgedData + FakeClient.data([4]))
        #expect(harness.application.data == [1, 2, 3])
        #expect(harness.application.errors == [TLSError(.badRecord, "")])
        #expect(try harness.sent() == [.alert(AlertDescription.badRecordMAC.rawValue)])
    }

    @Test("after a fatal alert 64 KiB more are read and thrown away")
    func bounded() throws {
        let harness = try Harness.established()
        try harness.receive(FakeClient.forgedData)
        try harness.receive([UInt8](repeating: 0, count: 65_536))
        #expect(!harness.transport.isClosed)
        try harness.receive([0])
        #expect(harness.transport.isClosed)
        #expect(harness.application.errors.count == 1)
        #expect(harness.application.data.isEmpty)
    }

    @Test("a fatal alert of the peer ends the connection without an answer")
    func alertReceived() throws {
        let harness = try Harness.established()
        try harness.receive(FakeClient.alert(2, AlertDescription.handshakeFailure.rawValue))
        #expect(harness.application.errors == [TLSError(.alertReceived, "")])
        #expect(try harness.sent().isEmpty)
        #expect(harness.transport.isClosed)
    }

    @Test("a warning is told and changes nothing")
    func warning() throws {
        let harness = try Harness.established()
        try harness.receive(FakeClient.alert(1, AlertDescription.userCanceled.rawValue) + FakeClient.data([1]))
        #expect(harness.application.events.last == "warning user_canceled")
        #expect(harness.application.data == [1])
    }

    @Test("what is not TLS is refused")
    func notTLS() throws {
        let harness = try Harness()
        try harness.receive(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        #expect(harness.application.errors == [TLSError(.notTLS, "")])
    }

    @Test("a transport that ends without close_notify is an error, with it is not", arguments: [true, false])
    func truncation(saysGoodbye: Bool) throws {
        let harness = try Harness.established()
        try harness.receive(FakeClient.data([1]))
        if saysGoodbye {
            harness.channel.allowRemoteHalfClosure = true
            try harness.receive(FakeClient.closeNotify)
        }
        harness.channel.pipeline.fireChannelInactive()
        #expect(harness.application.data == [1])
        #expect(harness.application.errors == (saysGoodbye ? [] : [TLSError(.truncated, "")]))
        #expect(harness.application.isInactive)
    }

    @Test("a transport that ends within a record or the handshake is truncated", arguments: [0, 1, 8])
    func truncatedHandshake(count: Int) throws {
        let harness = try Harness()
        try harness.receive(Array(FakeClient.hello().prefix(count)))
        harness.channel.pipeline.fireChannelInactive()
        #expect(harness.application.errors == [TLSError(.truncated, "")])
    }

    @Test("with autoRead off the handler reads for itself until the handshake is complete")
    func manualReads() throws {
        let harness = try Harness(active: false)
        try harness.channel.setOption(.autoRead, value: false).wait()
        try harness.activate()
        #expect(harness.transport.reads == 1)
        let hello = FakeClient.hello()
        try harness.receive(Array(hello.prefix(3)))
        #expect(harness.transport.reads == 2)
        try harness.receive(Array(hello.dropFirst(3)))
        #expect(harness.transport.reads == 2)
    }

    @Test("a read that brought no data is followed by another")
    func incompleteRecords() throws {
        let harness = try Harness.established()
        try harness.channel.setOption(.autoRead, value: false).wait()
        let before = harness.transport.reads
        harness.channel.read()
        let data = FakeClient.data([1, 2, 3])
        try harness.receive(Array(data.prefix(9)))
        #expect(harness.transport.reads == before + 2)
        try harness.receive(Array(data.dropFirst(9)))
        #expect(harness.transport.reads == before + 2)
        #expect(harness.application.data == [1, 2, 3])
    }
}
