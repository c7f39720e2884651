internal import CValgrind
import TLSPrimitives

extension RawSpan {
    /// Makes valgrind report what depends on these bytes.
    func makeSecret() {
        // SAFETY: the count is the buffer's, and no byte is read or written.
        unsafe withUnsafeBytes { unsafe cvalgrind_make_secret($0.baseAddress, $0.count) }
    }

    /// Ends that: what is published, and what a check has given away on purpose.
    func makePublic() {
        // SAFETY: as above.
        unsafe withUnsafeBytes { unsafe cvalgrind_make_public($0.baseAddress, $0.count) }
    }
}
