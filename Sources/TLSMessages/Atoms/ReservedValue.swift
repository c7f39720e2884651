/// A value that stands for nothing, so that peers keep ignoring what they do not know. RFC 8701 §2.
package enum ReservedValue {
    package static let count = 16

    /// `{0x0a,0x0a}` to `{0xfa,0xfa}`: for cipher suites, groups, versions, extensions and signature schemes.
    package static func number(_ index: Int) -> UInt16 {
        let byte = UInt16(truncatingIfNeeded: index & (count - 1)) << 4 | 0x0a
        return byte << 8 | byte
    }
}
