internal import CLibcrypto

/// Comparison whose time does not depend on where the bytes differ.
package enum ConstantTime {
    /// Whether both hold the same bytes. Lengths are public: different ones are unequal at once.
    package static func equal(_ left: RawSpan, _ right: RawSpan) -> Bool {
        guard left.byteCount == right.byteCount else { return false }
        guard !left.isEmpty else { return true }
        // SAFETY: both hold the compared number of bytes.
        return unsafe left.withUnsafeBytes { left in
            unsafe right.withUnsafeBytes { right in
                unsafe clibcrypto_equal(left.baseAddress, right.baseAddress, left.count) == 1
            }
        }
    }
}
