package import TLSMessages
package import TLSPrimitives
package import TLSWire

/// Why a handshake failed, grouped by whose fault it is. Cases name what the peer did, never an alert.
package enum HandshakeFault: Error, Sendable {
    /// Bytes that do not have the form of their message.
    case decode(WireError)
    /// The peer broke a rule.
    case misbehaved(Misbehaviour)
    /// Peer and settings have nothing in common.
    case incompatible(Incompatibility)
    /// The peer's certificate is missing or was refused.
    case certificate(CertificateFault)
    /// libcrypto failed on input that is ours.
    case crypto(CryptoError)
    /// The application refused, with the alert it chose.
    case application(AlertDescription, reason: String)
    /// The connection was given up before it was complete.
    case aborted
}

/// A rule that the peer broke.
package enum Misbehaviour: Hashable, Sendable, CaseIterable {
    case unexpectedMessage
    case handshakeAcrossKeyChange
    case offeredCompression
    case missingKeyShare
    case missingSupportedGroups
    case missingSignatureAlgorithms
    case keyShareForUnsupportedGroup
    case duplicateKeyShare
    case keyShareOrder
    case invalidKeyShare
    case preSharedKeyNotLast
    case preSharedKeyWithoutModes
    case secondHelloDiffers
    case secondHelloWithEarlyData
    case secondHelloWithoutRequestedShare
    case wrongCookie
    case certificateContextNotEmpty
    case compressedWithUnofferedAlgorithm
    case compressedCertificateTooLong
    case compressedCertificateOfOtherLength
    case compressedCertificateCorrupt
    case signedWithUnofferedScheme
    case signatureSchemeDoesNotFitKey
    case wrongSignature
    case wrongFinished
    case recordSizeLimitTooSmall
    case tooManyPostHandshakeMessages
    case wrongLegacyVersion
    case oidFiltersInClientHello
    case markedAsDowngrade
    case selectedUnofferedVersion
    case sessionIDNotEchoed
    case selectedUnofferedSuite
    case selectedUnofferedGroup
    case retryForUnofferedGroup
    case retryForSharedGroup
    case retryWithoutChange
    case secondHelloRetryRequest
    case suiteChangedAfterRetry
    case answeredUnofferedExtension
    case extensionInWrongMessage
    case selectedSeveralProtocols
    case selectedUnofferedProtocol
    case emptyServerCertificate
    case binderCountDiffers
    case wrongBinder
    case selectedUnofferedKey
    case selectedKeyOfOtherHash
    case selectedUnofferedMode
    case earlyDataWithoutItsKey
    case earlyDataForOtherProtocol
    case earlyDataForOtherSuite
    case ticketLifetimeTooLong
    case unexpectedChangeCipherSpec
    case missingNullCompression
    case missingUncompressedPoints
    case wrongRenegotiationInfo
    case unknownMaximumFragmentLength
    case resumedWithoutExtendedMasterSecret
    case resumedWithExtendedMasterSecret
    case resumedUnknownSession
    case resumedWithOtherSuite
    case versionChangedAfterRetry
    case encryptsThenMACsWithoutBlockCipher
    case otherMaximumFragmentLength
    case recordSizeLimitBesideMaximumFragmentLength
    case certificateDoesNotFitSuite
    case certificateOnUnofferedCurve
    case finiteFieldTooLarge
    case invalidFiniteField
}

/// Something the peer and we do not have in common.
package enum Incompatibility: Hashable, Sendable, CaseIterable {
    case noCommonVersion
    case noCommonCipherSuite
    case noCommonGroup
    case noCommonSignatureScheme
    case noCommonApplicationProtocol
    case unknownServerName
    case noCertificate
    case noMatchingIssuer
    case inappropriateFallback
    case noExtendedMasterSecret
    case earlyDataInOldVersion
    case finiteFieldTooSmall
}

/// What is wrong with a peer's certificate.
package enum CertificateFault: Error, Hashable, Sendable {
    case required
    /// None came, in TLS 1.2, though it is required.
    case missing
    case malformed(String)
    case unsupportedKey(String)
    /// Its key_usage does not allow what the handshake needs.
    case keyUse
    case chainTooLong(Int)
    case rejected(AlertDescription, reason: String)
}
