import TLSMessages
import TLSProvider

// SAFETY: what libssl is lent of a span is lent inside the span's own call, and taken back before it ends.
extension PlatformSession {
    /// The longest record that is waited for. RFC 9846 §5.1, §5.2; RFC 5246 §6.2.3.
    var longestRecord: Int {
        guard observed.isWriteProtected else { return SessionLimits.plaintext }
        return connection?.version == .tls13 ? SessionLimits.ciphertext13 : SessionLimits.ciphertext12
    }

    /// Whether the header can be that of a record of TLS.
    func isLikeTLS(_ input: borrowing MutableSpan<UInt8>) -> Bool {
        guard input[1] == 3 else { return false }
        return hello.hasBegun || input[0] == ContentType.handshake.rawValue || input[0] == ContentType.alert.rawValue
    }

    /// Refuses a record whose header alone decides, with the alert that `InternalProvider` sends too.
    func refuseRecord(_ input: inout MutableSpan<UInt8>) throws(TLSError) {
        guard observed.isWriteProtected else {
            let error = fault(input)
            throw end(error, sending: error.alert)
        }
        // Under keys the alert is libssl's to send: it gets the header, and refuses it.
        try offerHeader(&input)
        throw end(fault(input), sending: nil)
    }

    private func offerHeader(_ input: inout MutableSpan<UInt8>) throws(TLSError) {
        var header = input._mutatingExtracting(0..<SessionLimits.header)
        if let records {
            _ = try takeRecord(&header, SessionLimits.header, records)
        } else {
            try takeHandshakeRecord(&header, SessionLimits.header)
        }
    }

    private func fault(_ input: borrowing MutableSpan<UInt8>) -> TLSError {
        let length = Int(input[3]) << 8 + Int(input[4])
        let isTLSType = input[0] == ContentType.handshake.rawValue || input[0] == ContentType.alert.rawValue
        if !hello.hasBegun, !isTLSType {
            // RFC 9846 §E.5: an SSL 2 hello has the top bit set and its type third.
            if input[0] & 0x80 != 0, input[2] == 1 {
                return TLSError(.incompatiblePeer, "the client sent an SSL 2 hello", alert: .protocolVersion)
            }
            if isHTTPMethod(input) {
                return TLSError(
                    .notTLS, "not TLS: this looks like a plain HTTP request", alert: .unexpectedMessage)
            }
            return TLSError(.notTLS, "the first byte is \(input[0]), not a TLS record", alert: .unexpectedMessage)
        }
        if input[1] != 3 {
            return TLSError(.incompatiblePeer, "the record's version is not TLS", alert: .protocolVersion)
        }
        return TLSError(.peerMisbehaved, "a record of \(length) bytes is too long", alert: .recordOverflow)
    }

    private func isHTTPMethod(_ input: borrowing MutableSpan<UInt8>) -> Bool {
        let methods = ["GET /", "POST ", "HEAD ", "PUT /", "OPTIO", "DELET", "CONNE", "PRI *", "PATCH"]
        let start = [input[0], input[1], input[2], input[3], input[4]]
        return methods.contains { $0.utf8.elementsEqual(start) }
    }
}
