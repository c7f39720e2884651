import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider

// What a client of TLS 1.2 can break.
extension Breach {
    /// A hello of TLS 1.2 that is changed before it is sent.
    private static func hello12(
        _ fault: Misbehaviour, _ alert: AlertDescription, _ name: String = "",
        _ change: @escaping @Sendable (ScriptedClient) -> Void
    ) -> Breach {
        Breach(fault, alert, "TLS 1.2 \(name)", prepare: { $0.offer = .tls12 }) { pair in
            change(pair.client)
            try pair.send(pair.client.helloRecord())
        }
    }

    static let hellos12: [Breach] = [
        .hello12(.missingNullCompression, .illegalParameter) { $0.hello.legacyCompressionMethods = [1] },
        .hello12(.missingUncompressedPoints, .illegalParameter) { $0.hello.extensions.pointFormats = [1, 2] },
        .hello12(.wrongRenegotiationInfo, .handshakeFailure) { $0.hello.extensions.renegotiationInfo = [0] },
        .hello12(.wrongRenegotiationInfo, .handshakeFailure, "of another connection") {
            $0.hello.extensions.renegotiationInfo = [UInt8](repeating: 7, count: 12)
        },
        .hello12(.unknownMaximumFragmentLength, .illegalParameter, "0") {
            $0.hello.extensions.maximumFragmentLength = MaximumFragmentLength(rawValue: 0)
        },
        .hello12(.unknownMaximumFragmentLength, .illegalParameter, "5") {
            $0.hello.extensions.maximumFragmentLength = MaximumFragmentLength(rawValue: 5)
        },
        .hello12(.recordSizeLimitTooSmall, .illegalParameter) { $0.hello.extensions.recordSizeLimit = 63 },
        .hello12(.oidFiltersInClientHello, .illegalParameter) { $0.extraExtensions = [(48, [0, 0])] },
        Breach(.unexpectedChangeCipherSpec, .unexpectedMessage, prepare: { $0.offer = .tls12 }) { pair in
            pair.server.give(pair.client.helloRecord())
            _ = pair.server.take()
            try pair.send(pair.client.plain(.changeCipherSpec, [1]))
        },
        Breach(.unexpectedMessage, .unexpectedMessage, "Finished in the clear", prepare: { $0.offer = .tls12 }) {
            pair in
            pair.server.give(pair.client.helloRecord())
            _ = pair.server.take()
            try pair.send(pair.client.plain(.handshake, [20, 0, 0, 12] + [UInt8](repeating: 0, count: 12)))
        },
        Breach(
            .resumedWithoutExtendedMasterSecret, .handshakeFailure,
            prepare: {
                $0.configuration.ticketKeys = TLSTicketKeys()
                $0.offer = .tls12
                $0.offer.extendsMasterSecret = false
                $0.offer.serverName = "a.example"
                $0.now = UnixTime(milliseconds: 1_800_000_000_000)
                $0.offer.sessionTicket = try ticket12(of: $0.configuration, at: $0.now)
            }
        ) { pair in try pair.send(pair.client.helloRecord()) },
    ]

    /// A ticket that such a server gives to our client.
    private static func ticket12(of server: TLSServerConfiguration, at now: UnixTime?) throws -> [UInt8]? {
        let sessions = ReceivedSessions()
        var first = try ClientSetup()
        first.server = server
        first.client.versions = [.tls12]
        first.client.receiveSession = { sessions.add($0) }
        first.now = now
        _ = try first.established()
        return (sessions.last?.storage as? ClientSession)?.facts.ticket
    }
}
