package import TLSMessages
import TLSWire

extension HandshakeFault {
    /// The alert each fault sends; nil when none is due. The only place of this module that names alerts.
    package var alert: AlertDescription? {
        switch self {
        case .decode(let error): error.alert
        case .misbehaved(let misbehaviour): misbehaviour.alert
        case .incompatible(let incompatibility): incompatibility.alert
        case .certificate(let fault): fault.alert
        case .crypto: .internalError
        case .application(let alert, _): alert
        case .aborted: nil
        }
    }
}

extension WireError {
    var alert: AlertDescription {
        switch kind {
        // RFC 9846 §6.2: a field out of its range, or a message of a wrong length.
        case .truncated, .trailingBytes, .lengthOutOfRange, .duplicateExtension: .decodeError
        case .invalidValue: .illegalParameter
        // RFC 9846 §4.3.
        case .forbiddenExtension: .unsupportedExtension
        }
    }
}

extension Misbehaviour {
    var alert: AlertDescription {
        switch self {
        // RFC 9846 §4, §5.1.
        case .unexpectedMessage, .handshakeAcrossKeyChange, .tooManyPostHandshakeMessages: .unexpectedMessage
        // RFC 5246 §7.1.
        case .unexpectedChangeCipherSpec: .unexpectedMessage
        // RFC 5246 §7.4.1.2, RFC 8422 §5.1.2, RFC 6066 §4.
        case .missingNullCompression, .missingUncompressedPoints, .unknownMaximumFragmentLength: .illegalParameter
        // RFC 5746 §3.4, §3.6; RFC 7627 §5.3.
        case .wrongRenegotiationInfo, .resumedWithoutExtendedMasterSecret, .resumedWithExtendedMasterSecret:
            .handshakeFailure
        // RFC 5246 §7.4.1.3; RFC 6066 §4; RFC 7366 §3; RFC 8422 §5.1.2, §5.2; RFC 8449 §5; RFC 9846 §4.2.4.
        case .resumedUnknownSession, .resumedWithOtherSuite, .versionChangedAfterRetry,
            .encryptsThenMACsWithoutBlockCipher, .otherMaximumFragmentLength,
            .recordSizeLimitBesideMaximumFragmentLength:
            .illegalParameter
        // RFC 5246 §7.4.2, §7.4.3; RFC 8422 §5.3.
        case .certificateDoesNotFitSuite, .certificateOnUnofferedCurve, .finiteFieldTooLarge, .invalidFiniteField:
            .illegalParameter
        // RFC 9846 §4.2.4.
        case .secondHelloRetryRequest: .unexpectedMessage
        // RFC 9846 §9.2.
        case .missingKeyShare, .missingSupportedGroups, .missingSignatureAlgorithms, .preSharedKeyWithoutModes:
            .missingExtension
        // RFC 9846 §4.2.2, §4.2.4, §4.3, §4.3.2, §4.3.8, §4.3.11, §4.5; RFC 8449 §4.
        case .offeredCompression, .keyShareForUnsupportedGroup, .duplicateKeyShare, .keyShareOrder, .invalidKeyShare,
            .preSharedKeyNotLast, .secondHelloDiffers, .secondHelloWithEarlyData, .secondHelloWithoutRequestedShare,
            .wrongCookie, .certificateContextNotEmpty, .signedWithUnofferedScheme, .signatureSchemeDoesNotFitKey,
            .recordSizeLimitTooSmall, .oidFiltersInClientHello:
            .illegalParameter
        // RFC 9846 §4.2.3, §4.2.4, §4.3, §4.3.1, §4.3.8, §4.4.1; RFC 7301 §3.1.
        case .markedAsDowngrade, .selectedUnofferedVersion, .sessionIDNotEchoed, .selectedUnofferedSuite,
            .selectedUnofferedGroup, .retryForUnofferedGroup, .retryForSharedGroup, .retryWithoutChange,
            .suiteChangedAfterRetry, .extensionInWrongMessage, .selectedSeveralProtocols, .selectedUnofferedProtocol:
            .illegalParameter
        // RFC 9846 §4.3.9, §4.3.10, §4.3.11, §4.7.1.
        case .binderCountDiffers, .selectedUnofferedKey, .selectedKeyOfOtherHash, .selectedUnofferedMode,
            .earlyDataWithoutItsKey, .earlyDataForOtherProtocol, .earlyDataForOtherSuite, .ticketLifetimeTooLong:
            .illegalParameter
        // RFC 8879 §4, §5.
        case .compressedWithUnofferedAlgorithm, .compressedCertificateTooLong: .illegalParameter
        case .compressedCertificateOfOtherLength, .compressedCertificateCorrupt: .badCertificate
        // RFC 9846 §4.3.
        case .answeredUnofferedExtension: .unsupportedExtension
        // RFC 9846 §4.5.1.3.
        case .emptyServerCertificate: .decodeError
        // RFC 9846 §4.3.11, §4.5.2, §4.5.3.
        case .wrongSignature, .wrongFinished, .wrongBinder: .decryptError
        // RFC 9846 §4.2.2.
        case .wrongLegacyVersion: .protocolVersion
        }
    }
}

extension Incompatibility {
    var alert: AlertDescription {
        switch self {
        case .noCommonVersion: .protocolVersion
        // RFC 9846 §4.2.1.
        case .noCommonCipherSuite, .noCommonGroup, .noCommonSignatureScheme, .noCertificate: .handshakeFailure
        // RFC 9846 §4.3.4.
        case .noMatchingIssuer: .handshakeFailure
        // RFC 7627 §5.2.
        case .noExtendedMasterSecret: .handshakeFailure
        // RFC 9846 §E.3.
        case .earlyDataInOldVersion: .protocolVersion
        // RFC 5246 §7.2.2: less than we take.
        case .finiteFieldTooSmall: .insufficientSecurity
        // RFC 7507 §3.
        case .inappropriateFallback: .inappropriateFallback
        // RFC 7301 §3.2.
        case .noCommonApplicationProtocol: .noApplicationProtocol
        // RFC 6066 §3.
        case .unknownServerName: .unrecognizedName
        }
    }
}

extension CertificateFault {
    var alert: AlertDescription {
        switch self {
        // RFC 9846 §4.5.1.3.
        case .required: .certificateRequired
        // RFC 5246 §7.4.6.
        case .missing: .handshakeFailure
        case .malformed, .chainTooLong: .badCertificate
        // RFC 9846 §4.5.1.2, RFC 5246 §7.4.2: a key that is for something else.
        case .unsupportedKey, .keyUse: .unsupportedCertificate
        case .rejected(let alert, _): alert
        }
    }
}
