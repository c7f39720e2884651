internal import CLibcrypto

// SAFETY: the contexts are this object's alone, made in `init` and freed, with the keys wiped, in `deinit`.
/// Checks and decrypts TLS 1.2 records of a block cipher in CBC mode and HMAC, in place. RFC 5246 §6.2.3.2, RFC 7366.
///
/// With MAC-then-encrypt everything that depends on the padding happens inside libcrypto's functions for it, in time that
/// does not tell where a record is wrong.
@safe package final class BlockOpener {
    private let context: OpaquePointer
    /// The keyed HMAC that is copied for each record, with `macThenEncrypt` only.
    private let template: OpaquePointer?
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
        let context = try unsafe construction.makeContext(
            fetched, mac: mac, macKey: macKey, key: key, isSealing: false)
        if case .macThenEncrypt = construction {
            do throws(CryptoError) {
                unsafe template = try unsafe Self.makeTemplate(mac, macKey)
            } catch {
                unsafe EVP_CIPHER_CTX_free(context)
                throw error
            }
        } else {
            unsafe template = nil
        }
        unsafe self.context = context
        self.construction = construction
        self.mac = mac
        self.macKey = Secret(copying: macKey)
        blockLength = cipher.blockLength
        macLength = mac.digestLength
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
        unsafe EVP_MAC_CTX_free(template)
    }

    private static func makeTemplate(_ mac: HashAlgorithm, _ key: RawSpan) throws(CryptoError) -> OpaquePointer {
        let library = try unsafe Libcrypto.shared.requireContext()
        // SAFETY: the length is the buffer's.
        let template = unsafe key.withUnsafeBytes { bytes in
            unsafe clibcrypto_hmac_new(library, mac.name, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
        }
        guard let template = unsafe template else { throw .fromQueue("HMAC key") }
        return unsafe template
    }

    /// Opens `bytes[record]`, which begins with the explicit IV, in place.
    ///
    /// - Returns: where the content stands; nil when the record is not authentic, whatever the reason. Its bytes are then
    ///   all zeros.
    package func open(
        _ bytes: inout MutableRawSpan, record: Range<Int>, sequence: UInt64, type: UInt8
    ) throws(CryptoError) -> Range<Int>? {
        guard record.lowerBound >= 0, record.upperBound <= bytes.byteCount, record.count <= 1 << 15 else {
            throw CryptoError("open", reason: "the range is not within the buffer")
        }
        let content = try unsafe bytes.withUnsafeMutableBytes { buffer throws(CryptoError) in
            // SAFETY: the range lies in the buffer, checked above.
            let whole = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[record])
            let count = try unsafe open(whole, sequence, type)
            if count == nil {
                unsafe OPENSSL_cleanse(whole.baseAddress, whole.count)
                ERR_clear_error()
            }
            return count
        }
        guard let content else { return nil }
        let start = record.lowerBound + blockLength
        return start..<start + content
    }

    private var isStitched: Bool {
        if case .stitched = construction { true } else { false }
    }

    /// The content's length; the content stands behind the IV.
    private func open(
        _ record: UnsafeMutableRawBufferPointer, _ sequence: UInt64, _ type: UInt8
    ) throws(CryptoError) -> Int? {
        switch construction {
        case .stitched, .macThenEncrypt: unsafe openMACFirst(record, sequence, type)
        case .encryptThenMAC: try unsafe openMACLast(record, sequence, type)
        }
    }

    private func openMACFirst(
        _ record: UnsafeMutableRawBufferPointer, _ sequence: UInt64, _ type: UInt8
    ) -> Int? {
        // The length is filled in there, as it is a secret until the MAC is right.
        var header = AdditionalData12(sequence: sequence, type: type, length: 0)
        var content = 0
        // SAFETY: the functions work on the record's bytes, and on as many as there are.
        let verdict = unsafe header.withMutableBytes { header in
            let start = unsafe record.bindMemory(to: UInt8.self).baseAddress
            return unsafe isStitched
                ? clibcrypto_stitched_open(context, start, record.count, blockLength, macLength, header, &content)
                : clibcrypto_cbc_open(
                    context, template, start, record.count, blockLength, macLength, header, &content)
        }
        return verdict == 1 ? content : nil
    }

    private func openMACLast(
        _ record: UnsafeMutableRawBufferPointer, _ sequence: UInt64, _ type: UInt8
    ) throws(CryptoError) -> Int? {
        let end = record.count - macLength
        guard end >= 0, isWhole(end, besides: 1) else { return nil }
        // SAFETY: `end` lies within the record.
        let encrypted = unsafe UnsafeMutableRawBufferPointer(rebasing: record[..<end])
        let header = AdditionalData12(sequence: sequence, type: type, length: end)
        let code = try macKey.withBytes { key throws(CryptoError) in
            try unsafe HMAC.authenticate(
                mac, key: key, header.span, RawSpan(_unsafeBytes: UnsafeRawBufferPointer(encrypted)))
        }
        let received = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: record[end...]))
        // RFC 7366 §3: the MAC is checked before anything is decrypted.
        guard ConstantTime.equal(code.span, received), unsafe decrypt(encrypted) else { return nil }
        return unsafe unpad(encrypted)
    }

    /// Whether `count` bytes are whole blocks with room for an IV and `others`. Lengths are public.
    private func isWhole(_ count: Int, besides others: Int) -> Bool {
        count % blockLength == 0 && count >= blockLength + others
    }

    private func decrypt(_ bytes: UnsafeMutableRawBufferPointer) -> Bool {
        var written: Int32 = 0
        let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
        // SAFETY: whole blocks are decrypted in place. The explicit IV is decrypted with them, to nothing of use.
        return unsafe EVP_DecryptUpdate(
            context, start, &written, start, Int32(truncatingIfNeeded: bytes.count)) == 1
    }

    /// The content's length in what an authentic record of encrypt-then-MAC held: the padding is its sender's.
    private func unpad(_ record: UnsafeMutableRawBufferPointer) -> Int? {
        let last = unsafe record[record.count - 1]
        let end = record.count - 1 - Int(last)
        guard end >= blockLength, unsafe record[end...].allSatisfy({ $0 == last }) else { return nil }
        return end - blockLength
    }
}
