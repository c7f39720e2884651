import TLSMessages
package import TLSNegotiation
package import TLSPrimitives
import TLSWire

/// The keys of an established connection of TLS 1.3, whichever side it is. RFC 9846 §4.7.3, §7.2, §7.5.
package struct ApplicationTraffic13: ~Copyable {
    /// A sender updates its keys at most this often. RFC 9846 §4.7.3.
    private static let maximumUpdates: UInt64 = (1 << 48) - 1

    package let suite: CipherSuiteRow
    private var readSecret: Secret
    private var writeSecret: Secret
    private let exporter: Secret
    private var updatesSent: UInt64 = 0

    init(suite: CipherSuiteRow, reading: consuming Secret, writing: consuming Secret, exporter: consuming Secret) {
        self.suite = suite
        readSecret = reading
        writeSecret = writing
        self.exporter = exporter
    }

    /// The peer's KeyUpdate: reads with the next keys, and answers if that is asked for.
    mutating func receiveKeyUpdate<S: HandshakeSink & ~Copyable>(
        _ message: HandshakeMessage, into sink: inout S
    ) throws(HandshakeFault) {
        let update = try decoding { () throws(WireError) in try message.decode(KeyUpdate.codec, "KeyUpdate") }
        let alignment = try sink.aligned()
        readSecret = try nextTrafficSecret(readSecret, suite)
        try sink.installReading(try TrafficKeys(readSecret, suite: suite), alignment)
        sink.report(.keysUpdated(received: true))
        // One answer serves several requests, and none is piled on output that the peer does not take.
        if update == .updateRequested, !sink.hasUnsentOutput {
            try updateOurKeys(requestingPeer: false, into: &sink)
        }
    }

    /// Tells the peer of new keys for our direction, and uses them. RFC 9846 §4.7.3.
    package mutating func updateOurKeys<S: HandshakeSink & ~Copyable>(
        requestingPeer: Bool, into sink: inout S
    ) throws(HandshakeFault) {
        guard updatesSent < Self.maximumUpdates else { return }
        updatesSent += 1
        let update: KeyUpdate = requestingPeer ? .updateRequested : .updateNotRequested
        sink.send(HandshakeMessage(.keyUpdate, update, KeyUpdate.codec))
        writeSecret = try nextTrafficSecret(writeSecret, suite)
        try sink.installWriting(try TrafficKeys(writeSecret, suite: suite))
        sink.report(.keysUpdated(received: false))
    }

    /// RFC 9846 §7.5.
    package borrowing func export(label: [UInt8], context: [UInt8], count: Int) throws(HandshakeFault) -> Secret {
        try exportKeyingMaterial(exporter, suite.hash, label: label, context: context, count: count)
    }
}
