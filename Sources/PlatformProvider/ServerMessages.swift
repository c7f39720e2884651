import TLSMessages

// SAFETY: every index is checked against the buffer's count before it is read.
/// What a server's messages tell that libssl has no call for.
@safe enum ServerMessages {
    static func isRetry(_ message: UnsafeRawBufferPointer) -> Bool {
        guard message.count >= 38 else { return false }
        // It stands where a ServerHello has its random. RFC 9846 §4.2.3.
        return unsafe message[6..<38].elementsEqual(ServerHello.helloRetryRequestRandom)
    }

    /// CertificateVerify begins with it. RFC 9846 §4.5.2.
    static func scheme13(_ message: UnsafeRawBufferPointer) -> SignatureScheme? {
        unsafe number(message, at: 4).map { SignatureScheme(rawValue: UInt16(truncatingIfNeeded: $0)) }
    }

    /// ServerKeyExchange has it behind its parameters: a named curve and a point, or three numbers. RFC 5246 §7.4.3,
    /// RFC 8422 §5.4. Versions before TLS 1.2 have none; what stands there then is a length and no scheme that is known.
    static func scheme12(_ message: UnsafeRawBufferPointer) -> SignatureScheme? {
        guard message.count >= 8 else { return nil }
        var end = 4
        if unsafe message[4] == 3 {
            end = 8 + Int(unsafe message[7])
        } else {
            for _ in 0..<3 {
                guard let length = unsafe number(message, at: end) else { return nil }
                end += 2 + length
            }
        }
        return unsafe number(message, at: end).map { SignatureScheme(rawValue: UInt16(truncatingIfNeeded: $0)) }
    }

    private static func number(_ message: UnsafeRawBufferPointer, at index: Int) -> Int? {
        guard index >= 0, index + 2 <= message.count else { return nil }
        return unsafe Int(message[index]) << 8 + Int(message[index + 1])
    }
}
