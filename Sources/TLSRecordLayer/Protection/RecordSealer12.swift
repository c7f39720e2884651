package import TLSMessages
package import TLSPrimitives

/// Seals the records of one direction of TLS 1.2 under one key. RFC 5246 §6.2.3.
package final class RecordSealer12 {
    private enum Protection {
        /// The nonce's second part goes with the record: it is the record's number, so none comes twice. RFC 5288 §3.
        case explicitNonce(AEADSealer, salt: UInt32)
        /// RFC 7905 §2.
        case aead(AEADSealer, AEADNonce)
        case block(BlockSealer)
        case stream(RC4)
    }

    private let protection: Protection
    private var use: KeyUse12
    /// The most that a record adds to its content besides the header.
    let overhead: Int

    /// - Parameter sequence: the first record's number; other than 0 only where a test starts near a limit.
    package init(
        _ cipher: RecordCipher, macKey: RawSpan, key: RawSpan, iv: RawSpan, startingAt sequence: UInt64 = 0
    ) throws(CryptoError) {
        try cipher.check(iv: iv)
        use = KeyUse12(cipher, startingAt: sequence, isSealing: true)
        switch cipher {
        case .aead(.chaCha20Poly1305):
            protection = .aead(try AEADSealer(.chaCha20Poly1305, key: key), AEADNonce(iv))
            overhead = AEADAlgorithm.chaCha20Poly1305.tagLength
        case .aead(let algorithm):
            protection = .explicitNonce(try AEADSealer(algorithm, key: key), salt: AEADNonce.salt(iv))
            overhead = RecordLimits.explicitNonce + algorithm.tagLength
        case .block(let block, let mac, let encryptsThenMACs):
            let sealer = try BlockSealer(
                block, mac: mac, encryptsThenMACs: encryptsThenMACs, macKey: macKey, key: key)
            protection = .block(sealer)
            overhead = sealer.overhead
        case .rc4(let mac):
            let stream = try RC4(mac: mac, macKey: macKey, key: key)
            protection = .stream(stream)
            overhead = stream.overhead
        }
    }

    /// Whether the connection should close before more is sealed: there are no further keys.
    var isNearLimit: Bool { use.isNearLimit }

    /// Appends one record. The caller has made room.
    package func seal(
        _ type: ContentType, _ plaintext: RawSpan, into output: inout OutputRawSpan
    ) throws(RecordFault) {
        let sequence = use.sequence
        let length = sealedCount(of: plaintext.byteCount)
        try use.count(length)
        output.append(RecordHeader.bytes(type, length: length).span.bytes)
        do {
            try protect(type.rawValue, plaintext, sequence, into: &output)
        } catch {
            throw .crypto(error)
        }
    }

    private func sealedCount(of count: Int) -> Int {
        switch protection {
        case .block(let sealer): sealer.sealedCount(of: count)
        case .explicitNonce, .aead, .stream: count + overhead
        }
    }

    private func protect(
        _ type: UInt8, _ plaintext: RawSpan, _ sequence: UInt64, into output: inout OutputRawSpan
    ) throws(CryptoError) {
        switch protection {
        case .explicitNonce(let sealer, let salt):
            let additional = AdditionalData12(sequence: sequence, type: type, length: plaintext.byteCount)
            output.append(additional.span.extracting(0..<RecordLimits.explicitNonce))
            try sealer.seal(
                plaintext, suffix: nil, padding: 0, nonce: AEADNonce(salt: salt, explicit: sequence),
                additionalData: additional.span, into: &output)
        case .aead(let sealer, let iv):
            let additional = AdditionalData12(sequence: sequence, type: type, length: plaintext.byteCount)
            try sealer.seal(
                plaintext, suffix: nil, padding: 0, nonce: iv.xored(with: sequence),
                additionalData: additional.span, into: &output)
        case .block(let sealer):
            try sealer.seal(plaintext, sequence: sequence, type: type, into: &output)
        case .stream(let stream):
            try stream.seal(plaintext, sequence: sequence, type: type, into: &output)
        }
    }
}

extension RecordCipher {
    /// Key schedules give IVs of the right length; anything else is a mistake of ours.
    func check(iv: RawSpan) throws(CryptoError) {
        guard iv.byteCount == fixedIVLength else {
            throw CryptoError("record keys", reason: "the IV has not the length of the cipher's")
        }
    }
}
