internal import CValgrind
import TLSPrimitives

extension RawSpan {
    /// Makes valgrind report what depends on these bytes.
    func makeSecret() {
        // SAFETY: the count is the buffer's, and no byte is read or written.
        unsafe withUnsafeBytes { unsafe cvalgrind_make_secret($0.baseAddress, $0.count) }
    }

    /// Whether what was computed from secrets is marked as well: without that, the silence means nothing.
    var isSecret: Bool {
        // SAFETY: the count is the buffer's.
        unsafe withUnsafeBytes {
            unsafe cvalgrind_is_secret($0.bindMemory(to: UInt8.self).baseAddress, $0.count) == 1
        }
    }

    /// Ends that: what is published, and what a check has given away on purpose.
    func makePublic() {
        // SAFETY: as above.
        unsafe withUnsafeBytes { unsafe cvalgrind_make_public($0.baseAddress, $0.count) }
    }
}
