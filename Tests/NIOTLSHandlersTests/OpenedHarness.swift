import HandshakeBench
import NIOConcurrencyHelpers
import ProviderTesting
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSRecordLayer
import TestSupport
import Testing

@testable import InternalProvider
@testable import NIOTLSHandlers

/// A server's channel in TLS 1.2 whose secret was logged: a test can move its keys on to their end, and write records of the
/// peer into it.
struct OpenedHarness {
    let harness: Harness
    private let schedule: Schedule12

    init(_ suite: CipherSuite, options: TLSHandlerOptions = TLSHandlerOptions()) throws {
        let lines = NIOLockedValueBox<[String]>([])
        harness = try Harness(.internal, client: .internal, options: options) {
            $0.versions = [.tls12]
            $0.cipherSuites = [suite]
        } peer: {
            $0.versions = [.tls12]
            $0.cipherSuites = [suite]
            $0.unsafelyLogSecrets = { line in lines.withLockedValue { $0.append(line) } }
        }
        try harness.receive(harness.peer.take())
        let flight = try harness.sentBytes()
        harness.peer.give(flight)
        try harness.shake()
        let agreed = try #require(harness.peer.session.negotiated)
        let words = try #require(lines.withLockedValue { $0.first }).split(separator: " ").map(String.init)
        try #require(words.count == 3 && words[0] == "CLIENT_RANDOM")
        // The ServerHello's random stands behind two headers and the version.
        var schedule = Schedule12(
            try #require(CipherSuiteTable12.row(of: suite)),
            clientRandom: try #require([UInt8](hexadecimal: words[1])), serverRandom: Array(flight[11..<43]),
            master: try #require([UInt8](hexadecimal: words[2])))
        schedule.encryptsThenMACs = agreed.encryptsThenMACs
        self.schedule = schedule
    }

    /// Passes over what our key protects up to this record.
    func moveOn(to sequence: UInt64) throws {
        try ours.core.writer.install(schedule.sealer(ofClient: false, startingAt: sequence))
        try peers.core.reader.install(schedule.opener(ofClient: false, startingAt: sequence))
    }

    /// Passes over what the peer's key protects up to this record.
    func movePeerOn(to sequence: UInt64) throws {
        try peers.core.writer.install(schedule.sealer(ofClient: true, startingAt: sequence))
        try ours.core.reader.install(schedule.opener(ofClient: true, startingAt: sequence))
    }

    /// Records of data as the peer would write them from this one on, if it counted nothing.
    func peerRecords(_ contents: [[UInt8]], startingAt sequence: UInt64) throws -> [UInt8] {
        let sealer = try schedule.sealer(ofClient: true, startingAt: sequence)
        let room = contents.reduce(0) { $0 + $1.count + 512 }
        return try [UInt8](capacity: room) { output throws(RecordFault) in
            for content in contents { try sealer.seal(.applicationData, content.span.bytes, into: &output) }
        }
    }

    private var ours: InternalSession {
        get throws { try #require(harness.handler.channelSession.session as? InternalSession) }
    }

    private var peers: InternalSession {
        get throws { try #require(harness.peer.session as? InternalSession) }
    }
}
