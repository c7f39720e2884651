import TLSMessages
import TLSNegotiation

extension Server13 {
    /// Server, TLS 1.3: HelloRetryRequest is sent, the corrected ClientHello is due. RFC 9846 §4.2.2, §4.2.4.
    package struct ExpectSecondClientHello: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.clientHello]

        let firstHello: ClientHello
        let group: NamedGroup
        let suite: CipherSuite
        let settings: ServerSettings
        let transcript: Transcript

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let hello = try decodeClientHello(message)
            try checkUnchanged(hello)
            let decision = try decide(hello, settings)
            guard decision.suite.suite == suite else { throw .misbehaved(.secondHelloDiffers) }
            // RFC 9846 §4.2.2: the one share asked for replaces the list.
            guard case .share(let share) = decision.group, share.group == group,
                hello.extensions.keyShare?.count == 1
            else { throw .misbehaved(.secondHelloWithoutRequestedShare) }
            try transcript.append(message)
            sink.skipEarlyData(false)
            return try sendServerFlight(hello, share, decision, settings, transcript, isRetried: true, &sink)
        }

        /// Only key_share, cookie, early_data, pre_shared_key and padding may change. RFC 9846 §4.2.2.
        private borrowing func checkUnchanged(_ hello: ClientHello) throws(HandshakeFault) {
            guard hello.extensions.earlyData == nil else { throw .misbehaved(.secondHelloWithEarlyData) }
            guard hello.extensions.cookie == settings.options.retryCookie else { throw .misbehaved(.wrongCookie) }
            guard constantPart(of: hello) == constantPart(of: firstHello) else {
                throw .misbehaved(.secondHelloDiffers)
            }
        }

        private borrowing func constantPart(of hello: ClientHello) -> ClientHello {
            let changeable: [ExtensionType] = [.keyShare, .cookie, .earlyData, .preSharedKey, .padding]
            var part = hello
            part.extensions.keyShare = nil
            part.extensions.cookie = nil
            part.extensions.earlyData = nil
            part.extensions.preSharedKey = nil
            part.extensions.order.removeAll { changeable.contains($0) }
            return part
        }
    }
}
