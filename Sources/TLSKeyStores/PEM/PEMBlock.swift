package import TLSPrimitives

/// One block of a PEM text: its label, and where its base64 is. RFC 7468 §2.
package struct PEMBlock: Hashable, Sendable {
    /// What stands behind BEGIN, such as `CERTIFICATE`.
    package let label: String
    /// Which block of the text it is, from 1.
    package let number: Int
    /// The line of its BEGIN, from 1.
    package let line: Int
    /// The lines of an encapsulated header, as RFC 1421 keys have it; RFC 7468 has none.
    package let header: Range<Int>?
    /// Where the base64 lies.
    package let body: Range<Int>

    /// How errors call the block.
    package var place: String { "PEM block \(number) (\(label), line \(line))" }

    /// Whether the block is encrypted in the way of RFC 1421: it has a header.
    package var hasHeader: Bool { header != nil }

    /// The decoded content of a block that is not secret.
    package func decode(_ text: Span<UInt8>) throws(KeyStoreError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try Base64.decode(text, body)
        } catch {
            let line = PEMReader.lineNumber(of: error.offset, in: text)
            throw KeyStoreError(
                .malformed, place: place, reason: "the base64 is damaged near line \(line): \(error.kind.reason)",
                advice: "copy the block again, whole")
        }
        guard !bytes.isEmpty else { throw KeyStoreError(.malformed, place: place, reason: "the block is empty") }
        return bytes
    }

    /// The decoded content of a block that holds a private key.
    package func decodeSecret(_ text: Span<UInt8>) throws(KeyStoreError) -> Secret {
        var bytes = try decode(text)
        return Secret(wiping: &bytes)
    }
}

extension Base64.Fault.Kind {
    fileprivate var reason: String {
        switch self {
        case .foreignCharacter: "a character that base64 does not have"
        case .incompleteGroup: "characters are missing at the end"
        case .misplacedPadding: "`=` stands where it may not"
        case .nonZeroPadding: "the last character has bits that say nothing"
        }
    }
}
