import TLSHandshake
import TLSProvider
import TLSRecordLayer

extension TLSError {
    /// A fault of the handshake, with the alert it sends.
    init(_ fault: HandshakeFault) {
        let code: Code =
            switch fault {
            case .decode: .malformedMessage
            case .misbehaved: .peerMisbehaved
            case .incompatible: .incompatiblePeer
            case .certificate: .peerCertificateRejected
            case .crypto: .cryptographyFailed
            case .application: .applicationRefused
            case .aborted: .wrongState
            }
        self.init(code, fault.description, alert: fault.alert)
        cause = fault
    }

    /// A fault of the record layer, with the alert it sends.
    init(_ fault: RecordFault) {
        let code: Code =
            switch fault {
            case .notTLS, .plainHTTP: .notTLS
            case .badMAC: .badRecord
            case .sslv2Hello, .wrongVersion: .incompatiblePeer
            case .malformedAlert, .messageTooLong: .malformedMessage
            case .keyExhausted, .crypto: .cryptographyFailed
            case .tooLong, .tooMuchPlaintext, .unexpectedType, .emptyRecord, .tooManyEmptyRecords, .badChangeCipherSpec,
                .tooManyChangeCipherSpecs, .unexpectedChangeCipherSpec, .onlyPadding, .tooMuchSkippedEarlyData,
                .tooMuchEarlyData, .tooManyWarnings,
                .interleavedHandshake, .handshakeAcrossKeyChange, .tooManyFragments:
                .peerMisbehaved
            }
        self.init(code, fault.description, alert: fault.alert)
        cause = fault
    }
}
