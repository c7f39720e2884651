import TLSWire

/// How points of a curve are encoded. RFC 8422 §5.1.2.
package enum PointFormat {
    /// The only one that is still used.
    package static let uncompressed: UInt8 = 0

    /// `ECPointFormat ec_point_format_list<1..2^8-1>`.
    static let list = Codec<[UInt8]>.opaque(.u8, 1...255)
}
