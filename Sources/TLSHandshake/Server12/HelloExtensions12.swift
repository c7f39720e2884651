import TLSMessages
import TLSNegotiation
import TLSPrimitives

extension Server12 {
    /// What the extensions of both hellos settle. RFC 5246 §7.4.1.4.
    struct HelloExtensions: Sendable {
        var applicationProtocol: [UInt8]?
        /// RFC 7627.
        var usesExtendedMasterSecret = false
        /// RFC 7366.
        var encryptsThenMACs = false
        /// The client takes tickets, and we give some. RFC 5077 §3.2.
        var sendsTicket = false
        /// RFC 6066 §4.
        var maximumFragmentLength: MaximumFragmentLength?
        /// The most plaintext that the client wants in a record. RFC 8449 §4.
        var recordSizeLimit: UInt16?
        /// The client knows renegotiation_info, and is told that we do. RFC 5746 §3.6.
        var signalsRenegotiation = false

        /// RFC 7366 §3: for suites with a block cipher only.
        func suiting(_ row: CipherSuiteRow12, _ offer: ClientHelloExtensions) -> HelloExtensions {
            var suited = self
            suited.encryptsThenMACs = offer.encryptThenMAC != nil && row.usesBlockCipher
            return suited
        }
    }

    static func decideExtensions(
        _ hello: ClientHello, _ settings: ServerSettings
    ) throws(HandshakeFault) -> HelloExtensions {
        let offer = hello.extensions
        var extensions = HelloExtensions()
        extensions.applicationProtocol = try chooseApplicationProtocol(offer, settings)
        extensions.usesExtendedMasterSecret = offer.extendedMasterSecret != nil
        extensions.sendsTicket = offer.sessionTicket != nil && settings.resumption?.givesTickets12 ?? false
        // RFC 8449 §5: it goes before the older extension.
        extensions.recordSizeLimit = offer.recordSizeLimit
        if offer.recordSizeLimit == nil { extensions.maximumFragmentLength = offer.maximumFragmentLength }
        extensions.signalsRenegotiation =
            offer.renegotiationInfo != nil || hello.cipherSuites.contains(.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)
        return extensions
    }

    /// Those of the ServerHello.
    static func answers(_ context: HandshakeContext) -> ServerHello12Extensions {
        let decided = context.extensions
        let offer = context.hello.extensions
        var answers = ServerHello12Extensions()
        if decided.signalsRenegotiation { answers.renegotiationInfo = [] }
        // RFC 6066 §3: a session that is resumed keeps its name without a word.
        if context.isNamed, context.resumed == nil, offer.serverName != nil { answers.serverName = Empty() }
        answers.applicationProtocol = decided.applicationProtocol.map { [$0] }
        answers.maximumFragmentLength = decided.maximumFragmentLength
        if decided.recordSizeLimit != nil {
            answers.recordSizeLimit = min(context.settings.options.recordSizeLimit, 1 << 14)
        }
        if context.statements.ocspResponse != nil { answers.statusRequest = Empty() }
        if !context.statements.timestamps.isEmpty {
            answers.signedCertificateTimestamps = context.statements.timestamps
        }
        if decided.usesExtendedMasterSecret { answers.extendedMasterSecret = Empty() }
        if decided.encryptsThenMACs { answers.encryptThenMAC = Empty() }
        if decided.sendsTicket { answers.sessionTicket = Empty() }
        // RFC 8422 §5.2: when the suite uses curves, and the client named formats.
        if context.suite.keyExchange.usesPoints, offer.pointFormats != nil {
            answers.pointFormats = [PointFormat.uncompressed]
        }
        return answers
    }
}

extension ServerResumption {
    /// Whether there are tickets at all, and sessions in them. A connection of TLS 1.2 has one at the most.
    fileprivate var givesTickets12: Bool { ticketCount > 0 && sessions.areInTickets }
}
