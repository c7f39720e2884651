import TLSMessages
import TLSPrimitives
import TLSWire

extension Client13 {
    /// Client, TLS 1.3: the server is authenticated and its Finished is due. RFC 9846 §4.5.3.
    package struct ExpectFinished: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.finished]

        let context: HandshakeContext
        let secrets: HandshakeSecrets
        let authentication: ServerAuthentication

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let received = try decoding { () throws(WireError) in try message.decode(.rest, "Finished") }
            let checked = try checkFinished(received, secrets.handshake.server, try context.transcript.hash)
            let alignment = try sink.aligned()
            try context.transcript.append(message)
            let upcoming = try deriveApplicationSecrets(secrets.main, context, &sink)
            try sink.installReading(try TrafficKeys(upcoming.application.server, suite: context.suite), alignment)
            sink.tolerateChangeCipherSpec(false)
            if context.outcome.isEarlyDataAccepted { try endEarlyData(context, secrets.handshake.client, &sink) }
            try sendClientFlight(context, secrets.handshake.client, &sink)
            try sink.installWriting(try TrafficKeys(upcoming.application.client, suite: context.suite))
            sink.report(.established(context.outcome))
            let resumption = try ClientResumption(context, secrets.main)
            return .established13(
                Established(
                    suite: context.suite, secrets: upcoming, resumption: resumption, authentication: authentication,
                    finished: checked))
        }
    }

    /// EndOfEarlyData, the last thing under the keys of early data. RFC 9846 §4.6.
    private static func endEarlyData<S: HandshakeSink & ~Copyable>(
        _ context: HandshakeContext, _ clientSecret: borrowing Secret, _ sink: inout S
    ) throws(HandshakeFault) {
        sink.openEarlyData(0)
        let end = HandshakeMessage(.endOfEarlyData, Empty(), Empty.codec)
        try context.transcript.append(end)
        sink.send(end)
        try sink.installWriting(try TrafficKeys(clientSecret, suite: context.suite))
    }

    /// The secrets of what comes after the handshake.
    struct UpcomingSecrets: ~Copyable {
        let application: DirectionSecrets
        let exporter: Secret
    }

    /// RFC 9846 §7.1: they depend on nothing that we send.
    private static func deriveApplicationSecrets<S: HandshakeSink & ~Copyable>(
        _ main: borrowing MainStage, _ context: HandshakeContext, _ sink: inout S
    ) throws(HandshakeFault) -> UpcomingSecrets {
        let throughFinished = try context.transcript.hash
        let application = try main.trafficSecrets(throughFinished)
        let exporter = try main.exporterSecret(throughFinished)
        let random = context.offer.hello.random
        sink.log("CLIENT_TRAFFIC_SECRET_0", clientRandom: random, application.client)
        sink.log("SERVER_TRAFFIC_SECRET_0", clientRandom: random, application.server)
        sink.log("EXPORTER_SECRET", clientRandom: random, exporter)
        return UpcomingSecrets(application: application, exporter: exporter)
    }
}
