import TLSHandshake
import TLSMessages
import TLSProvider
import TLSRecordLayer
import TLSWire

/// What the suite knows an error by: BoringSSL's name for it, and our own where ours is more exact or theirs is another.
func errorNames(of error: TLSError) -> [String] {
    if error.code == .alertReceived, let alert = error.alert { return [":\(alertName(alert)):"] }
    switch error.cause {
    case let fault as HandshakeFault: return handshakeNames(of: fault)
    case let fault as RecordFault: return recordNames(of: fault)
    default: return error.code == .wrongState ? [":HANDSHAKE_NOT_COMPLETE:"] : [":\(error.code.name):"]
    }
}

private func handshakeNames(of fault: HandshakeFault) -> [String] {
    switch fault {
    case .decode(let error): wireNames(of: error)
    case .misbehaved(let misbehaviour): [":\(misbehaviourName(misbehaviour)):"]
    case .incompatible(let incompatibility): [":\(incompatibilityName(incompatibility)):"]
    case .certificate(.rejected): [":CERTIFICATE_VERIFY_FAILED:"]
    case .certificate(.required), .certificate(.missing): [":PEER_DID_NOT_RETURN_A_CERTIFICATE:"]
    case .certificate(.malformed): [":CANNOT_PARSE_LEAF_CERT:"]
    case .certificate(.unsupportedKey): [":UNSUPPORTED_KEY:"]
    case .certificate(.keyUse): [":KEY_USAGE_BIT_INCORRECT:"]
    case .certificate(.chainTooLong): [":CHAIN_TOO_LONG:"]
    case .crypto: [":INTERNAL_ERROR:"]
    case .application(_, let reason): [":\(reason):"]
    case .aborted: [":ABORTED:"]
    }
}

private func wireNames(of error: WireError) -> [String] {
    switch error.kind {
    case .truncated: [":DECODE_ERROR:", ":TRUNCATED:"]
    case .trailingBytes: [":DECODE_ERROR:", ":TRAILING_BYTES:"]
    case .lengthOutOfRange: [":DECODE_ERROR:", ":LENGTH_OUT_OF_RANGE:"]
    case .invalidValue: [":DECODE_ERROR:", ":INVALID_VALUE:"]
    case .duplicateExtension: [":DUPLICATE_EXTENSION:"]
    case .forbiddenExtension: [":UNEXPECTED_EXTENSION:"]
    }
}

private func misbehaviourName(_ misbehaviour: Misbehaviour) -> String {
    switch misbehaviour {
    case .unexpectedMessage, .secondHelloRetryRequest: "UNEXPECTED_MESSAGE"
    case .handshakeAcrossKeyChange: "EXCESS_HANDSHAKE_DATA"
    case .offeredCompression: "INVALID_COMPRESSION_LIST"
    case .missingKeyShare: "MISSING_KEY_SHARE"
    case .missingSupportedGroups: "MISSING_SUPPORTED_GROUPS"
    case .missingSignatureAlgorithms: "MISSING_SIGNATURE_ALGORITHMS"
    case .keyShareForUnsupportedGroup: "KEY_SHARE_FOR_UNSUPPORTED_GROUP"
    case .duplicateKeyShare: "DUPLICATE_KEY_SHARE"
    case .keyShareOrder: "KEY_SHARE_ORDER"
    case .invalidKeyShare: "BAD_ECPOINT"
    case .preSharedKeyNotLast: "PRE_SHARED_KEY_MUST_BE_LAST"
    case .preSharedKeyWithoutModes: "MISSING_EXTENSION"
    case .secondHelloDiffers: "SECOND_HELLO_DIFFERS"
    case .secondHelloWithEarlyData: "SECOND_HELLO_WITH_EARLY_DATA"
    case .secondHelloWithoutRequestedShare: "WRONG_CURVE"
    case .wrongCookie: "WRONG_COOKIE"
    case .certificateContextNotEmpty: "CERTIFICATE_CONTEXT_NOT_EMPTY"
    case .compressedWithUnofferedAlgorithm: "UNKNOWN_CERT_COMPRESSION_ALG"
    case .compressedCertificateTooLong: "UNCOMPRESSED_CERT_TOO_LARGE"
    case .compressedCertificateOfOtherLength, .compressedCertificateCorrupt: "CERT_DECOMPRESSION_FAILED"
    case .signedWithUnofferedScheme: "WRONG_SIGNATURE_TYPE"
    case .signatureSchemeDoesNotFitKey: "SIGNATURE_SCHEME_DOES_NOT_FIT_KEY"
    case .wrongSignature: "BAD_SIGNATURE"
    case .wrongFinished, .wrongBinder: "DIGEST_CHECK_FAILED"
    case .recordSizeLimitTooSmall: "RECORD_SIZE_LIMIT_TOO_SMALL"
    case .tooManyPostHandshakeMessages: "TOO_MANY_KEY_UPDATES"
    case .wrongLegacyVersion: "WRONG_LEGACY_VERSION"
    case .oidFiltersInClientHello: "OID_FILTERS_IN_CLIENT_HELLO"
    case .markedAsDowngrade: "TLS13_DOWNGRADE"
    case .selectedUnofferedVersion: "UNSUPPORTED_PROTOCOL"
    case .sessionIDNotEchoed: "SERVER_ECHOED_INVALID_SESSION_ID"
    case .selectedUnofferedSuite, .suiteChangedAfterRetry: "WRONG_CIPHER_RETURNED"
    case .selectedUnofferedGroup, .retryForUnofferedGroup, .retryForSharedGroup: "WRONG_CURVE"
    case .retryWithoutChange: "EMPTY_HELLO_RETRY_REQUEST"
    case .answeredUnofferedExtension: "UNEXPECTED_EXTENSION"
    case .extensionInWrongMessage: "EXTENSION_IN_WRONG_MESSAGE"
    case .selectedSeveralProtocols, .selectedUnofferedProtocol: "INVALID_ALPN_PROTOCOL"
    case .emptyServerCertificate: "PEER_DID_NOT_RETURN_A_CERTIFICATE"
    case .binderCountDiffers: "PSK_IDENTITY_BINDER_COUNT_MISMATCH"
    case .selectedUnofferedKey: "PSK_IDENTITY_NOT_FOUND"
    case .selectedKeyOfOtherHash: "OLD_SESSION_PRF_HASH_MISMATCH"
    case .selectedUnofferedMode: "SELECTED_UNOFFERED_MODE"
    case .earlyDataWithoutItsKey: "EARLY_DATA_WITHOUT_ITS_KEY"
    case .earlyDataForOtherProtocol: "ALPN_MISMATCH_ON_EARLY_DATA"
    case .earlyDataForOtherSuite: "CIPHER_MISMATCH_ON_EARLY_DATA"
    case .ticketLifetimeTooLong: "TICKET_LIFETIME_TOO_LONG"
    case .unexpectedChangeCipherSpec: "UNEXPECTED_RECORD"
    case .missingNullCompression: "INVALID_COMPRESSION_LIST"
    case .missingUncompressedPoints: "MISSING_UNCOMPRESSED_POINTS"
    case .wrongRenegotiationInfo: "RENEGOTIATION_MISMATCH"
    case .unknownMaximumFragmentLength, .otherMaximumFragmentLength: "MAXIMUM_FRAGMENT_LENGTH"
    case .resumedWithoutExtendedMasterSecret: "RESUMED_EMS_SESSION_WITHOUT_EMS_EXTENSION"
    case .resumedWithExtendedMasterSecret: "RESUMED_NON_EMS_SESSION_WITH_EMS_EXTENSION"
    case .resumedUnknownSession: "SERVER_ECHOED_INVALID_SESSION_ID"
    case .resumedWithOtherSuite: "OLD_SESSION_CIPHER_NOT_RETURNED"
    case .versionChangedAfterRetry: "SECOND_SERVERHELLO_VERSION_MISMATCH"
    case .encryptsThenMACsWithoutBlockCipher: "UNEXPECTED_EXTENSION"
    case .recordSizeLimitBesideMaximumFragmentLength: "UNEXPECTED_EXTENSION"
    case .certificateDoesNotFitSuite: "WRONG_CERTIFICATE_TYPE"
    case .certificateOnUnofferedCurve: "BAD_ECC_CERT"
    case .finiteFieldTooLarge, .invalidFiniteField: "BAD_DH_P_LENGTH"
    }
}

private func incompatibilityName(_ incompatibility: Incompatibility) -> String {
    switch incompatibility {
    case .noCommonVersion: "UNSUPPORTED_PROTOCOL"
    case .noCommonCipherSuite: "NO_SHARED_CIPHER"
    case .noCommonGroup: "NO_SHARED_GROUP"
    case .noCommonSignatureScheme: "NO_COMMON_SIGNATURE_ALGORITHMS"
    case .noCommonApplicationProtocol: "NO_APPLICATION_PROTOCOL"
    case .unknownServerName: "UNKNOWN_SERVER_NAME"
    case .noCertificate: "NO_CERTIFICATE_SET"
    case .noMatchingIssuer: "NO_MATCHING_ISSUER"
    case .inappropriateFallback: "INAPPROPRIATE_FALLBACK"
    case .noExtendedMasterSecret: "NO_EXTENDED_MASTER_SECRET"
    case .finiteFieldTooSmall: "BAD_DH_P_LENGTH"
    case .earlyDataInOldVersion: "WRONG_VERSION_ON_EARLY_DATA"
    }
}

private func recordNames(of fault: RecordFault) -> [String] {
    switch fault {
    case .notTLS: [":WRONG_VERSION_NUMBER:", ":NOT_TLS:"]
    case .plainHTTP: [":HTTP_REQUEST:"]
    case .sslv2Hello: [":WRONG_VERSION_NUMBER:", ":SSL2_HELLO:"]
    case .wrongVersion: [":WRONG_VERSION_NUMBER:"]
    case .tooLong: [":ENCRYPTED_LENGTH_TOO_LONG:"]
    case .tooMuchPlaintext: [":DATA_LENGTH_TOO_LONG:"]
    case .badMAC: [":DECRYPTION_FAILED_OR_BAD_RECORD_MAC:", ":BAD_DECRYPT:"]
    case .unexpectedType: [":UNEXPECTED_RECORD:", ":UNEXPECTED_RECORD_TYPE:"]
    case .emptyRecord: [":UNEXPECTED_RECORD:", ":EMPTY_RECORD:"]
    case .tooManyEmptyRecords: [":TOO_MANY_EMPTY_FRAGMENTS:"]
    case .badChangeCipherSpec: [":BAD_CHANGE_CIPHER_SPEC:"]
    case .tooManyChangeCipherSpecs: [":TOO_MANY_CHANGE_CIPHER_SPECS:"]
    case .unexpectedChangeCipherSpec: [":UNEXPECTED_RECORD:", ":UNEXPECTED_CHANGE_CIPHER_SPEC:"]
    case .onlyPadding: [":DECRYPTION_FAILED_OR_BAD_RECORD_MAC:", ":ONLY_PADDING:"]
    case .tooMuchSkippedEarlyData: [":TOO_MUCH_SKIPPED_EARLY_DATA:"]
    case .tooMuchEarlyData: [":TOO_MUCH_READ_EARLY_DATA:"]
    case .malformedAlert: [":BAD_ALERT:"]
    case .tooManyWarnings: [":TOO_MANY_WARNING_ALERTS:"]
    case .interleavedHandshake: [":UNEXPECTED_RECORD:", ":INTERLEAVED_HANDSHAKE:"]
    case .handshakeAcrossKeyChange: [":EXCESS_HANDSHAKE_DATA:"]
    case .messageTooLong: [":EXCESSIVE_MESSAGE_SIZE:"]
    case .tooManyFragments: [":TOO_MANY_FRAGMENTS:"]
    case .keyExhausted, .crypto: [":INTERNAL_ERROR:"]
    }
}

/// BoringSSL's names for received alerts differ by the protocol that introduced them.
private func alertName(_ alert: AlertDescription) -> String {
    let old: [UInt8: String] = [
        0: "CLOSE_NOTIFY", 10: "UNEXPECTED_MESSAGE", 20: "BAD_RECORD_MAC", 30: "DECOMPRESSION_FAILURE",
        40: "HANDSHAKE_FAILURE", 41: "NO_CERTIFICATE", 42: "BAD_CERTIFICATE", 43: "UNSUPPORTED_CERTIFICATE",
        44: "CERTIFICATE_REVOKED", 45: "CERTIFICATE_EXPIRED", 46: "CERTIFICATE_UNKNOWN", 47: "ILLEGAL_PARAMETER",
    ]
    let new: [UInt8: String] = [
        21: "DECRYPTION_FAILED", 22: "RECORD_OVERFLOW", 48: "UNKNOWN_CA", 49: "ACCESS_DENIED", 50: "DECODE_ERROR",
        51: "DECRYPT_ERROR", 60: "EXPORT_RESTRICTION", 70: "PROTOCOL_VERSION", 71: "INSUFFICIENT_SECURITY",
        80: "INTERNAL_ERROR", 86: "INAPPROPRIATE_FALLBACK", 90: "USER_CANCELLED", 100: "NO_RENEGOTIATION",
        110: "UNSUPPORTED_EXTENSION", 112: "UNRECOGNIZED_NAME", 116: "CERTIFICATE_REQUIRED",
        120: "NO_APPLICATION_PROTOCOL",
    ]
    if let name = old[alert.rawValue] { return "SSLV3_ALERT_\(name)" }
    return new[alert.rawValue].map { "TLSV1_ALERT_\($0)" } ?? "UNKNOWN_ALERT_TYPE"
}
