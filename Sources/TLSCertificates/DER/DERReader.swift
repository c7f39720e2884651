/// A DER value as it lies in the bytes: its tag, where it begins and where its content is.
package struct DERElement: Hashable, Sendable {
    package let tag: DERTag
    package let start: Int
    package let content: Range<Int>

    /// Header and content.
    package var range: Range<Int> { start..<content.upperBound }
}

/// A cursor over strict DER that allocates nothing and never leaves its bytes. X.690 §10.
///
/// Lengths are definite, minimal and of at most four bytes; a constructed value is entered with `inside`, which counts the
/// depth, so nothing recurses on what the input says. All offsets count from the start of the outermost bytes.
package struct DERReader: ~Escapable {
    package let bytes: Span<UInt8>
    package private(set) var position: Int
    package let end: Int
    private let depth: Int

    /// A reader over all of `bytes`.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>) {
        self.init(bytes, 0..<bytes.count)
    }

    /// A reader over a part of `bytes`, such as a range that an earlier reading found.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let end = min(range.upperBound, bytes.count)
        self.init(bytes, from: min(max(0, range.lowerBound), end), to: end, depth: 0)
    }

    @_lifetime(copy bytes)
    private init(_ bytes: Span<UInt8>, from start: Int, to end: Int, depth: Int) {
        self.bytes = bytes
        position = start
        self.end = end
        self.depth = depth
    }

    package var isAtEnd: Bool { position >= end }

    /// The tag of the next value, if there is one.
    package var nextTag: DERTag? {
        position < end ? DERTag(rawValue: bytes[position]) : nil
    }

    /// The next value, whatever its type. Its content is not looked at.
    package mutating func element(_ field: StaticString) throws(DERError) -> DERElement {
        guard let tag = nextTag else { throw DERError(.truncated, in: field, at: position) }
        guard tag.isWellFormed else { throw DERError(.malformedTag, in: field, at: position) }
        return try element(knownTo: tag, field)
    }

    /// The next value, which must be of this type.
    package mutating func element(_ tag: DERTag, _ field: StaticString) throws(DERError) -> DERElement {
        guard position < end else { throw DERError(.truncated, in: field, at: position) }
        guard bytes[position] == tag.rawValue else { throw DERError(.unexpectedTag, in: field, at: position) }
        return try element(knownTo: tag, field)
    }

    /// The next value, whose tag has been seen.
    @inline(__always)
    private mutating func element(knownTo tag: DERTag, _ field: StaticString) throws(DERError) -> DERElement {
        let start = position
        guard end - start >= 2 else { throw DERError(.truncated, in: field, at: start) }
        var contentStart = start + 2
        var length = Int(bytes[start + 1])
        if length >= 0x80 { length = try longLength(octets: length & 0x7f, at: &contentStart, field) }
        guard end - contentStart >= length else { throw DERError(.truncated, in: field, at: start) }
        position = contentStart + length
        return DERElement(tag: tag, start: start, content: contentStart..<position)
    }

    /// The long form of a length, which must have an end, be needed and be minimal. X.690 §10.1.
    private func longLength(
        octets: Int, at cursor: inout Int, _ field: StaticString
    ) throws(DERError) -> Int {
        guard octets > 0 else { throw DERError(.indefiniteLength, in: field, at: position) }
        guard octets <= 4 else { throw DERError(.malformedLength, in: field, at: position) }
        guard end - cursor >= octets else { throw DERError(.truncated, in: field, at: position) }
        var length = 0
        for index in cursor..<cursor + octets {
            length = length << 8 | Int(bytes[index])
        }
        guard length >= 0x80, bytes[cursor] != 0 else { throw DERError(.malformedLength, in: field, at: position) }
        cursor += octets
        return length
    }

    /// The next value if it is of this type, as for an OPTIONAL field.
    package mutating func optionalElement(_ tag: DERTag, _ field: StaticString) throws(DERError) -> DERElement? {
        guard nextTag == tag else { return nil }
        return try element(field)
    }

    /// A reader over the content of a constructed value, or of an OCTET STRING that holds DER.
    @_lifetime(copy self)
    package func inside(_ element: DERElement, _ field: StaticString) throws(DERError) -> DERReader {
        guard depth < Limits.depth else { throw DERError(.tooDeep, in: field, at: element.start) }
        return DERReader(bytes, from: element.content.lowerBound, to: element.content.upperBound, depth: depth + 1)
    }

    /// A reader over the content of the next value, which must be a SEQUENCE.
    @_lifetime(copy self)
    package mutating func sequence(_ field: StaticString) throws(DERError) -> DERReader {
        try constructed(.sequence, field)
    }

    /// A reader over the content of the next value, which must be of this constructed type.
    @_lifetime(copy self)
    package mutating func constructed(_ tag: DERTag, _ field: StaticString) throws(DERError) -> DERReader {
        let value = try element(tag, field)
        return try inside(value, field)
    }

    /// Refuses bytes after the last value.
    package func expectEnd(_ field: StaticString) throws(DERError) {
        guard isAtEnd else { throw DERError(.trailingBytes, in: field, at: position) }
    }
}
