internal import CLibcrypto

// SAFETY: belongs to one thread's scratch, which frees it; a copy lives no longer than the call that took it.
/// X25519 or X448 for one thread, both multiplications on the ladder. RFC 7748 §5.
///
/// libcrypto computes the share of a pair it generates by another, slower algorithm, and makes a new key object for it.
/// Here the scalar is put into a key object that is kept, multiplied with the base point for the share and with the
/// peer's share for the secret, and wiped before the call returns.
@safe struct MontgomeryLadder {
    private let algorithm: KeyAgreementAlgorithm
    /// Puts a scalar into `own`.
    private let importer: OpaquePointer
    /// Holds a scalar while a call runs, and none between calls.
    private let own: OpaquePointer
    private let base: OpaquePointer
    private let peer: OpaquePointer
    /// Multiplies the scalar of `own`.
    private let multiplier: OpaquePointer

    /// nil for other groups, and where this libcrypto does not do what is asked of it here.
    init?(_ algorithm: KeyAgreementAlgorithm) {
        guard algorithm == .x25519 || algorithm == .x448, let library = unsafe Libcrypto.shared.context else {
            return nil
        }
        let type = algorithm.keyType
        // SAFETY: each object is made here, and freed by `free` or, when one is missing, below.
        let importer = unsafe EVP_PKEY_CTX_new_from_name(library, type, nil)
        let own = unsafe Self.makeKey(library, type)
        let base = unsafe Self.makeKey(library, type)
        let peer = unsafe Self.makeKey(library, type)
        let multiplier = unsafe EVP_PKEY_CTX_new_from_pkey(library, own, nil)
        guard let importer = unsafe importer, let own = unsafe own, let base = unsafe base, let peer = unsafe peer,
            let multiplier = unsafe multiplier
        else {
            unsafe EVP_PKEY_CTX_free(importer)
            unsafe EVP_PKEY_CTX_free(multiplier)
            unsafe EVP_PKEY_free(own)
            unsafe EVP_PKEY_free(base)
            unsafe EVP_PKEY_free(peer)
            ERR_clear_error()
            return nil
        }
        self.algorithm = algorithm
        unsafe (self.importer, self.own, self.base, self.peer, self.multiplier) = (
            importer, own, base, peer, multiplier
        )
        guard unsafe EVP_PKEY_fromdata_init(importer) == 1, setBase(), doesAsItShould() else {
            free()
            ERR_clear_error()
            return nil
        }
    }

    func free() {
        unsafe EVP_PKEY_CTX_free(importer)
        unsafe EVP_PKEY_CTX_free(multiplier)
        unsafe EVP_PKEY_free(own)
        unsafe EVP_PKEY_free(base)
        unsafe EVP_PKEY_free(peer)
    }

    private static func makeKey(_ library: OpaquePointer, _ type: String) -> OpaquePointer? {
        unsafe clibcrypto_new_key(library, type)
    }

    /// The base point's u-coordinate: 9 or 5, little-endian. RFC 7748 §4.
    private func setBase() -> Bool {
        var point = [UInt8](repeating: 0, count: algorithm.shareLength)
        point[0] = algorithm == .x25519 ? 9 : 5
        return unsafe setPoint(base, point.span.bytes)
    }

    /// Once a thread: the share is the one libcrypto itself computes, and the scalar is gone afterwards.
    private func doesAsItShould() -> Bool {
        let scalar = [UInt8](repeating: 0x5A, count: algorithm.shareLength)
        var share: [UInt8] = []
        do {
            share = try multiplyBase(by: scalar.span.bytes)
        } catch {
            return false
        }
        forgetScalar()
        var count = algorithm.shareLength
        var left = [UInt8](repeating: 0, count: count)
        // SAFETY: `left` holds `count` bytes.
        let isLeft = unsafe left.withUnsafeMutableBufferPointer {
            unsafe EVP_PKEY_get_raw_private_key(own, $0.baseAddress, &count)
        }
        ERR_clear_error()
        guard isLeft != 1, let expected = try? KeyAgreementKey(algorithm, privateKey: scalar.span.bytes) else {
            return false
        }
        return expected.share == share
    }

    // MARK: The server's part

    /// Makes a pair, and the secret with the peer whose share this is. RFC 9846 §7.4.2.
    func respond(peerShare: RawSpan) throws(KeyAgreementError) -> KeyAgreementResponse {
        defer { forgetScalar() }
        let share: [UInt8]
        do throws(CryptoError) {
            let scalar = try Secret(random: algorithm.shareLength)
            share = try multiplyBase(by: scalar.span)
        } catch {
            throw .crypto(error)
        }
        guard peerShare.byteCount == algorithm.shareLength, unsafe setPoint(peer, peerShare) else {
            ERR_clear_error()
            throw .invalidPeerKey
        }
        do throws(CryptoError) {
            let secret = try Secret(count: algorithm.secretLength) { output throws(CryptoError) in
                try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
                    try unsafe multiply(peer, into: buffer)
                    initialized = buffer.count
                }
            }
            return KeyAgreementResponse(share: share, secret: secret)
        } catch {
            // The all-zero result of a point of small order. RFC 9846 §7.4.2, RFC 7748 §6.
            throw .invalidPeerKey
        }
    }

    private func multiplyBase(by scalar: RawSpan) throws(CryptoError) -> [UInt8] {
        // SAFETY: the scalar is read, not written; its length is the buffer's.
        try unsafe scalar.withUnsafeBytes { bytes throws(CryptoError) in
            let done = unsafe clibcrypto_set_scalar(
                importer, own, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
            try CryptoError.check(done, "key generation")
        }
        try CryptoError.check(unsafe EVP_PKEY_derive_init(multiplier), "key generation")
        return try [UInt8](capacity: algorithm.shareLength) { output throws(CryptoError) in
            try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
                try unsafe multiply(base, into: buffer)
                initialized = buffer.count
            }
        }
    }

    /// The scalar of `own` times a point.
    private func multiply(
        _ point: OpaquePointer, into result: UnsafeMutableRawBufferPointer
    ) throws(CryptoError) {
        var count = result.count
        // SAFETY: libcrypto writes at most `count` bytes into as many. Every 32 or 56 bytes are a point: no validation.
        let done =
            unsafe EVP_PKEY_derive_set_peer_ex(multiplier, point, 0) == 1
            && EVP_PKEY_derive(multiplier, result.bindMemory(to: UInt8.self).baseAddress, &count) == 1
        guard done, count == result.count else { throw .fromQueue("key agreement") }
    }

    private func setPoint(_ key: OpaquePointer, _ point: RawSpan) -> Bool {
        // SAFETY: libcrypto copies the bytes and does not write to them.
        unsafe point.withUnsafeBytes { bytes in
            let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
            return unsafe EVP_PKEY_set1_encoded_public_key(key, UnsafeMutablePointer(mutating: start), bytes.count) == 1
        }
    }

    /// A public key alone, whichever: setting it wipes and frees the scalar.
    private func forgetScalar() {
        let nothing = Digest(zeros: algorithm.shareLength)
        _ = unsafe setPoint(own, nothing.span)
    }
}
