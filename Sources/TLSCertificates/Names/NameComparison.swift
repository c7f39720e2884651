/// When two names are the same: RFC 5280 §7.1.
///
/// Strings are compared by their characters, in whatever type each is written, without regard to ASCII case; white space at
/// the ends does not count, and each run of it is one space. That much of RFC 4518 is what libcrypto keeps to as well:
/// letters beyond ASCII are equal to themselves alone. Values of other types are compared byte for byte.
extension DistinguishedName {
    /// Whether both are the same name, though their bytes may differ.
    public func matches(_ other: DistinguishedName) -> Bool {
        derBytes == other.derBytes || canonicalBytes == other.canonicalBytes
    }

    /// Whether the name begins with the relative names of `subtree`. RFC 5280 §4.2.1.10.
    package func isWithin(_ subtree: DistinguishedName) -> Bool {
        canonicalBytes.starts(with: subtree.canonicalBytes)
    }

    /// The one form that all names have which match: two match exactly when these bytes are equal, and a name is within a
    /// subtree exactly when its bytes begin with those of the subtree.
    package var canonicalBytes: [UInt8] {
        CanonicalName.bytes(derBytes.span, 0..<derBytes.count)
    }
}

extension X509Certificate {
    /// The canonical form of the subject, by which whom it issued is found.
    package var canonicalSubject: [UInt8] { CanonicalName.bytes(derBytes.span, subjectRange) }

    /// The canonical form of the issuer.
    package var canonicalIssuer: [UInt8] { CanonicalName.bytes(derBytes.span, issuerRange) }

    /// Whether the certificate says that the subject of `authority` has issued it.
    package func names(issuer authority: X509Certificate) -> Bool {
        let (own, other) = (issuerRange, authority.subjectRange)
        return derBytes[own].elementsEqual(authority.derBytes[other])
            || canonicalIssuer == authority.canonicalSubject
    }
}

/// Writes a name so that names that match have the same bytes.
///
/// A relative name is the count of its attributes and these in the order of their bytes, as a set has none; an attribute is
/// its type, the tag of its value and the value, each behind its length. Every string has the tag of UTF8String.
struct CanonicalName {
    private var bytes: [UInt8] = []

    /// The canonical form of a Name that lies in a range, which `DERReader.name` has checked.
    static func bytes(_ source: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var name = CanonicalName()
        name.bytes.reserveCapacity(range.count)
        do {
            var reader = DERReader(source, range)
            var relativeNames = try reader.sequence("Name")
            while !relativeNames.isAtEnd {
                var members = try relativeNames.constructed(.set, "Name")
                try name.append(&members)
            }
        } catch {
            // No name begins so: what cannot be read is equal to itself alone.
            return [0xff] + DERReader(source).array(range)
        }
        return name.bytes
    }

    private mutating func append(_ members: inout DERReader) throws(DERError) {
        let start = bytes.count
        bytes.append(0)
        var ends: [Int] = []
        while !members.isAtEnd {
            let attribute = try members.attribute("Name", isJoined: false)
            append(attribute, members.bytes)
            if ends.isEmpty, members.isAtEnd {
                bytes[start] = 1
                return
            }
            ends.append(bytes.count)
        }
        bytes[start] = UInt8(truncatingIfNeeded: ends.count)
        var attributes: [ArraySlice<UInt8>] = []
        var next = start + 1
        for end in ends {
            attributes.append(bytes[next..<end])
            next = end
        }
        attributes.sort { $0.lexicographicallyPrecedes($1) }
        bytes.replaceSubrange((start + 1)..., with: Array(attributes.joined()))
    }

    private mutating func append(_ attribute: AttributeElement, _ source: Span<UInt8>) {
        // `Limits.objectIdentifierSize` fits an octet.
        bytes.append(UInt8(truncatingIfNeeded: attribute.type.count))
        for index in attribute.type { bytes.append(source[index]) }
        let start = bytes.count
        bytes.append(contentsOf: [0, 0, 0, 0, 0])
        let value = attribute.value
        if let folded = Self.folded(value, source) {
            bytes[start] = DERTag.utf8String.rawValue
            bytes.append(contentsOf: folded.bytes)
        } else {
            bytes[start] = value.tag.rawValue
            for index in value.content { bytes.append(source[index]) }
        }
        let count = bytes.count - start - 5
        for octet in 0..<4 {
            bytes[start + 1 + octet] = UInt8(truncatingIfNeeded: count >> (24 - 8 * octet))
        }
    }

    /// The text of a string as it is compared; nil when the value is none, or is not in its type's alphabet.
    private static func folded(_ value: DERElement, _ source: Span<UInt8>) -> FoldedText? {
        var text = FoldedText()
        text.bytes.reserveCapacity(value.content.count)
        switch value.tag {
        case .utf8String:
            for index in value.content { text.append(octet: source[index]) }
        case .printableString, .ia5String, .numericString, .visibleString:
            for index in value.content {
                guard source[index] < 0x80 else { return nil }
                text.append(octet: source[index])
            }
        // As `CharacterString.text`: Latin-1.
        case .teletexString:
            for index in value.content { text.append(scalar: UInt32(source[index])) }
        case .bmpString: text.append(units: source, value.content, width: 2)
        case .universalString: text.append(units: source, value.content, width: 4)
        default: return nil
        }
        return text
    }
}

/// Text in UTF-8, in lower case as far as ASCII goes and with no more white space than counts. RFC 4518 §2.
private struct FoldedText {
    var bytes: [UInt8] = []
    private var isAfterSpace = false

    /// One octet of UTF-8. White space at the start and the end is never written.
    mutating func append(octet: UInt8) {
        switch octet {
        case 0x09...0x0d, 0x20:
            isAfterSpace = !bytes.isEmpty
        default:
            if isAfterSpace { bytes.append(0x20) }
            isAfterSpace = false
            bytes.append(ServerName.lowercased(octet))
        }
    }

    mutating func append(scalar: UInt32) {
        guard scalar >= 0x80 else { return append(octet: UInt8(truncatingIfNeeded: scalar)) }
        guard let character = Unicode.Scalar(scalar) else { return }
        for octet in UTF8.encode(character) ?? UTF8.encodedReplacementCharacter { append(octet: octet) }
    }

    /// Big-endian code units, of which `CharacterString.isWellFormed` has seen that they are characters.
    mutating func append(units source: Span<UInt8>, _ content: Range<Int>, width: Int) {
        var unit: UInt32 = 0
        for (position, index) in content.enumerated() {
            unit = unit << 8 | UInt32(source[index])
            guard position % width == width - 1 else { continue }
            append(scalar: unit)
            unit = 0
        }
    }
}
