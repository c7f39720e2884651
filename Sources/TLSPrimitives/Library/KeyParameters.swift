internal import CLibcrypto

// SAFETY: the buffers are this value's alone, and every parameter points into one of them or at a literal.
/// A key's components on their way into libcrypto, wiped when they have arrived.
@safe struct KeyParameters: ~Copyable {
    private var parameters: [OSSL_PARAM] = unsafe []
    private var buffers: [UnsafeMutableRawBufferPointer] = unsafe []

    init() {}

    deinit {
        for index in unsafe buffers.indices {
            unsafe OPENSSL_cleanse(buffers[index].baseAddress, buffers[index].count)
            unsafe buffers[index].deallocate()
        }
    }

    /// A name, such as a group's.
    mutating func append(_ name: StaticString, text: StaticString) {
        let value = unsafe UnsafeMutablePointer(mutating: text.characters)
        unsafe parameters.append(OSSL_PARAM_construct_utf8_string(name.characters, value, 0))
    }

    mutating func append(_ name: StaticString, octets bytes: RawSpan) {
        let buffer = unsafe keep(bytes)
        unsafe parameters.append(
            OSSL_PARAM_construct_octet_string(name.characters, buffer.baseAddress, bytes.byteCount))
    }

    /// An integer from big-endian bytes; libcrypto wants it in the machine's order.
    mutating func append(_ name: StaticString, integer bytes: RawSpan) {
        var buffer = unsafe keep(bytes)
        #if _endian(little)
            unsafe buffer.reverse()
        #endif
        let start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
        unsafe parameters.append(OSSL_PARAM_construct_BN(name.characters, start, buffer.count))
    }

    /// A copy of at least one byte, as an empty integer is none: it is zero.
    private mutating func keep(_ bytes: RawSpan) -> UnsafeMutableRawBufferPointer {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.byteCount, 1), alignment: 8)
        unsafe buffer[0] = 0
        unsafe bytes.withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
        unsafe buffers.append(buffer)
        return unsafe buffer
    }

    /// A key of these components.
    consuming func makeKey(_ type: StaticString, isPair: Bool) throws(CryptoError) -> KeyHandle {
        let library = try unsafe Libcrypto.shared.requireContext()
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(library, type.characters, nil) else {
            throw .fromQueue("key import")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        unsafe parameters.append(OSSL_PARAM_construct_end())
        let selection = isPair ? clibcrypto_select_key_pair() : clibcrypto_select_public_key()
        var key: OpaquePointer?
        // SAFETY: the list is terminated, and its buffers outlive the call.
        let done =
            unsafe EVP_PKEY_fromdata_init(context) == 1
            && parameters.withUnsafeMutableBufferPointer { list in
                unsafe EVP_PKEY_fromdata(context, &key, selection, list.baseAddress) == 1
            }
        guard done, let key = unsafe key else { throw .fromQueue("key import") }
        return unsafe KeyHandle(owning: key)
    }
}
