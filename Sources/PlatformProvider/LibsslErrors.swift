internal import CLibssl
import TLSMessages
import TLSProvider

/// libssl's failures in the terms of `TLSError`, with the codes that `InternalProvider` uses.
enum LibsslErrors {
    /// The oldest entry of the thread's error queue, which is the cause of the others, in words; the queue is emptied.
    static func takeReason() -> String? {
        let code = ERR_peek_error()
        clibssl_clear_errors()
        return words(for: code)
    }

    private static func words(for code: UInt) -> String? {
        guard code != 0 else { return nil }
        // SAFETY: a terminated string that is not freed, or nil; copied at once.
        guard let text = unsafe clibssl_reason(code) else { return "error 0x" + String(code, radix: 16) }
        return unsafe String(cString: text)
    }

    /// A failure that is nobody's input.
    static func failure(_ what: String) -> TLSError {
        TLSError(.cryptographyFailed, "\(what): \(takeReason() ?? "libssl gives no reason")")
    }

    /// What libssl refuses of a configuration.
    static func refusal(_ what: String, mend: String) -> TLSError {
        let reason = takeReason().map { " (\($0))" } ?? ""
        return TLSError(.invalidConfiguration, "libssl refuses \(what)\(reason): \(mend)")
    }

    /// The failure of a connection, from the alert that libssl sent for it.
    static func failure(sending alert: AlertDescription?) -> TLSError {
        let error = clibssl_take_own_error()
        let reason = words(for: error) ?? "libssl gives no reason"
        guard let alert else { return TLSError(isBadRecord(error) ? .badRecord : .peerMisbehaved, reason) }
        return TLSError(code(for: alert), reason, alert: alert)
    }

    /// Behind our close_notify no alert tells so.
    private static func isBadRecord(_ error: UInt) -> Bool {
        ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) == SSL_R_DECRYPTION_FAILED_OR_BAD_RECORD_MAC
    }

    /// The alerts that libssl sends, by whose fault they tell of.
    private static func code(for alert: AlertDescription) -> TLSError.Code {
        switch alert {
        case .decodeError: .malformedMessage
        case .badRecordMAC: .badRecord
        case .handshakeFailure, .protocolVersion, .insufficientSecurity, .noApplicationProtocol, .unrecognizedName,
            .inappropriateFallback:
            .incompatiblePeer
        case .badCertificate, .unsupportedCertificate, .certificateRevoked, .certificateExpired, .certificateUnknown,
            .unknownCA, .certificateRequired, .badCertificateStatusResponse:
            .peerCertificateRejected
        case .internalError: .cryptographyFailed
        default: .peerMisbehaved
        }
    }
}
