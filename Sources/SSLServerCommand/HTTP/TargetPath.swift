/// The path a request asks for, decoded into its parts. RFC 3986 §3.3.
///
/// Made so that no part can lead anywhere but one step down: no `..`, no slash, no NUL, no control character.
struct TargetPath: Hashable, Sendable {
    /// The names between the slashes, decoded.
    let components: [String]
    /// Whether the path ends with a slash, and so names a directory.
    let endsWithSlash: Bool
    /// The path as it was sent, without the query.
    let encoded: String

    /// The decoded path with its slashes, such as `/` and `/json`.
    var text: String {
        components.isEmpty ? "/" : "/" + components.joined(separator: "/") + (endsWithSlash ? "/" : "")
    }

    /// Reads a target in origin form (`/path?query`) or absolute form (`https://host/path`). RFC 9112 §3.2.
    init(target: String) throws(HTTPFault) {
        let path = try Self.path(of: Array(target.utf8))
        var components: [String] = []
        for part in path.split(separator: 0x2F) {
            let name = try Self.decode(Array(part))
            if name == "." { continue }
            guard name != ".." else { throw HTTPFault(.badRequest, "The path leads upwards.") }
            components.append(name)
        }
        self.components = components
        endsWithSlash = path.last == 0x2F || path.suffix(2).elementsEqual([0x2F, 0x2E])
        encoded = String(decoding: path, as: UTF8.self)
    }

    private static func path(of target: [UInt8]) throws(HTTPFault) -> ArraySlice<UInt8> {
        var rest = target[...]
        if rest.first != 0x2F {
            // Absolute form, which clients send to proxies and may send to anyone. RFC 9112 §3.2.2.
            guard let separator = rest.firstIndex(of: 0x3A), rest[separator...].starts(with: Array("://".utf8)),
                ["http", "https"].contains(String(decoding: rest[..<separator], as: UTF8.self).lowercased())
            else {
                throw HTTPFault(.badRequest, "The request target is not a path.")
            }
            rest = rest[separator...].dropFirst(3).drop { $0 != 0x2F && $0 != 0x3F && $0 != 0x23 }
        }
        let path = rest.prefix { $0 != 0x3F && $0 != 0x23 }
        return path.isEmpty ? [0x2F] : path
    }

    /// Percent-decodes one part of a path. RFC 3986 §2.1.
    private static func decode(_ part: [UInt8]) throws(HTTPFault) -> String {
        var bytes: [UInt8] = []
        var rest = part[...]
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexadecimalDigit, let low = rest.popFirst()?.hexadecimalDigit else {
                throw HTTPFault(.badRequest, "The path has a percent sign without two hexadecimal digits.")
            }
            bytes.append(UInt8(truncatingIfNeeded: high << 4 | low))
        }
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0x2F }) else {
            throw HTTPFault(.badRequest, "The path has an encoded slash or control character.")
        }
        guard let name = String(validating: bytes, as: UTF8.self) else {
            throw HTTPFault(.badRequest, "The path is not UTF-8.")
        }
        return name
    }
}
