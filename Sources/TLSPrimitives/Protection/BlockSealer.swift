internal import CLibcrypto

// SAFETY: the context is this object's alone, made in `init` and freed, with the key wiped, in `deinit`.
/// Protects TLS 1.2 records by a block cipher in CBC mode and HMAC. RFC 5246 §6.2.3.2, RFC 7366. Keyed once; a call
/// allocates nothing.
///
/// The IV of each record is a block of random bytes, encrypted like the content behind it: RFC 5246 §6.2.3.2 wants it
/// unpredictable, and so it costs no set-up of the context.
@safe package final class BlockSealer {
    private let context: OpaquePointer
    private let construction: BlockConstruction
    private let mac: HashAlgorithm
    private let macKey: Secret
    private let blockLength: Int
    private let macLength: Int

    package init(
        _ cipher: BlockCipher, mac: HashAlgorithm, encryptsThenMACs: Bool, macKey: RawSpan, key: RawSpan
    ) throws(CryptoError) {
        let (construction, fetched) = try unsafe BlockConstruction.choose(
            cipher, mac, encryptsThenMACs: encryptsThenMACs)
        unsafe context = try unsafe construction.makeContext(
            fetched, mac: mac, macKey: macKey, key: key, isSealing: true)
        self.construction = construction
        self.mac = mac
        self.macKey = Secret(copying: macKey)
        blockLength = cipher.blockLength
        macLength = mac.digestLength
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// The most that a record adds to its content: IV, MAC and padding.
    package var overhead: Int { 2 * blockLength + macLength }

    /// The length of the record that content of `count` bytes becomes.
    package func sealedCount(of count: Int) -> Int {
        switch construction {
        case .stitched, .macThenEncrypt: blockLength + padded(count + macLength)
        case .encryptThenMAC: blockLength + padded(count) + macLength
        }
    }

    /// With padding, of which there is at least its length. RFC 5246 §6.2.3.2.
    private func padded(_ count: Int) -> Int { count + blockLength - count % blockLength }

    /// Appends `plaintext`, protected: as many bytes as `sealedCount` says. When it throws, nothing has been appended.
    package func seal(
        _ plaintext: RawSpan, sequence: UInt64, type: UInt8, into output: inout OutputRawSpan
    ) throws(CryptoError) {
        let total = sealedCount(of: plaintext.byteCount)
        guard plaintext.byteCount <= 1 << 14, total <= output.freeCapacity else {
            throw CryptoError("seal", reason: "the output is too small")
        }
        let scratch = try unsafe ThreadScratch.current()
        try unsafe output.withUnsafeMutableBytes { buffer, count throws(CryptoError) in
            // SAFETY: the guard above leaves room for `total` bytes behind the initialised ones.
            guard let start = unsafe buffer.baseAddress?.advanced(by: count) else {
                throw CryptoError("seal", reason: "no output")
            }
            try unsafe scratch.pointee.publicRandomness.fill(
                UnsafeMutableRawBufferPointer(start: start, count: blockLength))
            let content = unsafe UnsafeMutableRawBufferPointer(
                start: start + blockLength, count: plaintext.byteCount)
            unsafe plaintext.withUnsafeBytes { unsafe content.copyMemory(from: $0) }
            let record = unsafe UnsafeMutableRawBufferPointer(start: start, count: total)
            do throws(CryptoError) {
                try unsafe protect(record, plaintext, sequence, type)
            } catch {
                unsafe OPENSSL_cleanse(start, total)
                throw error
            }
            count += total
        }
    }

    /// Protects the record in place: it holds random bytes and the content.
    private func protect(
        _ record: UnsafeMutableRawBufferPointer, _ plaintext: RawSpan, _ sequence: UInt64, _ type: UInt8
    ) throws(CryptoError) {
        switch construction {
        case .stitched: try unsafe protectAtOnce(record, plaintext.byteCount, sequence, type)
        case .macThenEncrypt: try unsafe protectMACFirst(record, plaintext, sequence, type)
        case .encryptThenMAC: try unsafe protectMACLast(record, plaintext.byteCount, sequence, type)
        }
    }

    private func protectAtOnce(
        _ record: UnsafeMutableRawBufferPointer, _ count: Int, _ sequence: UInt64, _ type: UInt8
    ) throws(CryptoError) {
        // The length counts the IV here; the cipher takes it off again.
        let header = AdditionalData12(sequence: sequence, type: type, length: blockLength + count)
        // SAFETY: the header has 13 bytes.
        let status = unsafe header.span.withUnsafeBytes { bytes in
            unsafe clibcrypto_stitched_header(context, bytes.bindMemory(to: UInt8.self).baseAddress)
        }
        try CryptoError.check(status, "seal")
        try unsafe encrypt(record)
    }

    private func protectMACFirst(
        _ record: UnsafeMutableRawBufferPointer, _ plaintext: RawSpan, _ sequence: UInt64, _ type: UInt8
    ) throws(CryptoError) {
        let header = AdditionalData12(sequence: sequence, type: type, length: plaintext.byteCount)
        let end = blockLength + plaintext.byteCount
        try unsafe authenticate(header, plaintext, to: UnsafeMutableRawBufferPointer(rebasing: record[end...]))
        unsafe pad(record, from: end + macLength)
        try unsafe encrypt(record)
    }

    private func protectMACLast(
        _ record: UnsafeMutableRawBufferPointer, _ count: Int, _ sequence: UInt64, _ type: UInt8
    ) throws(CryptoError) {
        let encrypted = unsafe UnsafeMutableRawBufferPointer(rebasing: record[..<(record.count - macLength)])
        unsafe pad(encrypted, from: blockLength + count)
        try unsafe encrypt(encrypted)
        // RFC 7366 §3: the MAC is over the IV and the ciphertext, with their length.
        let header = AdditionalData12(sequence: sequence, type: type, length: encrypted.count)
        try unsafe authenticate(
            header, RawSpan(_unsafeBytes: UnsafeRawBufferPointer(encrypted)),
            to: UnsafeMutableRawBufferPointer(rebasing: record[encrypted.count...]))
    }

    private func authenticate(
        _ header: AdditionalData12, _ content: RawSpan, to target: UnsafeMutableRawBufferPointer
    ) throws(CryptoError) {
        let code = try macKey.withBytes { key throws(CryptoError) in
            try HMAC.authenticate(mac, key: key, header.span, content)
        }
        // SAFETY: `sealedCount` has counted the MAC.
        unsafe code.span.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
    }

    /// Every byte of the padding, its length included, is its length without that. RFC 5246 §6.2.3.2.
    private func pad(_ record: UnsafeMutableRawBufferPointer, from end: Int) {
        let value = UInt8(truncatingIfNeeded: record.count - end - 1)
        for index in end..<record.count { unsafe record[index] = value }
    }

    private func encrypt(_ bytes: UnsafeMutableRawBufferPointer) throws(CryptoError) {
        var written: Int32 = 0
        let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
        // SAFETY: whole blocks are encrypted in place.
        let status = unsafe EVP_EncryptUpdate(
            context, start, &written, start, Int32(truncatingIfNeeded: bytes.count))
        guard status == 1, Int(written) == bytes.count else { throw .fromQueue("seal") }
    }
}
