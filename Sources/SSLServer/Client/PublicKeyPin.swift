public import TLSCertificates
import TLSKeyStores
import TLSPrimitives

/// A key by which a server is known: the SHA-256 of its SubjectPublicKeyInfo. RFC 7469 §2.4.
///
/// A certificate that is renewed with the same key keeps its pin.
public struct PublicKeyPin: Hashable, Sendable {
    /// The hash: 32 bytes.
    public let sha256: [UInt8]

    /// The pin of a certificate's key.
    public init(of certificate: X509Certificate) throws(SSLError) {
        do {
            sha256 = try HashAlgorithm.sha256.digest(of: certificate.subjectPublicKeyInfo.derBytes.span.bytes).bytes
        } catch {
            throw SSLError(.certificateRefused, "\(error)")
        }
    }

    /// Reads a pin: base64 or hexadecimal, also with colons, and with `sha256/`, `sha256//` or `sha256:` in front or
    /// without. Nil when the text is none.
    public init?(_ text: String) {
        let prefix = ["sha256//", "sha256/", "sha256:"].first { text.lowercased().hasPrefix($0) } ?? ""
        let body = Array(text.utf8.dropFirst(prefix.utf8.count))
        guard let bytes = Self.hexadecimal(body) ?? Self.base64(body) else { return nil }
        sha256 = bytes
    }

    private static func hexadecimal(_ text: [UInt8]) -> [UInt8]? {
        let digits = text.filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 2) {
            let pair = digits[start..<start + 2]
            // A sign would be read as part of a number.
            guard pair.allSatisfy({ $0 > UInt8(ascii: "-") }),
                let byte = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func base64(_ text: [UInt8]) -> [UInt8]? {
        guard let bytes = try? Base64.decode(text.span, 0..<text.count), bytes.count == 32 else { return nil }
        return bytes
    }
}

extension PublicKeyPin: CustomStringConvertible {
    /// `sha256/` and the base64, as browsers and servers write it.
    public var description: String {
        "sha256/" + String(decoding: Base64.encodeLines(sha256.span).dropLast(), as: UTF8.self)
    }
}
