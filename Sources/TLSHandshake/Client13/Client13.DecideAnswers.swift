import TLSMessages
import TLSNegotiation

extension Client13 {
    /// What EncryptedExtensions settle.
    struct AnswersDecision: Sendable {
        let applicationProtocol: [UInt8]?
        /// Of what is inside of a record, its type included.
        let recordSizeLimit: Int?
        let isEarlyDataAccepted: Bool
    }

    /// Checks the server's answers against our offer. RFC 9846 §4.4.1.
    static func decide(
        _ answers: EncryptedExtensions, _ offer: HelloOffer, _ psk: SelectedKey?, _ suite: CipherSuiteRow
    ) throws(HandshakeFault) -> AnswersDecision {
        let offered = offer.hello.extensions
        // RFC 9846 §4.3: no answer without an offer. Groups are no answer: a server may always name its own.
        let isUnoffered =
            (answers.serverName != nil && offered.serverName == nil)
            || (answers.recordSizeLimit != nil && offered.recordSizeLimit == nil)
            || (answers.maximumFragmentLength != nil && offered.maximumFragmentLength == nil)
            || (answers.applicationProtocol != nil && offered.applicationProtocols == nil)
            || (answers.earlyData != nil && offered.earlyData == nil)
        guard !isUnoffered else { throw .misbehaved(.answeredUnofferedExtension) }
        try checkLimits(answers.recordSizeLimit, answers.maximumFragmentLength, offered)
        let applicationProtocol = try decideProtocol(answers.applicationProtocol, offered)
        if answers.earlyData != nil { try checkEarlyData(psk, applicationProtocol, suite) }
        return AnswersDecision(
            applicationProtocol: applicationProtocol, recordSizeLimit: recordSizeLimit(answers),
            isEarlyDataAccepted: answers.earlyData != nil)
    }

    /// What a server may answer to bound records, whatever the version. RFC 6066 §4, RFC 8449 §4, §5.
    static func checkLimits(
        _ recordSizeLimit: UInt16?, _ maximumFragmentLength: MaximumFragmentLength?, _ offered: ClientHelloExtensions
    ) throws(HandshakeFault) {
        if let recordSizeLimit, recordSizeLimit < 64 { throw .misbehaved(.recordSizeLimitTooSmall) }
        guard let maximumFragmentLength else { return }
        // RFC 8449 §5: the newer one goes before the older one.
        guard recordSizeLimit == nil else { throw .misbehaved(.recordSizeLimitBesideMaximumFragmentLength) }
        // RFC 6066 §4: what was asked for, and nothing else.
        guard maximumFragmentLength == offered.maximumFragmentLength else {
            throw .misbehaved(.otherMaximumFragmentLength)
        }
    }

    private static func recordSizeLimit(_ answers: EncryptedExtensions) -> Int? {
        answers.recordSizeLimit.map(Int.init) ?? answers.maximumFragmentLength?.length.map { $0 + 1 }
    }

    /// RFC 9846 §4.3.10: it was sent under the first key, with the suite and for the protocol that the session spoke.
    private static func checkEarlyData(
        _ psk: SelectedKey?, _ applicationProtocol: [UInt8]?, _ suite: CipherSuiteRow
    ) throws(HandshakeFault) {
        guard let psk, psk.index == 0, case .session(let session, _) = psk.offered.source else {
            throw .misbehaved(.earlyDataWithoutItsKey)
        }
        guard session.facts.cipherSuite == suite.suite else { throw .misbehaved(.earlyDataForOtherSuite) }
        guard session.facts.applicationProtocol == applicationProtocol else {
            throw .misbehaved(.earlyDataForOtherProtocol)
        }
    }

    /// RFC 7301 §3.1: exactly one, and one of ours.
    static func decideProtocol(
        _ answer: [[UInt8]]?, _ offered: ClientHelloExtensions
    ) throws(HandshakeFault) -> [UInt8]? {
        guard let chosen = answer else { return nil }
        guard let name = chosen.first, chosen.count == 1 else { throw .misbehaved(.selectedSeveralProtocols) }
        guard offered.applicationProtocols?.contains(name) ?? false else {
            throw .misbehaved(.selectedUnofferedProtocol)
        }
        return name
    }
}
