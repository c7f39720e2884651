import TLSMessages
package import TLSPrimitives

/// Opens the records of one direction of TLS 1.2 under one key. RFC 5246 §6.2.3.
package final class RecordOpener12 {
    private enum Protection {
        /// RFC 5288 §3.
        case explicitNonce(AEADOpener, salt: UInt32, overhead: Int)
        /// RFC 7905 §2.
        case aead(AEADOpener, AEADNonce, overhead: Int)
        case block(BlockOpener)
        case stream(RC4)
    }

    private let protection: Protection
    private var use: KeyUse12

    /// - Parameter sequence: the first record's number; other than 0 only where a test starts near a limit.
    package init(
        _ cipher: RecordCipher, macKey: RawSpan, key: RawSpan, iv: RawSpan, startingAt sequence: UInt64 = 0
    ) throws(CryptoError) {
        try cipher.check(iv: iv)
        use = KeyUse12(cipher, startingAt: sequence, isSealing: false)
        switch cipher {
        case .aead(.chaCha20Poly1305):
            protection = .aead(
                try AEADOpener(.chaCha20Poly1305, key: key), AEADNonce(iv),
                overhead: AEADAlgorithm.chaCha20Poly1305.tagLength)
        case .aead(let algorithm):
            protection = .explicitNonce(
                try AEADOpener(algorithm, key: key), salt: AEADNonce.salt(iv),
                overhead: RecordLimits.explicitNonce + algorithm.tagLength)
        case .block(let block, let mac, let encryptsThenMACs):
            protection = .block(
                try BlockOpener(block, mac: mac, encryptsThenMACs: encryptsThenMACs, macKey: macKey, key: key))
        case .rc4(let mac):
            protection = .stream(try RC4(mac: mac, macKey: macKey, key: key))
        }
    }

    /// Whether the connection should close before more is opened: there are no further keys.
    var isNearLimit: Bool { use.isNearLimit }

    /// Opens the record in `input[0 ..< 5 + length]` in place.
    ///
    /// - Returns: where its content stands; nil when it does not authenticate, whatever the reason.
    func open(_ input: inout MutableSpan<UInt8>, _ header: RecordHeader) throws(RecordFault) -> Range<Int>? {
        let sequence = use.sequence
        try use.count(header.length)
        do {
            return try open(&input, header.type.rawValue, header.length, sequence)
        } catch {
            throw .crypto(error)
        }
    }

    private func open(
        _ input: inout MutableSpan<UInt8>, _ type: UInt8, _ length: Int, _ sequence: UInt64
    ) throws(CryptoError) -> Range<Int>? {
        let record = RecordLimits.header..<RecordLimits.header + length
        switch protection {
        case .explicitNonce(let opener, let salt, let overhead):
            guard length >= overhead else { return nil }
            let nonce = AEADNonce(salt: salt, explicit: Self.explicitNonce(input))
            let additional = AdditionalData12(sequence: sequence, type: type, length: length - overhead)
            let start = RecordLimits.header + RecordLimits.explicitNonce
            var bytes = input.mutableBytes
            let isAuthentic = try opener.open(
                &bytes, ciphertext: start..<record.upperBound, nonce: nonce, additionalData: additional.span)
            return isAuthentic ? start..<start + length - overhead : nil
        case .aead(let opener, let iv, let overhead):
            guard length >= overhead else { return nil }
            let additional = AdditionalData12(sequence: sequence, type: type, length: length - overhead)
            var bytes = input.mutableBytes
            let isAuthentic = try opener.open(
                &bytes, ciphertext: record, nonce: iv.xored(with: sequence), additionalData: additional.span)
            return isAuthentic ? record.lowerBound..<record.upperBound - overhead : nil
        case .block(let opener):
            var bytes = input.mutableBytes
            return try opener.open(&bytes, record: record, sequence: sequence, type: type)
        case .stream(let stream):
            var bytes = input.mutableBytes
            return try stream.open(&bytes, record: record, sequence: sequence, type: type)
        }
    }

    /// The 8 bytes behind the header; the caller has checked that they are there.
    private static func explicitNonce(_ input: borrowing MutableSpan<UInt8>) -> UInt64 {
        var nonce: UInt64 = 0
        for index in 0..<RecordLimits.explicitNonce {
            nonce = nonce << 8 | UInt64(input[RecordLimits.header + index])
        }
        return nonce
    }
}
