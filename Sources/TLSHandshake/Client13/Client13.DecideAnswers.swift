import TLSMessages

extension Client13 {
    /// What EncryptedExtensions settle.
    struct AnswersDecision: Sendable {
        let applicationProtocol: [UInt8]?
        let recordSizeLimit: Int?
        let isEarlyDataAccepted: Bool
    }

    /// Checks the server's answers against our offer. RFC 9846 §4.4.1.
    static func decide(
        _ answers: EncryptedExtensions, _ offer: HelloOffer, _ psk: SelectedKey?
    ) throws(HandshakeFault) -> AnswersDecision {
        let offered = offer.hello.extensions
        // RFC 9846 §4.3: no answer without an offer. Groups are no answer: a server may always name its own.
        let isUnoffered =
            (answers.serverName != nil && offered.serverName == nil)
            || (answers.recordSizeLimit != nil && offered.recordSizeLimit == nil)
            || (answers.applicationProtocol != nil && offered.applicationProtocols == nil)
            || (answers.earlyData != nil && offered.earlyData == nil)
        guard !isUnoffered else { throw .misbehaved(.answeredUnofferedExtension) }
        // RFC 8449 §4.
        if let limit = answers.recordSizeLimit, limit < 64 { throw .misbehaved(.recordSizeLimitTooSmall) }
        let applicationProtocol = try decideProtocol(answers, offered)
        if answers.earlyData != nil { try checkEarlyData(psk, applicationProtocol, offer) }
        return AnswersDecision(
            applicationProtocol: applicationProtocol, recordSizeLimit: answers.recordSizeLimit.map(Int.init),
            isEarlyDataAccepted: answers.earlyData != nil)
    }

    /// RFC 9846 §4.3.10: it was sent under the first key, for the protocol that the session spoke.
    private static func checkEarlyData(
        _ psk: SelectedKey?, _ applicationProtocol: [UInt8]?, _ offer: HelloOffer
    ) throws(HandshakeFault) {
        guard let psk, psk.index == 0, case .session(let session, _) = psk.offered.source else {
            throw .misbehaved(.earlyDataWithoutItsKey)
        }
        guard session.facts.applicationProtocol == applicationProtocol else {
            throw .misbehaved(.earlyDataForOtherProtocol)
        }
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
