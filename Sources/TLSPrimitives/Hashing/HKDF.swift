internal import CLibcrypto

/// Key derivation, RFC 5869, and TLS 1.3's use of it.
package enum HKDF {
    /// A pseudorandom key from input keying material. RFC 5869 §2.2.
    package static func extract(
        _ algorithm: HashAlgorithm, salt: RawSpan, inputKey: RawSpan
    ) throws(CryptoError) -> Secret {
        try unsafe oneBlock(algorithm, count: algorithm.digestLength) { block throws(CryptoError) in
            try unsafe HMAC.compute(algorithm, key: salt, inputKey, RawSpan(), counter: nil, into: block)
        }
    }

    /// `count` bytes of output keying material. RFC 5869 §2.3.
    package static func expand(
        _ algorithm: HashAlgorithm, secret: RawSpan, info: RawSpan, count: Int
    ) throws(CryptoError) -> Secret {
        let length = algorithm.digestLength
        guard count >= 0, count <= 255 * length else {
            throw CryptoError("HKDF", reason: "more output asked for than the hash can give")
        }
        guard count > length else {
            return try unsafe oneBlock(algorithm, count: count) { block throws(CryptoError) in
                try unsafe HMAC.compute(algorithm, key: secret, info, RawSpan(), counter: 1, into: block)
            }
        }
        return try manyBlocks(algorithm, secret: secret, info: info, count: count)
    }

    /// What nearly every step of TLS takes: computed where it stays.
    @inline(__always)
    private static func oneBlock(
        _ algorithm: HashAlgorithm, count: Int,
        _ compute: (UnsafeMutableRawBufferPointer) throws(CryptoError) -> Void
    ) throws(CryptoError) -> Secret {
        try Secret(count: 64) { output throws(CryptoError) in
            // SAFETY: `compute` wants room for 64 bytes; what is not asked for is wiped before it is given away.
            try unsafe output.withUnsafeMutableBytes { block, initialized throws(CryptoError) in
                try unsafe compute(block)
                unsafe OPENSSL_cleanse(block.baseAddress?.advanced(by: count), algorithm.digestLength - count)
                initialized = count
            }
        }
    }

    /// T(n) = HMAC(secret, T(n-1) ‖ info ‖ n), one after the other.
    private static func manyBlocks(
        _ algorithm: HashAlgorithm, secret: RawSpan, info: RawSpan, count: Int
    ) throws(CryptoError) -> Secret {
        let length = algorithm.digestLength
        return try Secret(count: count) { output throws(CryptoError) in
            // SAFETY: HMAC wants room for 64 bytes; never more than `count` bytes are written to the output.
            try unsafe output.withUnsafeMutableBytes { bytes, initialized throws(CryptoError) in
                try unsafe withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { block throws(CryptoError) in
                    defer { unsafe OPENSSL_cleanse(block.baseAddress, 64) }
                    var previous = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
                    var counter: UInt8 = 0
                    while initialized < count {
                        counter &+= 1
                        try unsafe HMAC.compute(
                            algorithm, key: secret, RawSpan(_unsafeBytes: previous), info, counter: counter, into: block
                        )
                        let wanted = min(length, count - initialized)
                        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[initialized...])
                        unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[..<wanted]))
                        // The previous block is read from the output, as `block` is overwritten on the way.
                        unsafe previous = UnsafeRawBufferPointer(rebasing: room[..<wanted])
                        initialized += wanted
                    }
                }
            }
        }
    }
}

// MARK: - TLS 1.3

extension HKDF {
    /// HKDF-Expand-Label. RFC 9846 §7.1.
    package static func expandLabel(
        _ algorithm: HashAlgorithm, secret: RawSpan, label: StaticString, context: RawSpan, count: Int
    ) throws(CryptoError) -> Secret {
        // SAFETY: a static string's bytes live for ever; labels are ASCII literals longer than one scalar.
        let bytes = unsafe UnsafeRawBufferPointer(start: label.utf8Start, count: label.utf8CodeUnitCount)
        return try unsafe expandLabel(
            algorithm, secret: secret, label: RawSpan(_unsafeBytes: bytes), context: context, count: count)
    }

    /// HKDF-Expand-Label with a label chosen at run time: exporters. RFC 9846 §7.5.
    package static func expandLabel(
        _ algorithm: HashAlgorithm, secret: RawSpan, label: [UInt8], context: RawSpan, count: Int
    ) throws(CryptoError) -> Secret {
        try expandLabel(algorithm, secret: secret, label: label.span.bytes, context: context, count: count)
    }

    private static func expandLabel(
        _ algorithm: HashAlgorithm, secret: RawSpan, label: RawSpan, context: RawSpan, count: Int
    ) throws(CryptoError) -> Secret {
        // HkdfLabel: the length in 2 bytes, "tls13 " and the label in 7..255 bytes, the context in 0..255 bytes.
        guard (1...249).contains(label.byteCount), context.byteCount <= 255, (0...0xFFFF).contains(count) else {
            throw CryptoError("HKDF-Expand-Label", reason: "the label, the context or the output is too long")
        }
        // SAFETY: 2 + 1 + 255 + 1 + 255 bytes take the longest label.
        return try unsafe withUnsafeTemporaryAllocation(byteCount: 514, alignment: 1) { buffer throws(CryptoError) in
            var info = unsafe OutputRawSpan(buffer: buffer, initializedCount: 0)
            info.append(UInt8(truncatingIfNeeded: count >> 8))
            info.append(UInt8(truncatingIfNeeded: count))
            info.append(UInt8(truncatingIfNeeded: 6 + label.byteCount))
            info.append(tls13Prefix)
            info.append(label)
            info.append(UInt8(truncatingIfNeeded: context.byteCount))
            info.append(context)
            return try expand(algorithm, secret: secret, info: info.bytes, count: count)
        }
    }

    private static var tls13Prefix: RawSpan {
        @_lifetime(immortal)
        get {
            let prefix: StaticString = "tls13 "
            // SAFETY: a static string's bytes live for ever.
            let bytes = unsafe RawSpan(_unsafeStart: prefix.utf8Start, byteCount: prefix.utf8CodeUnitCount)
            return unsafe _overrideLifetime(bytes, copying: ())
        }
    }
}
