internal import CLibssl
import TLSProvider

// SAFETY: libssl counts the references to a session and lets several threads use one.
/// A session of libssl's, kept for a later connection.
@safe final class StoredSession: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes over a reference.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe SSL_SESSION_free(pointer)
    }
}
