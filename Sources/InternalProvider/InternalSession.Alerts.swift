import TLSHandshake
import TLSMessages
import TLSProvider
import TLSRecordLayer

// What the peer's alerts do.
extension InternalSession {
    /// RFC 9846 §6: close_notify and user_canceled are not errors; every other alert ends the connection, but for TLS 1.2's
    /// warnings. RFC 5246 §7.2.
    func receiveAlert(_ content: Range<Int>, _ input: borrowing MutableSpan<UInt8>) throws(RecordFault) {
        guard core.reassembler.isAligned else { throw .interleavedHandshake }
        guard content.count == 2,
            let alert = Alert(level: input[content.lowerBound], description: input[content.lowerBound + 1])
        else { throw .malformedAlert }
        core.trace(.alert(alert.description, isFatal: alert.isFatal), isReceived: true)
        switch alert.description {
        case .closeNotify where isHandshakeComplete:
            isReadClosed = true
            core.events.append(.closeNotify)
            // RFC 5246 §7.2.1: the answer comes at once, and what was still to be sent is dropped.
            if negotiated?.version == .tls12 { close() }
        case .closeNotify:
            receiveEnd(alert)
        case .userCanceled:
            try receiveWarning(alert)
        case _ where !alert.isFatal && core.toleratesWarnings:
            try receiveWarning(alert)
        default:
            receiveEnd(alert)
        }
    }

    private func receiveWarning(_ alert: Alert) throws(RecordFault) {
        warnings += 1
        guard warnings <= Self.warningAlerts else { throw .tooManyWarnings }
        core.events.append(.warning(alert.description))
    }

    private func receiveEnd(_ alert: Alert) {
        let error = TLSError(
            .alertReceived, "the peer ended the connection", alert: alert.description, direction: .received)
        _ = fail(error, sending: nil)
    }
}
