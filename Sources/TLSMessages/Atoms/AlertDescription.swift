/// What an alert says. RFC 9846 §6.
///
/// An open set: a value that is not named here survives, compares and prints as hex.
public struct AlertDescription: RawRepresentable, Hashable, Sendable {
    /// The code point on the wire.
    public let rawValue: UInt8

    /// Makes the code point from its number.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `close_notify`.
    public static let closeNotify = AlertDescription(rawValue: 0)

    /// `unexpected_message`.
    public static let unexpectedMessage = AlertDescription(rawValue: 10)

    /// `bad_record_mac`.
    public static let badRecordMAC = AlertDescription(rawValue: 20)

    /// `record_overflow`.
    public static let recordOverflow = AlertDescription(rawValue: 22)

    /// `handshake_failure`.
    public static let handshakeFailure = AlertDescription(rawValue: 40)

    /// `bad_certificate`.
    public static let badCertificate = AlertDescription(rawValue: 42)

    /// `unsupported_certificate`.
    public static let unsupportedCertificate = AlertDescription(rawValue: 43)

    /// `certificate_revoked`.
    public static let certificateRevoked = AlertDescription(rawValue: 44)

    /// `certificate_expired`.
    public static let certificateExpired = AlertDescription(rawValue: 45)

    /// `certificate_unknown`.
    public static let certificateUnknown = AlertDescription(rawValue: 46)

    /// `illegal_parameter`.
    public static let illegalParameter = AlertDescription(rawValue: 47)

    /// `unknown_ca`.
    public static let unknownCA = AlertDescription(rawValue: 48)

    /// `access_denied`.
    public static let accessDenied = AlertDescription(rawValue: 49)

    /// `decode_error`.
    public static let decodeError = AlertDescription(rawValue: 50)

    /// `decrypt_error`.
    public static let decryptError = AlertDescription(rawValue: 51)

    /// `protocol_version`.
    public static let protocolVersion = AlertDescription(rawValue: 70)

    /// `insufficient_security`.
    public static let insufficientSecurity = AlertDescription(rawValue: 71)

    /// `internal_error`.
    public static let internalError = AlertDescription(rawValue: 80)

    /// `inappropriate_fallback`.
    public static let inappropriateFallback = AlertDescription(rawValue: 86)

    /// `user_canceled`.
    public static let userCanceled = AlertDescription(rawValue: 90)

    /// `no_renegotiation`.
    public static let noRenegotiation = AlertDescription(rawValue: 100)

    /// `missing_extension`.
    public static let missingExtension = AlertDescription(rawValue: 109)

    /// `unsupported_extension`.
    public static let unsupportedExtension = AlertDescription(rawValue: 110)

    /// `unrecognized_name`.
    public static let unrecognizedName = AlertDescription(rawValue: 112)

    /// `bad_certificate_status_response`.
    public static let badCertificateStatusResponse = AlertDescription(rawValue: 113)

    /// `unknown_psk_identity`.
    public static let unknownPSKIdentity = AlertDescription(rawValue: 115)

    /// `certificate_required`.
    public static let certificateRequired = AlertDescription(rawValue: 116)

    /// `general_error`.
    public static let generalError = AlertDescription(rawValue: 117)

    /// `no_application_protocol`.
    public static let noApplicationProtocol = AlertDescription(rawValue: 120)
}

extension AlertDescription: CustomStringConvertible {
    /// The registered name, or the number in hexadecimal.
    public var description: String {
        switch self {
        case .closeNotify: "close_notify"
        case .unexpectedMessage: "unexpected_message"
        case .badRecordMAC: "bad_record_mac"
        case .recordOverflow: "record_overflow"
        case .handshakeFailure: "handshake_failure"
        case .badCertificate: "bad_certificate"
        case .unsupportedCertificate: "unsupported_certificate"
        case .certificateRevoked: "certificate_revoked"
        case .certificateExpired: "certificate_expired"
        case .certificateUnknown: "certificate_unknown"
        case .illegalParameter: "illegal_parameter"
        case .unknownCA: "unknown_ca"
        case .accessDenied: "access_denied"
        case .decodeError: "decode_error"
        case .decryptError: "decrypt_error"
        case .protocolVersion: "protocol_version"
        case .insufficientSecurity: "insufficient_security"
        case .internalError: "internal_error"
        case .inappropriateFallback: "inappropriate_fallback"
        case .userCanceled: "user_canceled"
        case .noRenegotiation: "no_renegotiation"
        case .missingExtension: "missing_extension"
        case .unsupportedExtension: "unsupported_extension"
        case .unrecognizedName: "unrecognized_name"
        case .badCertificateStatusResponse: "bad_certificate_status_response"
        case .unknownPSKIdentity: "unknown_psk_identity"
        case .certificateRequired: "certificate_required"
        case .generalError: "general_error"
        case .noApplicationProtocol: "no_application_protocol"
        default: hexadecimal(rawValue)
        }
    }
}
