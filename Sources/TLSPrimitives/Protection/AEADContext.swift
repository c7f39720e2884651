internal import CLibcrypto

// SAFETY: the context is this object's alone, made in `init` and freed, with the key wiped, in `deinit`; the functions are set
// once and live as long as the process.
/// A keyed cipher of an AEAD algorithm: what `AEADSealer` and `AEADOpener` share.
@safe struct AEADContext: ~Copyable {
    let functions: OpaquePointer
    let pointer: UnsafeMutableRawPointer
    let tagLength: Int
    let isCCM: Bool
    private let keyLength: Int
    private let isSealing: Int32

    init(_ algorithm: AEADAlgorithm, key: RawSpan, isSealing: Bool) throws(CryptoError) {
        guard key.byteCount == algorithm.keyLength else {
            throw CryptoError("AEAD key", reason: "\(key.byteCount) bytes instead of \(algorithm.keyLength)")
        }
        let functions = try unsafe Libcrypto.shared.aead(algorithm.fetched)
        let isSealing: Int32 = isSealing ? 1 : 0
        // SAFETY: the key has the cipher's length, checked above.
        let pointer = unsafe key.withUnsafeBytes { key in
            unsafe clibcrypto_aead_new(
                functions, key.bindMemory(to: UInt8.self).baseAddress, key.count, algorithm.tagLength,
                algorithm.isCCM ? 1 : 0, isSealing)
        }
        guard let pointer = unsafe pointer else { throw .fromQueue("AEAD key") }
        unsafe self.functions = functions
        unsafe self.pointer = pointer
        tagLength = algorithm.tagLength
        isCCM = algorithm.isCCM
        keyLength = algorithm.keyLength
        self.isSealing = isSealing
    }

    deinit {
        unsafe clibcrypto_aead_free(functions, pointer)
    }

    /// Takes another key, which costs less than another context; the old one is overwritten.
    borrowing func rekey(_ key: RawSpan) throws(CryptoError) {
        guard key.byteCount == keyLength else {
            throw CryptoError("AEAD key", reason: "\(key.byteCount) bytes instead of \(keyLength)")
        }
        // SAFETY: the key has the cipher's length, checked above.
        let done = unsafe key.withUnsafeBytes { key in
            unsafe clibcrypto_aead_rekey(
                functions, pointer, key.bindMemory(to: UInt8.self).baseAddress, key.count, isSealing)
        }
        try CryptoError.check(done, "AEAD key")
    }
}
