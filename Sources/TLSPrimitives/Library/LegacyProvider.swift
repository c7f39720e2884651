internal import CLibcrypto

// SAFETY: every pointer is set once in `init` and names an object that lives as long as the process and that libcrypto
// lets any number of threads read.
/// DES and RC4, which libcrypto keeps in a module of its own: loaded when one of them is first asked for, and never for
/// who does not ask.
@safe final class LegacyProvider: @unchecked Sendable {
    static let shared = LegacyProvider()

    private let des: OpaquePointer?
    private let rc4: OpaquePointer?

    private init() {
        if let library = unsafe Libcrypto.shared.context, unsafe OSSL_PROVIDER_load(library, "legacy") != nil {
            unsafe des = unsafe EVP_CIPHER_fetch(library, "DES-CBC", nil)
            unsafe rc4 = unsafe EVP_CIPHER_fetch(library, "RC4", nil)
        } else {
            unsafe des = nil
            unsafe rc4 = nil
        }
        ERR_clear_error()
    }

    func requireDES() throws(CryptoError) -> OpaquePointer {
        guard let des = unsafe des else { throw Self.missing("DES") }
        return unsafe des
    }

    func requireRC4() throws(CryptoError) -> OpaquePointer {
        guard let rc4 = unsafe rc4 else { throw Self.missing("RC4") }
        return unsafe rc4
    }

    private static func missing(_ name: String) -> CryptoError {
        CryptoError("cipher", reason: "\(name) needs libcrypto's legacy provider, which is not installed")
    }
}
