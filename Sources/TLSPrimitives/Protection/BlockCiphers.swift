internal import CLibcrypto

// SAFETY: every pointer is set once in `init` and names an object that lives as long as the process and that libcrypto
// lets any number of threads read.
/// libcrypto's ciphers in CBC mode, fetched when the first connection wants one.
@safe final class BlockCiphers: @unchecked Sendable {
    static let shared = BlockCiphers()

    private let aes128: OpaquePointer?
    private let aes256: OpaquePointer?
    private let tripleDES: OpaquePointer?
    /// AES-128 and AES-256 with SHA-1, then with SHA-256.
    private let stitched: InlineArray<4, OpaquePointer?>

    private init() {
        let library = unsafe Libcrypto.shared.context
        func fetch(_ name: String) -> OpaquePointer? {
            unsafe library.flatMap { unsafe EVP_CIPHER_fetch($0, name, nil) }
        }
        unsafe aes128 = unsafe fetch("AES-128-CBC")
        unsafe aes256 = unsafe fetch("AES-256-CBC")
        unsafe tripleDES = unsafe fetch("DES-EDE3-CBC")
        unsafe stitched = [
            unsafe fetch("AES-128-CBC-HMAC-SHA1"), unsafe fetch("AES-256-CBC-HMAC-SHA1"),
            unsafe fetch("AES-128-CBC-HMAC-SHA256"), unsafe fetch("AES-256-CBC-HMAC-SHA256"),
        ]
        ERR_clear_error()
    }

    func cipher(_ cipher: BlockCipher) throws(CryptoError) -> OpaquePointer {
        let fetched: OpaquePointer?
        switch cipher {
        case .aes128: unsafe fetched = unsafe aes128
        case .aes256: unsafe fetched = unsafe aes256
        case .tripleDES: unsafe fetched = unsafe tripleDES
        case .des: return try unsafe LegacyProvider.shared.requireDES()
        }
        guard let fetched = unsafe fetched else {
            throw CryptoError("cipher", reason: "\(cipher) is not in this libcrypto")
        }
        return unsafe fetched
    }

    /// The cipher that computes the HMAC on the way and checks it in constant time; nil where this libcrypto, on this
    /// processor, has none.
    func stitched(_ cipher: BlockCipher, _ mac: HashAlgorithm) -> OpaquePointer? {
        switch (cipher, mac) {
        case (.aes128, .sha1): unsafe stitched[0]
        case (.aes256, .sha1): unsafe stitched[1]
        case (.aes128, .sha256): unsafe stitched[2]
        case (.aes256, .sha256): unsafe stitched[3]
        default: nil
        }
    }
}
