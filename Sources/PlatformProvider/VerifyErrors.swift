internal import CLibssl
import TLSMessages

/// Alerts about certificates in terms of libssl's verification errors, by which alone it can be told what to send.
enum VerifyErrors {
    /// What makes libssl send this alert. It cannot send every one in this place: certificate_unknown stands for the rest.
    static func number(for alert: AlertDescription) -> Int32 {
        switch alert {
        case .badCertificate: X509_V_ERR_CERT_REJECTED
        case .unsupportedCertificate: X509_V_ERR_INVALID_PURPOSE
        case .certificateRevoked: X509_V_ERR_CERT_REVOKED
        case .certificateExpired: X509_V_ERR_CERT_HAS_EXPIRED
        case .unknownCA: X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
        case .decryptError: X509_V_ERR_CERT_SIGNATURE_FAILURE
        case .handshakeFailure: X509_V_ERR_APPLICATION_VERIFICATION
        case .internalError: X509_V_ERR_OUT_OF_MEM
        default: X509_V_ERR_CRL_PATH_VALIDATION_ERROR
        }
    }

    static func text(_ number: Int32) -> String {
        // SAFETY: a static, terminated string.
        guard let text = unsafe X509_verify_cert_error_string(Int(number)) else {
            return "verification error \(number)"
        }
        return unsafe String(cString: text)
    }
}
