internal import CLibcrypto

// SAFETY: belongs to one thread's scratch, which frees it; a copy lives no longer than the call that took it.
/// What a thread keeps for one group: a context that generates pairs, and a key into which peers' shares are read.
@safe struct KeyAgreementContexts {
    private let algorithm: KeyAgreementAlgorithm
    private let generator: OpaquePointer
    private let peer: OpaquePointer

    init(_ algorithm: KeyAgreementAlgorithm) throws(CryptoError) {
        let generator = try unsafe Self.makeGenerator(algorithm)
        do throws(CryptoError) {
            let first = try unsafe Self.generate(generator)
            defer { unsafe EVP_PKEY_free(first) }
            guard let peer = unsafe EVP_PKEY_new() else { throw .fromQueue("key agreement context") }
            guard unsafe EVP_PKEY_copy_parameters(peer, first) == 1 else {
                unsafe EVP_PKEY_free(peer)
                throw .fromQueue("key agreement context")
            }
            self.algorithm = algorithm
            unsafe self.generator = generator
            unsafe self.peer = peer
        } catch {
            unsafe EVP_PKEY_CTX_free(generator)
            throw error
        }
    }

    func free() {
        unsafe EVP_PKEY_CTX_free(generator)
        unsafe EVP_PKEY_free(peer)
    }

    private static func makeGenerator(_ algorithm: KeyAgreementAlgorithm) throws(CryptoError) -> OpaquePointer {
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let generator = unsafe EVP_PKEY_CTX_new_from_name(library, algorithm.keyType, nil) else {
            throw .fromQueue("key generation")
        }
        var ready = unsafe EVP_PKEY_keygen_init(generator) == 1
        if let group = algorithm.groupName {
            ready = unsafe ready && EVP_PKEY_CTX_set_group_name(generator, group.characters) == 1
        }
        guard ready else {
            unsafe EVP_PKEY_CTX_free(generator)
            throw .fromQueue("key generation")
        }
        return unsafe generator
    }

    private static func generate(_ generator: OpaquePointer) throws(CryptoError) -> OpaquePointer {
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_generate(generator, &key) == 1, let key = unsafe key else {
            throw .fromQueue("key generation")
        }
        return unsafe key
    }

    /// One of the group's integers, by libcrypto's name for it.
    func integer(_ name: StaticString) throws(CryptoError) -> BigNumber {
        var number: OpaquePointer?
        // SAFETY: the peer's key has the group's parameters; libcrypto makes a number that is then ours.
        guard unsafe EVP_PKEY_get_bn_param(peer, name.characters, &number) == 1, let number = unsafe number else {
            throw .fromQueue("group parameter")
        }
        return unsafe BigNumber(owning: number)
    }

    /// A new pair.
    func generate() throws(CryptoError) -> KeyHandle {
        unsafe KeyHandle(owning: try Self.generate(generator))
    }

    /// The secret between our pair and the peer's share, which is validated. RFC 9846 §7.4.
    func derive(_ own: KeyHandle, peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        guard importPeer(peerShare) else {
            ERR_clear_error()
            throw .invalidPeerKey
        }
        let context: OpaquePointer
        do throws(CryptoError) { unsafe context = try unsafe makeDerivation(own) } catch { throw .crypto(error) }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let length = algorithm.secretLength
        var derived = 0
        let secret: Secret
        do throws(CryptoError) {
            secret = try Secret(count: length) { output throws(CryptoError) in
                // SAFETY: libcrypto writes at most `count` bytes into as many.
                try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
                    var count = buffer.count
                    let start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
                    try CryptoError.check(unsafe EVP_PKEY_derive(context, start, &count), "key agreement")
                    initialized = count
                    derived = count
                }
            }
        } catch {
            // The all-zero result of a point of small order. RFC 9846 §7.4.2, RFC 7748 §6.
            if case .montgomery = algorithm.family { throw .invalidPeerKey }
            throw .crypto(error)
        }
        guard derived == length else {
            throw .crypto(CryptoError("key agreement", reason: "the secret has another length than the group's"))
        }
        return secret
    }

    /// Reads a share, checking what RFC 9846 §4.3.8.1 and §4.3.8.2 ask for.
    private func importPeer(_ share: RawSpan) -> Bool {
        guard share.byteCount == algorithm.shareLength else { return false }
        // SAFETY: the length is the buffer's. libcrypto checks that a point is on its curve (whose order is prime, so no
        // more is needed) and that 1 < Y < p - 1 in a finite field.
        return unsafe share.withUnsafeBytes { bytes in
            // Uncompressed points only; libcrypto would take the other forms of X9.62.
            if case .curve = algorithm.family, unsafe bytes.first != 4 { return false }
            let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
            return unsafe EVP_PKEY_set1_encoded_public_key(peer, UnsafeMutablePointer(mutating: start), bytes.count)
                == 1
        }
    }

    private func makeDerivation(_ own: KeyHandle) throws(CryptoError) -> OpaquePointer {
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(library, own.pointer, nil) else {
            throw .fromQueue("key agreement")
        }
        var ready = unsafe EVP_PKEY_derive_init(context) == 1
        if case .finiteField = algorithm.family {
            // Left-padded to the prime's length. RFC 9846 §7.4.1.
            ready = unsafe ready && EVP_PKEY_CTX_set_dh_pad(context, 1) == 1
        }
        // Not validated a second time: the import has done so.
        ready = unsafe ready && EVP_PKEY_derive_set_peer_ex(context, peer, 0) == 1
        guard ready else {
            unsafe EVP_PKEY_CTX_free(context)
            throw .fromQueue("key agreement")
        }
        return unsafe context
    }
}
