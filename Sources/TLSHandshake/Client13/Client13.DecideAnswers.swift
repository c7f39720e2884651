import TLSMessages

extension Client13 {
    /// What EncryptedExtensions settle.
    struct AnswersDecision: Sendable {
        let applicationProtocol: [UInt8]?
        let recordSizeLimit: Int?
    }

    /// Checks the server's answers against our offer. RFC 9846 §4.4.1.
    static func decide(
        _ answers: EncryptedExtensions, _ offer: HelloOffer
    ) throws(HandshakeFault) -> AnswersDecision {
        let offered = offer.hello.extensions
        // RFC 9846 §4.3: no answer without an offer. Groups are no answer: a server may always name its own.
        let isUnoffered =
            (answers.serverName != nil && offered.serverName == nil)
            || (answers.recordSizeLimit != nil && offered.recordSizeLimit == nil)
            || (answers.applicationProtocol != nil && offered.applicationProtocols == nil)
            || answers.earlyData != nil
        guard !isUnoffered else { throw .misbehaved(.answeredUnofferedExtension) }
        // RFC 8449 §4.
        if let limit = answers.recordSizeLimit, limit < 64 { throw .misbehaved(.recordSizeLimitTooSmall) }
        return AnswersDecision(
            applicationProtocol: try decideProtocol(answers, offered),
            recordSizeLimit: answers.recordSizeLimit.map(Int.init))
    }

    /// RFC 7301 §3.1: exactly one, and one of ours.
    private static func decideProtocol(
        _ answers: EncryptedExtensions, _ offered: ClientHelloExtensions
    ) throws(HandshakeFault) -> [UInt8]? {
        guard let chosen = answers.applicationProtocol else { return nil }
        guard let name = chosen.first, chosen.count == 1 else { throw .misbehaved(.selectedSeveralProtocols) }
        guard offered.applicationProtocols?.contains(name) ?? false else {
            throw .misbehaved(.selectedUnofferedProtocol)
        }
        return name
    }
}
