internal import CLibcrypto

/// A libcrypto operation that did not succeed, with the reason libcrypto gave.
package struct CryptoError: Error, Sendable, CustomStringConvertible {
    /// What was being done.
    package let operation: StaticString
    /// libcrypto's words, or ours where we refused before calling it.
    package let reason: String

    package init(_ operation: StaticString, reason: String) {
        self.operation = operation
        self.reason = reason
    }

    package var description: String { "\(operation): \(reason)" }
}

extension CryptoError {
    /// The newest entry of the thread's error queue, which is emptied.
    ///
    /// The newest, as older ones may be left over from somebody else's call on this thread.
    @inline(never)
    static func fromQueue(_ operation: StaticString) -> CryptoError {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        guard code != 0 else { return CryptoError(operation, reason: "failed without a reason") }
        // SAFETY: a static, terminated string of libcrypto's, or nil.
        guard let text = unsafe ERR_reason_error_string(code) else {
            return CryptoError(operation, reason: "error 0x" + String(code, radix: 16))
        }
        return CryptoError(operation, reason: unsafe String(cString: text))
    }

    /// Whether the thread's error queue is empty, as every call here leaves it.
    static var isQueueEmpty: Bool { ERR_peek_error() == 0 }

    /// Throws unless `status`, a libcrypto return value, is positive.
    @inline(__always)
    static func check(_ status: Int32, _ operation: StaticString) throws(CryptoError) {
        if status <= 0 { throw fromQueue(operation) }
    }
}
