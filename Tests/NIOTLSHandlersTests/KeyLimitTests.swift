import NIOCore
import NIOEmbedded
import ProviderTesting
import TLSMessages
import TLSProvider
import TLSRecordLayer
import Testing

@testable import NIOTLSHandlers

/// libssl counts no records of TLS 1.2.
@Suite("A channel whose keys of TLS 1.2 come to their end. RFC 5246 §6.1")
struct KeyLimitTests {
    /// Triple DES may protect 8 MiB with one key.
    private static let limit = 8 << 20
    private static let tripleDES = CipherSuite.TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA

    /// A server's channel whose key of AES-GCM has this many records of data left.
    private func near(_ left: UInt64, options: TLSHandlerOptions = TLSHandlerOptions()) throws -> OpenedHarness {
        let opened = try OpenedHarness(.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, options: options)
        try opened.moveOn(to: RecordLimits.stopAfterRecords - RecordLimits.recordsForClosing - left)
        return opened
    }

    /// A server's channel whose key has come to its end, and of which the peer does not know yet.
    ///
    /// - Returns: with what it is still to hear.
    private func exhausted(
        options: TLSHandlerOptions = TLSHandlerOptions()
    ) throws -> (harness: Harness, unheard: [UInt8]) {
        let harness = try near(1, options: options).harness
        let written = harness.write([7])
        harness.channel.flush()
        try written.wait()
        #expect(harness.application.events.last == "our key exhausted" && harness.application.errors.isEmpty)
        return (harness, try harness.sentBytes())
    }

    // MARK: Our key

    @Test(
        "Triple DES: it tells so, sends all that was taken and close_notify, and closes when the peer does",
        arguments: [16_384, 1 << 20])
    func tripleDES(_ count: Int) throws {
        let harness = try OpenedHarness(Self.tripleDES).harness
        let chunk = [UInt8](repeating: 7, count: count)
        var received = 0
        var hasClosed = false
        var failures = 0
        for _ in 0..<(2 * Self.limit / count) where !hasClosed {
            let written = harness.write(chunk)
            harness.channel.flush()
            for heard in try harness.sent() {
                switch heard {
                case .data(let bytes): received += bytes.count
                case .alert(.closeNotify): hasClosed = true
                default: Issue.record("\(heard)")
                }
            }
            if failure(of: written) != nil { failures += 1 }
        }
        #expect(hasClosed && harness.application.events.last == "our key exhausted")
        #expect(harness.application.errors.isEmpty)
        #expect(received < Self.limit && received > Self.limit - 40_000)
        #expect(failures <= 1 && harness.transport.isOutputClosed && !harness.transport.isClosed)
        #expect(failure(of: harness.write([1])) as? ChannelError == .outputClosed)
        try harness.shake()
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
    }

    @Test("AES-GCM: the same, at 2^24 records less those for closing")
    func gcm() throws {
        let harness = try near(3).harness
        for round in 0..<3 {
            #expect(!harness.application.events.contains("our key exhausted"))
            let written = harness.write([UInt8(round)])
            harness.channel.flush()
            try written.wait()
        }
        #expect(harness.application.events.last == "our key exhausted")
        #expect(try harness.sent() == [.data([0]), .data([1]), .data([2]), .alert(.closeNotify)])
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
        #expect(failure(of: harness.write([3])) as? ChannelError == .outputClosed)
        try harness.shake()
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
        #expect(harness.application.events.suffix(2) == ["peerClosed", "shutdown"])
    }

    @Test("AES-GCM: of much data at once goes out what the key reaches for; the rest fails")
    func muchAtOnce() throws {
        let harness = try near(2).harness
        let large = harness.write([UInt8](repeating: 7, count: 100_000))
        let small = harness.write([8])
        harness.channel.flush()
        let heard = try harness.sent()
        #expect(heard.count == 3 && heard.last == .alert(.closeNotify))
        #expect(heard.prefix(2).allSatisfy { $0 == .data([UInt8](repeating: 7, count: 16_384)) })
        #expect(failure(of: large) != nil && failure(of: small) != nil)
        try harness.shake()
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
    }

    @Test("What the peer sends until it closes is still delivered. RFC 5246 §7.2.1")
    func delivery() throws {
        let (harness, unheard) = try exhausted()
        try harness.receive(harness.peer.data([1]))
        try harness.receive(harness.peer.data([2]) + harness.peer.data([3]))
        #expect(harness.application.data == [1, 2, 3])
        harness.peer.give(unheard)
        #expect(harness.peer.heard.suffix(2) == [.data([7]), .alert(.closeNotify)])
        try harness.shake()
        #expect(harness.application.events.suffix(2) == ["peerClosed", "shutdown"])
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
    }

    @Test("What came in the same read as the data whose answer used the key up is delivered too")
    func sameRead() throws {
        let harness = try near(1).harness
        harness.application.onRead = { $0.writeAndFlush(NIOAny(ByteBuffer(bytes: [7])), promise: nil) }
        let large = [UInt8](repeating: 1, count: 16_384)
        try harness.receive(harness.peer.data(large) + harness.peer.data(large))
        #expect(harness.application.events.last == "our key exhausted")
        #expect(harness.application.reads.count == 2 && harness.application.data == large + large)
        #expect(try harness.sent() == [.data([7]), .alert(.closeNotify)])
        try harness.shake()
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
    }

    @Test("A peer that does not close has the time for closing, however much it sends")
    func timeout() throws {
        var options = TLSHandlerOptions()
        options.closeTimeout = .seconds(3)
        let (harness, _) = try exhausted(options: options)
        harness.advance(.milliseconds(2_999))
        try harness.receive(harness.peer.data([1]))
        #expect(harness.application.data == [1] && harness.application.errors.isEmpty)
        harness.advance(.milliseconds(1))
        #expect(harness.application.errors == [TLSError(.truncated, "")])
        #expect(harness.transport.isClosed)
        #expect(try harness.sent().isEmpty)
    }

    @Test("The transport's end without close_notify is truncation still")
    func truncation() throws {
        let (harness, _) = try exhausted()
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(harness.application.errors == [TLSError(.truncated, "")] && harness.transport.isClosed)
    }

    @Test("An application that closes gets no more, and close_notify is not said again")
    func closing() throws {
        let (harness, unheard) = try exhausted()
        let closed = harness.channel.close()
        try harness.receive(harness.peer.data([1]))
        #expect(try harness.sentBytes().isEmpty && harness.application.data.isEmpty && !harness.transport.isClosed)
        harness.peer.give(unheard)
        try harness.shake()
        try closed.wait()
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
    }

    // MARK: The peer's key

    /// Records of 16 KiB by the peer, the last of which uses its key up, and two more that it should not have sent.
    private func peerRecords(_ opened: OpenedHarness) throws -> (records: [[UInt8]], beyond: [UInt8]) {
        let chunk = [UInt8](repeating: 7, count: 16_384)
        var records: [[UInt8]] = []
        while opened.harness.peer.session.isEstablished, records.count < 2 * Self.limit / chunk.count {
            records.append(try opened.harness.peer.data(chunk))
        }
        let beyond = try opened.peerRecords([[1], [2]], startingAt: UInt64(records.count + 1))
        return (records, beyond)
    }

    @Test("Triple DES: what uses the peer's key up is delivered, and nothing behind it")
    func received() throws {
        let opened = try OpenedHarness(Self.tripleDES)
        let harness = opened.harness
        let (records, beyond) = try peerRecords(opened)
        for record in records.dropLast() { try harness.receive(record) }
        #expect(!harness.application.events.contains("peer's key exhausted"))
        try harness.receive(try #require(records.last) + beyond)
        #expect(harness.application.events.last == "peer's key exhausted")
        #expect(harness.application.data.count == records.count * 16_384)
        #expect(try harness.sent() == [.alert(.closeNotify)])
        #expect(harness.transport.isOutputClosed && !harness.transport.isClosed)
        try harness.receive(opened.peerRecords([[3]], startingAt: UInt64(records.count + 3)))
        #expect(harness.application.data.count == records.count * 16_384 && harness.application.errors.isEmpty)
        harness.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
    }

    @Test("AES-GCM: the peer closes in good order at the end of its key")
    func peerCloses() throws {
        let opened = try OpenedHarness(.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)
        try opened.movePeerOn(to: RecordLimits.stopAfterRecords - RecordLimits.recordsForClosing - 2)
        let harness = opened.harness
        try harness.receive(harness.peer.data([1]) + harness.peer.data([2]))
        #expect(!harness.peer.session.isEstablished)
        try harness.shake()
        #expect(harness.application.data == [1, 2] && harness.application.errors.isEmpty)
        #expect(harness.application.events.suffix(2) == ["peerClosed", "shutdown"] && harness.transport.isClosed)
    }

    @Test("The peer's key ends behind ours: what used it up is the last that is delivered")
    func both() throws {
        let opened = try OpenedHarness(Self.tripleDES)
        let harness = opened.harness
        while !harness.application.events.contains("our key exhausted") {
            _ = harness.write([UInt8](repeating: 7, count: 1 << 20))
            harness.channel.flush()
        }
        let unheard = try harness.sentBytes()
        let (records, beyond) = try peerRecords(opened)
        for record in records { try harness.receive(record) }
        #expect(harness.application.events.suffix(2) == ["our key exhausted", "peer's key exhausted"])
        try harness.receive(beyond)
        #expect(harness.application.data.count == records.count * 16_384)
        harness.peer.give(unheard)
        #expect(harness.peer.heard.last == .alert(.closeNotify) && harness.peer.error == nil)
        harness.advance(.seconds(5))
        #expect(harness.transport.isClosed && harness.application.errors.isEmpty)
    }
}
