package import TLSWire

/// A certificate chain in TLS 1.2: DER certificates, leaf first. RFC 5246 §7.4.2, §7.4.6.
package struct Certificate12: Hashable, Sendable {
    /// Empty from a client that has none to show.
    package let certificates: [[UInt8]]

    package init(certificates: [[UInt8]]) {
        self.certificates = certificates
    }

    package static let codec = record(
        Certificate12.init,
        field(\.certificates, .list(.opaque(.u24, 1...0xff_ffff), .u24, 0...0xff_ffff, "certificate_list")))
}
