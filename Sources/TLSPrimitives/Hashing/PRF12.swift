internal import CLibcrypto

/// The pseudorandom function of TLS 1.2: P_hash over label and seed. RFC 5246 §5.
package enum PRF12 {
    /// `count` bytes of PRF(secret, label, first ‖ second).
    package static func derive(
        _ algorithm: HashAlgorithm, secret: RawSpan, label: StaticString, _ first: RawSpan,
        _ second: RawSpan = RawSpan(),
        count: Int
    ) throws(CryptoError) -> Secret {
        // SAFETY: a static string's bytes live for ever; labels are ASCII literals longer than one scalar.
        let bytes = unsafe UnsafeRawBufferPointer(start: label.utf8Start, count: label.utf8CodeUnitCount)
        return try unsafe derive(
            algorithm, secret: secret, label: RawSpan(_unsafeBytes: bytes), first, second, count: count)
    }

    /// The same with a label chosen at run time: exporters. RFC 5705 §4.
    package static func derive(
        _ algorithm: HashAlgorithm, secret: RawSpan, label: [UInt8], _ first: RawSpan, _ second: RawSpan = RawSpan(),
        count: Int
    ) throws(CryptoError) -> Secret {
        try derive(algorithm, secret: secret, label: label.span.bytes, first, second, count: count)
    }

    private static func derive(
        _ algorithm: HashAlgorithm, secret: RawSpan, label: RawSpan, _ first: RawSpan, _ second: RawSpan, count: Int
    ) throws(CryptoError) -> Secret {
        var keyed = HMACKey()
        defer { keyed.wipe() }
        guard try keyed.take(secret, algorithm) else {
            return try unsafe expand(algorithm.digestLength, label, first, second, count: max(count, 0)) {
                message, output throws(CryptoError) in
                try unsafe HMAC.compute(
                    algorithm, key: secret, RawSpan(_unsafeBytes: message), RawSpan(), counter: nil, into: output)
            }
        }
        return try unsafe expand(algorithm.digestLength, label, first, second, count: max(count, 0)) {
            message, output throws(CryptoError) in
            unsafe keyed.authenticate(message, into: output)
        }
    }

    /// HMAC under the secret; the output may lie within the message.
    private typealias Authenticate = (UnsafeRawBufferPointer, UnsafeMutableRawBufferPointer) throws(CryptoError) -> Void

    /// The room for A(i), which ends where the seed begins.
    private static let roomForA = 64

    /// P_hash: HMAC(A(1) ‖ seed) ‖ HMAC(A(2) ‖ seed) ‖ …, where A(0) is the seed and A(i) is HMAC(A(i-1)).
    private static func expand(
        _ length: Int, _ label: RawSpan, _ first: RawSpan, _ second: RawSpan, count: Int,
        _ authenticate: Authenticate
    ) throws(CryptoError) -> Secret {
        let seedCount = label.byteCount + first.byteCount + second.byteCount
        // One block more than is kept takes the last HMAC whole.
        return try Secret(count: count + roomForA) { output throws(CryptoError) in
            // SAFETY: A(i) and seed have their room in the buffer, and each HMAC has 64 bytes in the output; what is not
            // asked for is wiped before the output is given away.
            try unsafe output.withUnsafeMutableBytes { bytes, initialized throws(CryptoError) in
                try unsafe withUnsafeTemporaryAllocation(byteCount: roomForA + seedCount, alignment: 8) {
                    buffer throws(CryptoError) in
                    let a = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[(roomForA - length)..<roomForA])
                    let seed = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[roomForA...])
                    unsafe join(label, first, second, into: seed)
                    defer { unsafe OPENSSL_cleanse(a.baseAddress, length) }
                    try unsafe authenticate(UnsafeRawBufferPointer(seed), a)
                    let message = unsafe UnsafeRawBufferPointer(rebasing: buffer[(roomForA - length)...])
                    var written = 0
                    while written < count {
                        try unsafe authenticate(
                            message, UnsafeMutableRawBufferPointer(rebasing: bytes[written...]))
                        written += length
                        if written < count { try unsafe authenticate(UnsafeRawBufferPointer(a), a) }
                    }
                    unsafe OPENSSL_cleanse(bytes.baseAddress?.advanced(by: count), max(written - count, 0))
                    initialized = count
                }
            }
        }
    }

    private static func join(
        _ label: RawSpan, _ first: RawSpan, _ second: RawSpan, into seed: UnsafeMutableRawBufferPointer
    ) {
        var place = 0
        // SAFETY: the buffer is as long as the three together.
        unsafe label.withUnsafeBytes { unsafe copy($0, into: seed, at: &place) }
        unsafe first.withUnsafeBytes { unsafe copy($0, into: seed, at: &place) }
        unsafe second.withUnsafeBytes { unsafe copy($0, into: seed, at: &place) }
    }

    private static func copy(
        _ bytes: UnsafeRawBufferPointer, into seed: UnsafeMutableRawBufferPointer, at place: inout Int
    ) {
        // SAFETY: as in `join`.
        unsafe UnsafeMutableRawBufferPointer(rebasing: seed[place...]).copyMemory(from: bytes)
        place += bytes.count
    }
}
