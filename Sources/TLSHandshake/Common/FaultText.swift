extension HandshakeFault: CustomStringConvertible {
    /// What happened, in one line for a log.
    package var description: String {
        switch self {
        case .decode(let error): "\(error)"
        case .misbehaved(let misbehaviour): misbehaviour.description
        case .incompatible(let incompatibility): incompatibility.description
        case .certificate(let fault): fault.description
        case .crypto(let error): "\(error)"
        case .application(_, let reason): reason
        case .aborted: "the connection was given up"
        }
    }
}

extension Misbehaviour: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unexpectedMessage: "a handshake message may not come here"
        case .handshakeAcrossKeyChange: "handshake bytes are left over where keys change"
        case .offeredCompression: "the hello offers compression"
        case .missingKeyShare: "the hello has no key_share"
        case .missingSupportedGroups: "the hello has no supported_groups"
        case .missingSignatureAlgorithms: "the hello has no signature_algorithms"
        case .keyShareForUnsupportedGroup: "a key share is for a group that is not in supported_groups"
        case .duplicateKeyShare: "two key shares are for one group"
        case .keyShareOrder: "the key shares do not follow the order of supported_groups"
        case .invalidKeyShare: "a key share is not a valid public value"
        case .preSharedKeyNotLast: "pre_shared_key is not the last extension"
        case .preSharedKeyWithoutModes: "pre_shared_key comes without psk_key_exchange_modes"
        case .secondHelloDiffers: "the second hello changes what it may not change"
        case .secondHelloWithEarlyData: "the second hello offers early data"
        case .secondHelloWithoutRequestedShare: "the second hello lacks the one share that was asked for"
        case .wrongCookie: "the second hello has not the cookie that was sent"
        case .certificateContextNotEmpty: "the certificate's request context is not ours"
        case .compressedWithUnofferedAlgorithm: "the certificate is compressed in a way that was not offered"
        case .compressedCertificateTooLong: "a compressed certificate claims to be longer than is taken"
        case .compressedCertificateOfOtherLength: "a compressed certificate has another length than it claims"
        case .compressedCertificateCorrupt: "a compressed certificate cannot be decompressed"
        case .signedWithUnofferedScheme: "the signature scheme was not offered"
        case .signatureSchemeDoesNotFitKey: "the signature scheme does not fit the certificate's key"
        case .wrongSignature: "the signature over the handshake is wrong"
        case .wrongFinished: "Finished does not match the handshake"
        case .recordSizeLimitTooSmall: "record_size_limit is below 64"
        case .tooManyPostHandshakeMessages: "too many handshake messages in a row without data"
        case .wrongLegacyVersion: "the hello's legacy version is not that of TLS 1.2"
        case .oidFiltersInClientHello: "oid_filters may not stand in a hello"
        case .markedAsDowngrade: "a server of TLS 1.3 was made to speak an older version"
        case .selectedUnofferedVersion: "the server selected a version that was not offered"
        case .sessionIDNotEchoed: "the server does not echo the session identifier"
        case .selectedUnofferedSuite: "the server selected a cipher suite that was not offered"
        case .selectedUnofferedGroup: "the server selected a group that no share was sent for"
        case .retryForUnofferedGroup: "HelloRetryRequest asks for a group that was not offered"
        case .retryForSharedGroup: "HelloRetryRequest asks for a group that a share was sent for"
        case .retryWithoutChange: "HelloRetryRequest asks for nothing that would change the hello"
        case .secondHelloRetryRequest: "a second HelloRetryRequest"
        case .suiteChangedAfterRetry: "the server selected another cipher suite than in its HelloRetryRequest"
        case .answeredUnofferedExtension: "the server answers an extension that was not offered"
        case .extensionInWrongMessage: "an extension stands in a message where it may not"
        case .selectedSeveralProtocols: "the server selected more than one application protocol"
        case .selectedUnofferedProtocol: "the server selected an application protocol that was not offered"
        case .emptyServerCertificate: "the server sent no certificate"
        case .binderCountDiffers: "there are not as many binders as pre-shared keys"
        case .wrongBinder: "the binder of the pre-shared key is wrong"
        case .selectedUnofferedKey: "the server selected a pre-shared key that was not offered"
        case .selectedKeyOfOtherHash: "the server selected a pre-shared key and a cipher suite of another hash"
        case .selectedUnofferedMode: "the server uses the pre-shared key in a way that was not offered"
        case .earlyDataWithoutItsKey: "the server takes early data without the key it was sent under"
        case .earlyDataForOtherProtocol: "the server takes early data for another application protocol"
        case .earlyDataForOtherSuite: "the server takes early data with another cipher suite"
        case .ticketLifetimeTooLong: "a ticket would hold for more than a week"
        case .unexpectedChangeCipherSpec: "change_cipher_spec may not come here"
        case .missingNullCompression: "the hello does not offer to go without compression"
        case .missingUncompressedPoints: "the peer names point formats without the uncompressed one"
        case .wrongRenegotiationInfo: "renegotiation_info is not that of a first handshake"
        case .unknownMaximumFragmentLength: "max_fragment_length has a value without a meaning"
        case .resumedWithoutExtendedMasterSecret: "a session with extended_master_secret is to be resumed without it"
        case .resumedWithExtendedMasterSecret: "a session without extended_master_secret is to be resumed with it"
        case .resumedUnknownSession: "the server resumes a session that was not offered"
        case .resumedWithOtherSuite: "the server resumes a session with another cipher suite"
        case .versionChangedAfterRetry: "the server selected another version than in its HelloRetryRequest"
        case .encryptsThenMACsWithoutBlockCipher: "the server answers encrypt_then_mac without a block cipher"
        case .otherMaximumFragmentLength: "the server answers with another max_fragment_length than was asked for"
        case .recordSizeLimitBesideMaximumFragmentLength:
            "the server answers both record_size_limit and max_fragment_length"
        case .certificateDoesNotFitSuite: "the certificate's key does not fit the cipher suite"
        case .certificateOnUnofferedCurve: "the certificate's key is on a curve that was not offered"
        case .finiteFieldTooLarge: "the prime of the key exchange is longer than 8192 bits"
        case .invalidFiniteField: "prime and generator of the key exchange make no group"
        }
    }
}

extension Incompatibility: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noCommonVersion: "no protocol version in common"
        case .noCommonCipherSuite: "no cipher suite in common"
        case .noCommonGroup: "no key exchange group in common"
        case .noCommonSignatureScheme: "no signature scheme in common that a certificate's key can do"
        case .noCommonApplicationProtocol: "no application protocol in common"
        case .unknownServerName: "no certificate for the name that was asked for"
        case .noCertificate: "no certificate is configured that goes with the suites in common"
        case .noMatchingIssuer: "no certificate is of the authorities that the peer names, and all are bound to theirs"
        case .inappropriateFallback: "the client falls back to a version below what both speak"
        case .noExtendedMasterSecret: "the peer does not know extended_master_secret, which is required"
        case .earlyDataInOldVersion: "the server speaks a version without early data, which was sent"
        case .finiteFieldTooSmall: "the prime of the key exchange is shorter than 2048 bits"
        }
    }
}

extension CertificateFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .required: "a client certificate is required and none came"
        case .missing: "a client certificate is required and none came"
        case .malformed(let reason): "the peer's certificate cannot be read: \(reason)"
        case .unsupportedKey(let reason): "the peer's certificate has a key we do not take: \(reason)"
        case .keyUse: "the peer's certificate does not allow its key this use"
        case .chainTooLong(let count): "the peer's chain has \(count) certificates"
        case .rejected(_, let reason): "the peer's certificate was refused: \(reason)"
        }
    }
}
