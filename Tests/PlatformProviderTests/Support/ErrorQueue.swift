import CLibssl

/// The thread's queue of OpenSSL's errors.
enum ErrorQueue {
    static var isEmpty: Bool { ERR_peek_error() == 0 }

    /// What other users of OpenSSL on this thread may do.
    static func leaveOne() {
        // SAFETY: the file does not exist, so nothing is made.
        unsafe _ = BIO_new_file("/no/such/file", "r")
    }
}
