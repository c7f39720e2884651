internal import CLibssl
import TLSProvider

/// A session of libssl's in bytes: its own DER form.
enum SerializedSession {
    /// A session has a chain in it, and is no larger than this.
    private static let longest = 1 << 20

    static func bytes(of session: StoredSession) throws(TLSError) -> [UInt8] {
        let count = unsafe Int(i2d_SSL_SESSION(session.pointer, nil))
        guard count > 0, count <= longest else {
            throw TLSError(.cryptographyFailed, "libssl cannot write the session")
        }
        return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            // SAFETY: i2d writes the `count` bytes that it has announced.
            var next = buffer.baseAddress
            initialized = unsafe max(0, Int(i2d_SSL_SESSION(session.pointer, &next)))
        }
    }

    static func session(in bytes: [UInt8]) throws(TLSError) -> StoredSession {
        guard bytes.count <= longest else { throw ConfigurationRules.invalid("the bytes hold no session: too many") }
        let read: OpaquePointer? = unsafe bytes.withUnsafeBufferPointer { buffer in
            // SAFETY: d2i reads no more than the length it is given; bytes behind the session are none of it.
            var next = buffer.baseAddress
            let session = unsafe d2i_SSL_SESSION(nil, &next, buffer.count)
            guard unsafe next == buffer.baseAddress?.advanced(by: buffer.count) else {
                unsafe SSL_SESSION_free(session)
                return unsafe OpaquePointer?.none
            }
            return unsafe session
        }
        ERR_clear_error()
        guard let read = unsafe read else { throw ConfigurationRules.invalid("the bytes hold no session of libssl's") }
        return unsafe StoredSession(owning: read)
    }
}
