import TLSMessages

extension Client13 {
    /// Client, TLS 1.3: the second ClientHello is sent, the ServerHello is due. RFC 9846 §4.2.3, §4.2.4.
    package struct ExpectSecondServerHello: ~Copyable, ClientPhase {
        static let accepts: [HandshakeType] = [.serverHello]

        let sent: SentHello
        let retry: RetryDecision
        let transcript: Transcript

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ClientState {
            let (settings, offer) = (sent.settings, sent.offer)
            // RFC 9846 §4.2.4: the version stays.
            guard try selectedVersion(message, settings) == .tls13 else {
                throw .misbehaved(.versionChangedAfterRetry)
            }
            let hello = try decodeServerHello(message, offer)
            // RFC 9846 §4.2.4: once is enough.
            guard !hello.isHelloRetryRequest else { throw .misbehaved(.secondHelloRetryRequest) }
            let choice = try decide(hello, offer, settings)
            // RFC 9846 §4.2.4: the suite stays. So does the group, as there is no other share.
            guard choice.suite == retry.suite else { throw .misbehaved(.suiteChangedAfterRetry) }
            try transcript.append(message)
            return try deriveHandshakeKeys(choice, offer, settings, transcript, isRetried: true, &sink)
        }
    }
}
