internal import CLibcrypto

// SAFETY: libcrypto counts the references to a key, and lets several threads use one that is no longer changed.
/// A key in libcrypto's hands: what our key types share.
@safe final class KeyHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    /// A private key that is a string of bytes: X25519, X448, ED25519, ED448.
    init(rawPrivateKey bytes: RawSpan, type: StaticString) throws(CryptoError) {
        let library = try unsafe Libcrypto.shared.requireContext()
        // SAFETY: the length is the buffer's; libcrypto refuses one that is not the type's.
        let key = unsafe bytes.withUnsafeBytes { source in
            unsafe EVP_PKEY_new_raw_private_key_ex(
                library, type.characters, nil, source.bindMemory(to: UInt8.self).baseAddress, source.count)
        }
        guard let key = unsafe key else { throw .fromQueue("private key") }
        unsafe pointer = key
    }

    /// A public key that is a string of bytes: ED25519, ED448.
    init(rawPublicKey bytes: RawSpan, type: StaticString) throws(CryptoError) {
        let library = try unsafe Libcrypto.shared.requireContext()
        // SAFETY: the length is the buffer's; libcrypto refuses one that is not the type's.
        let key = unsafe bytes.withUnsafeBytes { source in
            unsafe EVP_PKEY_new_raw_public_key_ex(
                library, type.characters, nil, source.bindMemory(to: UInt8.self).baseAddress, source.count)
        }
        guard let key = unsafe key else { throw .fromQueue("public key") }
        unsafe pointer = key
    }

    deinit {
        unsafe EVP_PKEY_free(pointer)
    }

    /// The public key as protocols carry it, of a length that is known.
    func encodedPublicKey(_ length: Int) throws(CryptoError) -> [UInt8] {
        var written = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, initialized in
            // SAFETY: libcrypto writes at most the capacity it is given.
            let status = unsafe clibcrypto_get_encoded_public_key(pointer, buffer.baseAddress, buffer.count, &written)
            initialized = status == 1 ? min(written, length) : 0
        }
        guard bytes.count == length, written == length else { throw .fromQueue("public key") }
        return bytes
    }

    /// The public key of a type whose public key is a string of bytes.
    func rawPublicKey(_ length: Int) throws(CryptoError) -> [UInt8] {
        var count = length
        var status: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, initialized in
            // SAFETY: libcrypto writes at most the capacity it is given.
            status = unsafe EVP_PKEY_get_raw_public_key(pointer, buffer.baseAddress, &count)
            initialized = status == 1 ? min(count, length) : 0
        }
        try CryptoError.check(status, "public key")
        return bytes
    }

    /// The private key of a type whose private key is a string of bytes.
    func rawPrivateKey(_ length: Int) throws(CryptoError) -> Secret {
        try Secret(count: length) { output throws(CryptoError) in
            // SAFETY: libcrypto writes at most the capacity it is given.
            try unsafe output.withUnsafeMutableBytes { buffer, initialized throws(CryptoError) in
                var count = 0
                let start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
                let status = unsafe clibcrypto_get_private_octets(pointer, start, buffer.count, &count)
                try CryptoError.check(status, "private key")
                initialized = count
            }
        }
    }

    /// One of the key's integers, by libcrypto's name for it.
    func integer(_ name: StaticString) throws(CryptoError) -> BigNumber {
        var number: OpaquePointer?
        // SAFETY: libcrypto makes a number that is then ours.
        guard unsafe EVP_PKEY_get_bn_param(pointer, name.characters, &number) == 1, let number = unsafe number else {
            throw .fromQueue("key component")
        }
        return unsafe BigNumber(owning: number)
    }
}

extension StaticString {
    /// For C: a literal's characters, terminated, living for ever.
    var characters: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
