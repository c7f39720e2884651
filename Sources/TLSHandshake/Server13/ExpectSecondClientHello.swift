import TLSMessages
import TLSNegotiation

extension Server13 {
    /// Server, TLS 1.3: HelloRetryRequest is sent, the corrected ClientHello is due. RFC 9846 §4.2.2, §4.2.4.
    package struct ExpectSecondClientHello: ~Copyable, ServerPhase {
        static let accepts: [HandshakeType] = [.clientHello]

        let first: WaitingClientHello
        let group: NamedGroup
        let suite: CipherSuiteRow
        let settings: ServerSettings
        let transcript: Transcript

        consuming func handle<S: HandshakeSink & ~Copyable>(
            _ message: HandshakeMessage, into sink: inout S
        ) throws(HandshakeFault) -> ServerState {
            let hello = try decodeClientHello(message)
            try checkUnchanged(hello)
            guard hello.cipherSuites.contains(suite.suite) else { throw .misbehaved(.secondHelloDiffers) }
            let decision = try decide(hello, settings, fixedSuite: suite)
            // RFC 9846 §4.2.2: the one share asked for replaces the list.
            guard hello.extensions.keyShare?.map(\.group) == [group] else {
                throw .misbehaved(.secondHelloWithoutRequestedShare)
            }
            sink.skipEarlyData(false)
            return try answer(hello, message, decision, settings, retry: transcript, &sink)
        }

        /// Only key_share, cookie, early_data, pre_shared_key and padding may change. RFC 9846 §4.2.2.
        private borrowing func checkUnchanged(_ hello: ClientHello) throws(HandshakeFault) {
            guard hello.extensions.earlyData == nil else { throw .misbehaved(.secondHelloWithEarlyData) }
            guard hello.extensions.cookie == settings.options.retryCookie else { throw .misbehaved(.wrongCookie) }
            guard constantPart(of: hello) == constantPart(of: first.hello) else {
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
