internal import CLibcrypto

// SAFETY: each object is made and freed inside one call, or goes to a `KeyHandle` that owns it.
/// libcrypto's own ML-KEM, which 3.5 and newer have, by functions that 3.0 declares as well.
///
/// Nothing here runs with an older libcrypto, and the tests reach it only where they run with a newer one. That is why it is
/// tried out before it is used: where it does not agree with ours, ours is taken.
enum LibcryptoMLKEM {
    private static let has768 = agrees(.mlkem768)
    private static let has1024 = agrees(.mlkem1024)

    /// Whether libcrypto's is used. Found out once a process.
    static func isThere(_ parameters: MLKEM) -> Bool {
        switch parameters {
        case .mlkem768: has768
        case .mlkem1024: has1024
        }
    }

    private static func agrees(_ parameters: MLKEM) -> Bool {
        guard let library = unsafe Libcrypto.shared.context else { return false }
        defer { ERR_clear_error() }
        guard let management = unsafe EVP_KEYMGMT_fetch(library, parameters.name.characters, nil) else { return false }
        unsafe EVP_KEYMGMT_free(management)
        return (try? sendsToOurs(parameters) && receivesFromOurs(parameters)) ?? false
    }

    private static func sendsToOurs(_ parameters: MLKEM) throws -> Bool {
        let pair = try parameters.generate()
        let published = pair.encapsulationKey
        let sent = try encapsulate(parameters, to: published.span.bytes)
        let ciphertext = sent.ciphertext
        let received = try parameters.decapsulate(ciphertext.span.bytes, with: pair.decapsulationKey.span)
        return ConstantTime.equal(received.span, sent.secret.span)
    }

    private static func receivesFromOurs(_ parameters: MLKEM) throws -> Bool {
        let key = try generate(parameters)
        let published = try key.encodedPublicKey(parameters.encapsulationKeyLength)
        let message = try Secret(random: 32)
        let sent = try parameters.encapsulate(to: published.span.bytes, m: message.span)
        let ciphertext = sent.ciphertext
        let received = try decapsulate(parameters, ciphertext.span.bytes, with: key)
        return ConstantTime.equal(received.span, sent.secret.span)
    }

    static func generate(_ parameters: MLKEM) throws(CryptoError) -> KeyHandle {
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(library, parameters.name.characters, nil) else {
            throw .fromQueue("ML-KEM key generation")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_generate(context, &key) == 1,
            let key = unsafe key
        else { throw .fromQueue("ML-KEM key generation") }
        return unsafe KeyHandle(owning: key)
    }

    static func encapsulate(_ parameters: MLKEM, to key: RawSpan) throws(KeyAgreementError) -> MLKEMEncapsulation {
        try parameters.checkEncapsulationKey(key)
        do throws(CryptoError) {
            let peer = try KeyHandle(rawPublicKey: key, type: parameters.name)
            let context = try unsafe makeContext(peer)
            defer { unsafe EVP_PKEY_CTX_free(context) }
            try CryptoError.check(unsafe EVP_PKEY_encapsulate_init(context, nil), "ML-KEM encapsulation")
            var ciphertext = [UInt8](repeating: 0, count: parameters.ciphertextLength)
            var status: Int32 = 0
            let secret = Secret(filling: MLKEM.secretLength) { secret in
                var (length, secretLength) = (ciphertext.count, secret.count)
                // SAFETY: libcrypto writes at most the lengths it is given.
                status = unsafe ciphertext.withUnsafeMutableBufferPointer { ciphertext in
                    unsafe secret.withUnsafeMutableBufferPointer { secret in
                        unsafe EVP_PKEY_encapsulate(
                            context, ciphertext.baseAddress, &length, secret.baseAddress, &secretLength)
                    }
                }
                if length != parameters.ciphertextLength || secretLength != MLKEM.secretLength { status = 0 }
            }
            try CryptoError.check(status, "ML-KEM encapsulation")
            return MLKEMEncapsulation(ciphertext: ciphertext, secret: secret)
        } catch {
            throw .crypto(error)
        }
    }

    static func decapsulate(
        _ parameters: MLKEM, _ ciphertext: RawSpan, with key: KeyHandle
    ) throws(KeyAgreementError) -> Secret {
        guard ciphertext.byteCount == parameters.ciphertextLength else { throw .invalidPeerKey }
        do throws(CryptoError) {
            let context = try unsafe makeContext(key)
            defer { unsafe EVP_PKEY_CTX_free(context) }
            try CryptoError.check(unsafe EVP_PKEY_decapsulate_init(context, nil), "ML-KEM decapsulation")
            var status: Int32 = 0
            let secret = Secret(filling: MLKEM.secretLength) { secret in
                var length = secret.count
                // SAFETY: libcrypto writes at most the length it is given.
                status = unsafe ciphertext.withUnsafeBytes { ciphertext in
                    unsafe secret.withUnsafeMutableBufferPointer { secret in
                        unsafe EVP_PKEY_decapsulate(
                            context, secret.baseAddress, &length, ciphertext.bindMemory(to: UInt8.self).baseAddress,
                            ciphertext.count)
                    }
                }
                if length != MLKEM.secretLength { status = 0 }
            }
            try CryptoError.check(status, "ML-KEM decapsulation")
            return secret
        } catch {
            throw .crypto(error)
        }
    }

    private static func makeContext(_ key: KeyHandle) throws(CryptoError) -> OpaquePointer {
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let context = unsafe EVP_PKEY_CTX_new_from_pkey(library, key.pointer, nil) else {
            throw .fromQueue("ML-KEM")
        }
        return unsafe context
    }
}
