/// Where a field lies in a certificate's bytes: half of a `Range<Int>` in memory, because certificates are copied about.
package struct ByteRange: Hashable, Sendable {
    private let start: UInt32
    private let end: UInt32

    /// The range must lie within `Limits.certificateSize`; what is above UInt32 is cut to it.
    package init(_ range: Range<Int>) {
        start = UInt32(clamping: range.lowerBound)
        end = UInt32(clamping: range.upperBound)
    }

    package var range: Range<Int> { Int(start)..<Int(end) }
}
