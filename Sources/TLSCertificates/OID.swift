/// An ASN.1 object identifier, such as `2.5.29.17`. X.660.
public struct OID: Hashable, Sendable {
    /// The content octets of its DER encoding.
    package let content: [UInt8]

    /// Made from checked content octets (`DERReader.objectIdentifier`).
    package init(content: [UInt8]) {
        self.content = content
    }

    /// Made from arcs that are known to be right: at least two, the first at most 2.
    package init(_ arcs: UInt64...) {
        content = Self.encode(arcs)
    }

    /// Makes an identifier from its dotted form; nil when that is not one, or too long to handle.
    public init?(_ text: String) {
        var arcs: [UInt64] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let arc = UInt64(part), arc < 1 << 62 else {
                return nil
            }
            arcs.append(arc)
        }
        guard arcs.count >= 2, arcs[0] <= 2, arcs[0] == 2 || arcs[1] < 40 else { return nil }
        content = Self.encode(arcs)
        guard content.count <= Limits.objectIdentifierSize else { return nil }
    }

    /// Groups of seven bits, all but the last of an arc with the top bit set. X.690 §8.19.
    private static func encode(_ arcs: [UInt64]) -> [UInt8] {
        var content: [UInt8] = []
        var first: UInt64 = 0
        for (index, arc) in arcs.enumerated() {
            if index == 0 {
                first = arc &* 40
                continue
            }
            let value = index == 1 ? first &+ arc : arc
            var shift: UInt64 = 56
            while shift > 0, value >> shift == 0 { shift -= 7 }
            while shift > 0 {
                content.append(0x80 | UInt8(truncatingIfNeeded: value >> shift & 0x7f))
                shift -= 7
            }
            content.append(UInt8(truncatingIfNeeded: value & 0x7f))
        }
        return content
    }
}

extension OID: CustomStringConvertible {
    /// The dotted form.
    public var description: String {
        var text = ""
        var arc: UInt64 = 0
        for octet in content {
            arc = arc << 7 | UInt64(octet & 0x7f)
            guard octet & 0x80 == 0 else { continue }
            if text.isEmpty {
                let root = min(arc / 40, 2)
                text = "\(root).\(arc - root * 40)"
            } else {
                text += ".\(arc)"
            }
            arc = 0
        }
        return text
    }
}
