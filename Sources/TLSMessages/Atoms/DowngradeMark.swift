/// The last bytes of a Random by which a server says that it could have spoken a newer version. RFC 9846 §4.2.3.
package enum DowngradeMark {
    /// TLS 1.2 was negotiated, by a server that speaks TLS 1.3.
    package static let tls12 = Array("DOWNGRD\u{1}".utf8)
    /// TLS 1.1 or older was negotiated, by a server that speaks TLS 1.2 or 1.3.
    package static let older = Array("DOWNGRD\u{0}".utf8)

    /// Whether a Random ends with the mark for what is older than TLS 1.2.
    package static func marksOlder(_ random: [UInt8]) -> Bool { Array(random.suffix(8)) == older }

    /// Whether a Random ends with one of the marks.
    package static func marks(_ random: [UInt8]) -> Bool {
        let end = Array(random.suffix(8))
        return end == tls12 || end == older
    }
}
