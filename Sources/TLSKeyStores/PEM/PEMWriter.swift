/// Writes PEM: one label, lines of 64 symbols. RFC 7468 §3.
package enum PEMWriter {
    package static func text(_ label: String, _ bytes: Span<UInt8>) -> String {
        let lines = String(decoding: Base64.encodeLines(bytes), as: UTF8.self)
        return "-----BEGIN \(label)-----\n\(lines)-----END \(label)-----\n"
    }
}
