import TLSMessages
package import TLSNegotiation
package import TLSPrimitives
import TLSWire

extension Server13 {
    /// Server, TLS 1.3: application data flows; keys can be updated. RFC 9846 §4.7.
    package struct Established: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.keyUpdate]

        /// A sender updates its keys at most this often. RFC 9846 §4.7.3.
        private static let maximumUpdates: UInt64 = (1 << 48) - 1

        package let suite: CipherSuiteRow
        private var clientSecret: Secret
        private var serverSecret: Secret
        private let exporter: Secret
        private var updatesSent: UInt64 = 0

        init(
            suite: CipherSuiteRow, secrets: consuming UpcomingSecrets,
            authentication: consuming ClientAuthentication, finished: consuming FinishedChecked
        ) {
            self.suite = suite
            let application = secrets.application
            clientSecret = application.client
            serverSecret = application.server
            exporter = secrets.exporter
        }

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let update = try decoding { () throws(WireError) in try message.decode(KeyUpdate.codec, "KeyUpdate") }
            let alignment = try sink.aligned()
            clientSecret = try nextTrafficSecret(clientSecret, suite)
            try sink.installReading(try TrafficKeys(clientSecret, suite: suite), alignment)
            sink.report(.keysUpdated(received: true))
            // One answer serves several requests, and none is piled on output that the peer does not take.
            if update == .updateRequested, !sink.hasUnsentOutput {
                try updateOurKeys(requestingPeer: false, into: &sink)
            }
            return .established13(self)
        }

        /// Tells the peer of new keys for our direction, and uses them. RFC 9846 §4.7.3.
        package mutating func updateOurKeys<S: HandshakeSink & ~Copyable>(
            requestingPeer: Bool, into sink: inout S
        ) throws(HandshakeFault) {
            guard updatesSent < Self.maximumUpdates else { return }
            updatesSent += 1
            let update: KeyUpdate = requestingPeer ? .updateRequested : .updateNotRequested
            sink.send(HandshakeMessage(.keyUpdate, update, KeyUpdate.codec))
            serverSecret = try nextTrafficSecret(serverSecret, suite)
            try sink.installWriting(try TrafficKeys(serverSecret, suite: suite))
            sink.report(.keysUpdated(received: false))
        }

        /// RFC 9846 §7.5.
        package borrowing func export(label: [UInt8], context: [UInt8], count: Int) throws(HandshakeFault) -> Secret {
            try exportKeyingMaterial(exporter, suite.hash, label: label, context: context, count: count)
        }
    }
}
