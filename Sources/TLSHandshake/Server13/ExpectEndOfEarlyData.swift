import TLSMessages
import TLSWire

extension Server13 {
    /// Server, TLS 1.3: the client's early data comes, and EndOfEarlyData is due. RFC 9846 §4.6.
    package struct ExpectEndOfEarlyData: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.endOfEarlyData]

        let context: HandshakeContext
        let secrets: UpcomingSecrets
        let authentication: ClientAuthentication

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            // It has no body.
            _ = try decoding { () throws(WireError) in try message.decode(Empty.codec, "EndOfEarlyData") }
            let alignment = try sink.aligned()
            try context.transcript.append(message)
            try sink.installReading(try TrafficKeys(secrets.clientHandshake, suite: context.suite), alignment)
            sink.endEarlyData()
            return .finished13(
                ExpectFinished(context: context, secrets: secrets, authentication: authentication))
        }
    }
}
