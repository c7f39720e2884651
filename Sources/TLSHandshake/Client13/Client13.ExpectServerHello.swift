import TLSMessages
import TLSNegotiation

extension Client13 {
    /// Client: the ClientHello is sent, its answer is due, which says the version. RFC 9846 §4.2.3, §4.2.4.
    package struct ExpectServerHello: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.serverHello]

        let sent: SentHello

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let (settings, offer) = (sent.settings, sent.offer)
            guard try selectedVersion(message, settings) == .tls13 else {
                return try Client12.readServerHello(message, sent, &sink)
            }
            let hello = try decodeServerHello(message, offer)
            if hello.isHelloRetryRequest {
                let retry = try decideRetry(hello, offer, settings)
                // Nothing may follow it: the server awaits a ClientHello.
                _ = try sink.aligned()
                let transcript = try Transcript(retry.suite.hash)
                try transcript.appendHashOf(firstHello: sent.message)
                try transcript.append(message)
                return try sendSecondHello(offer, retry, settings, transcript, &sink)
            }
            let choice = try decide(hello, offer, settings)
            let transcript = try Transcript(choice.suite.hash)
            try transcript.append(sent.message)
            try transcript.append(message)
            return try deriveHandshakeKeys(choice, offer, settings, transcript, isRetried: false, &sink)
        }
    }
}
