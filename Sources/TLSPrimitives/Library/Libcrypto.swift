internal import CLibcrypto

// SAFETY: every pointer is set once in `init` and names an object that lives as long as the process and that libcrypto
// lets any number of threads read.
/// The process's private library context and the algorithms fetched from it, once.
///
/// A context of our own reads no configuration file and shares no settings with other users of libcrypto in the process.
/// It is never freed: threads may compute until the process ends.
@safe final class Libcrypto: @unchecked Sendable {
    static let shared = Libcrypto()

    /// nil when libcrypto could not be set up; every operation then throws.
    let context: OpaquePointer?
    /// The default provider, which has all we use but RC4 and DES.
    let provider: OpaquePointer?
    private let digests: InlineArray<6, OpaquePointer?>
    /// The same for signatures, which take them by EVP's objects.
    private let signedDigests: InlineArray<6, OpaquePointer?>
    private let aeads: InlineArray<5, OpaquePointer?>

    private init() {
        // No clean-up at exit: event loops may still be sealing records while the main thread leaves.
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT) | UInt64(OPENSSL_INIT_LOAD_CRYPTO_STRINGS), nil)
        let context = unsafe OSSL_LIB_CTX_new()
        let provider = unsafe context.flatMap { unsafe OSSL_PROVIDER_load($0, "default") }
        // Without its provider the context is of no use.
        let usable = unsafe provider == nil ? nil : context
        unsafe self.context = usable
        unsafe self.provider = provider
        unsafe digests = InlineArray { index in
            unsafe provider.flatMap { unsafe clibcrypto_digest_find($0, HashAlgorithm.allCases[index].name) }
        }
        unsafe signedDigests = InlineArray { index in
            unsafe usable.flatMap { unsafe EVP_MD_fetch($0, HashAlgorithm.allCases[index].name, nil) }
        }
        unsafe aeads = InlineArray { index in
            unsafe provider.flatMap { unsafe clibcrypto_aead_find($0, FetchedCipher.allCases[index].name) }
        }
        ERR_clear_error()
    }

    func requireContext() throws(CryptoError) -> OpaquePointer {
        guard let context = unsafe context else {
            throw CryptoError("library context", reason: "libcrypto's default provider did not load")
        }
        return unsafe context
    }

    /// The provider's functions for a hash.
    func digest(_ algorithm: HashAlgorithm) throws(CryptoError) -> OpaquePointer {
        guard let digest = unsafe digests[Int(algorithm.rawValue)] else {
            throw CryptoError("hash algorithm", reason: "\(algorithm) is not in this libcrypto")
        }
        return unsafe digest
    }

    /// EVP's object for a hash.
    func signedDigest(_ algorithm: HashAlgorithm) throws(CryptoError) -> OpaquePointer {
        guard let digest = unsafe signedDigests[Int(algorithm.rawValue)] else {
            throw CryptoError("hash algorithm", reason: "\(algorithm) is not in this libcrypto")
        }
        return unsafe digest
    }

    /// The provider's functions for a cipher.
    func aead(_ cipher: FetchedCipher) throws(CryptoError) -> OpaquePointer {
        guard let functions = unsafe aeads[Int(cipher.rawValue)] else {
            throw CryptoError("cipher", reason: "\(cipher) is not in this libcrypto")
        }
        return unsafe functions
    }
}

/// libcrypto's ciphers under our AEAD algorithms; CCM's two tag lengths share one.
enum FetchedCipher: UInt8, CaseIterable {
    case aes128GCM, aes256GCM, chaCha20Poly1305, aes128CCM, aes256CCM

    var name: String {
        switch self {
        case .aes128GCM: "AES-128-GCM"
        case .aes256GCM: "AES-256-GCM"
        case .chaCha20Poly1305: "ChaCha20-Poly1305"
        case .aes128CCM: "AES-128-CCM"
        case .aes256CCM: "AES-256-CCM"
        }
    }
}

/// The libcrypto the process runs with, read at run time.
package enum LibcryptoVersion {
    /// For example `OpenSSL 3.0.19 27 Jan 2026`.
    package static var text: String {
        // SAFETY: a static, terminated string.
        guard let text = unsafe OpenSSL_version(OPENSSL_VERSION) else { return "unknown" }
        return unsafe String(cString: text)
    }

    /// 0xMNN00PP0: major, minor, patch.
    package static var number: UInt { OpenSSL_version_num() }
}
