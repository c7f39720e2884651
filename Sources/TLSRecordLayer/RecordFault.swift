package import TLSMessages
package import TLSPrimitives

/// What was wrong with a record, named for what the peer did.
package enum RecordFault: Error, Sendable {
    case notTLS(firstByte: UInt8)
    case plainHTTP
    case sslv2Hello
    case wrongVersion(UInt16)
    case tooLong(Int)
    case tooMuchPlaintext
    case badMAC
    case unexpectedType(UInt8)
    case emptyRecord(ContentType)
    case tooManyEmptyRecords
    case badChangeCipherSpec
    case tooManyChangeCipherSpecs
    case unexpectedChangeCipherSpec
    case onlyPadding
    case tooMuchSkippedEarlyData
    case tooMuchEarlyData
    case malformedAlert
    case tooManyWarnings
    case interleavedHandshake
    case handshakeAcrossKeyChange
    case messageTooLong(HandshakeType, Int)
    case tooManyFragments
    case keyExhausted
    case crypto(CryptoError)
}

extension RecordFault {
    /// The alert each fault sends. The only place of this module that names alerts.
    package var alert: AlertDescription {
        switch self {
        // RFC 9846 §E.2: an old client is told so.
        case .sslv2Hello, .wrongVersion: .protocolVersion
        // RFC 9846 §5.1, §5.2.
        case .tooLong, .tooMuchPlaintext: .recordOverflow
        case .badMAC: .badRecordMAC
        // RFC 9846 §5, §5.1, §5.4: a record of a kind, or at a time, that is not allowed.
        case .notTLS, .plainHTTP, .unexpectedType, .emptyRecord, .tooManyEmptyRecords, .badChangeCipherSpec,
            .tooManyChangeCipherSpecs, .unexpectedChangeCipherSpec, .onlyPadding, .tooMuchSkippedEarlyData,
            .tooMuchEarlyData, .tooManyWarnings,
            .interleavedHandshake, .handshakeAcrossKeyChange, .tooManyFragments:
            .unexpectedMessage
        // RFC 9846 §6.
        case .malformedAlert: .decodeError
        case .messageTooLong: .illegalParameter
        case .keyExhausted, .crypto: .internalError
        }
    }
}

extension RecordFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notTLS(let byte): "the first byte is \(byte), not a TLS record"
        case .plainHTTP: "not TLS: this looks like a plain HTTP request"
        case .sslv2Hello: "the client sent an SSL 2 hello"
        case .wrongVersion(let version): "the record version \(version) is not TLS"
        case .tooLong(let length): "a record of \(length) bytes is too long"
        case .tooMuchPlaintext: "a record holds more plaintext than is allowed"
        case .badMAC: "a record does not authenticate"
        case .unexpectedType(let type): "a record of type \(type) may not come here"
        case .emptyRecord(let type): "an empty record of type \(type.rawValue)"
        case .tooManyEmptyRecords: "too many empty records in a row"
        case .badChangeCipherSpec: "a malformed change_cipher_spec record"
        case .tooManyChangeCipherSpecs: "too many change_cipher_spec records"
        case .unexpectedChangeCipherSpec: "a change_cipher_spec record may not come here"
        case .onlyPadding: "a record holds padding only"
        case .tooMuchSkippedEarlyData: "too much early data to skip"
        case .tooMuchEarlyData: "more early data than the ticket allows"
        case .malformedAlert: "an alert record is not one alert"
        case .tooManyWarnings: "too many alerts that only warn"
        case .interleavedHandshake: "another record stands inside a handshake message"
        case .handshakeAcrossKeyChange: "handshake bytes are left over where keys change"
        case .messageTooLong(let type, let length): "a \(type) message of \(length) bytes is too long"
        case .tooManyFragments: "a handshake message comes in too many records"
        case .keyExhausted: "the keys have protected as many records as is safe"
        case .crypto(let error): "\(error)"
        }
    }
}
