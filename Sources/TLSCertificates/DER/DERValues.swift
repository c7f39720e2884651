/// The primitive types: each checks the rules that DER has for its content.
extension DERReader {
    /// BOOLEAN: 00 or FF. X.690 §11.1.
    package mutating func boolean(_ field: StaticString) throws(DERError) -> Bool {
        let value = try element(.boolean, field)
        guard value.content.count == 1 else { throw DERError(.malformedValue, in: field, at: value.start) }
        switch bytes[value.content.lowerBound] {
        case 0x00: return false
        case 0xff: return true
        default: throw DERError(.malformedValue, in: field, at: value.start)
        }
    }

    /// NULL: no content. X.690 §8.8.
    package mutating func null(_ field: StaticString) throws(DERError) {
        let value = try element(.null, field)
        guard value.content.isEmpty else { throw DERError(.malformedValue, in: field, at: value.start) }
    }

    /// INTEGER in its shortest form, behind an implicit tag where there is one; the content octets, sign included.
    /// X.690 §8.3.
    package mutating func integer(_ field: StaticString, tag: DERTag = .integer) throws(DERError) -> Range<Int> {
        let value = try element(tag, field)
        try checkInteger(value, field)
        return value.content
    }

    /// What INTEGER and ENUMERATED are made of. X.690 §8.3, §8.4.
    private func checkInteger(_ value: DERElement, _ field: StaticString) throws(DERError) {
        let content = value.content
        guard !content.isEmpty else { throw DERError(.malformedValue, in: field, at: value.start) }
        if content.count > 1 {
            let sign = bytes[content.lowerBound + 1] & 0x80
            let first = bytes[content.lowerBound]
            guard !(first == 0x00 && sign == 0), !(first == 0xff && sign != 0) else {
                throw DERError(.nonMinimalInteger, in: field, at: value.start)
            }
        }
    }

    /// INTEGER that is not negative; its magnitude without the zero octet that stands for the sign.
    ///
    /// The octet is taken off by the rule of the encoding alone, so for a secret number nothing but its length in octets
    /// is looked at.
    package mutating func unsignedInteger(
        _ field: StaticString, tag: DERTag = .integer
    ) throws(DERError) -> Range<Int> {
        let start = position
        let content = try integer(field, tag: tag)
        let first = bytes[content.lowerBound]
        guard first & 0x80 == 0 else { throw DERError(.negativeInteger, in: field, at: start) }
        return first == 0 && content.count > 1 ? content.dropFirst() : content
    }

    /// INTEGER between 0 and 2^31 − 1.
    package mutating func smallInteger(_ field: StaticString, tag: DERTag = .integer) throws(DERError) -> Int {
        let start = position
        let content = try unsignedInteger(field, tag: tag)
        guard content.count <= 4 else { throw DERError(.limitExceeded, in: field, at: start) }
        var value = 0
        for index in content {
            value = value << 8 | Int(bytes[index])
        }
        guard value <= Int(Int32.max) else { throw DERError(.limitExceeded, in: field, at: start) }
        return value
    }

    /// OBJECT IDENTIFIER: whole arcs in their shortest form. X.690 §8.19.
    package mutating func objectIdentifier(_ field: StaticString) throws(DERError) -> Range<Int> {
        let value = try element(.objectIdentifier, field)
        try checkObjectIdentifier(value, field)
        return value.content
    }

    package func checkObjectIdentifier(_ value: DERElement, _ field: StaticString) throws(DERError) {
        let content = value.content
        guard !content.isEmpty else { throw DERError(.malformedValue, in: field, at: value.start) }
        guard content.count <= Limits.objectIdentifierSize else {
            throw DERError(.unsupportedOID, in: field, at: value.start)
        }
        var arcStart = content.lowerBound
        for index in content {
            let octet = bytes[index]
            // No arc begins with a group of zeros.
            guard octet != 0x80 || index > arcStart else {
                throw DERError(.malformedValue, in: field, at: value.start)
            }
            guard octet & 0x80 == 0 else { continue }
            guard index - arcStart < Limits.objectIdentifierArcSize else {
                throw DERError(.unsupportedOID, in: field, at: value.start)
            }
            arcStart = index + 1
        }
        guard arcStart == content.upperBound else { throw DERError(.malformedValue, in: field, at: value.start) }
    }

    /// OCTET STRING: its octets.
    package mutating func octetString(_ field: StaticString) throws(DERError) -> Range<Int> {
        try element(.octetString, field).content
    }

    /// BIT STRING of whole octets, as for keys and signatures.
    package mutating func octetAlignedBitString(_ field: StaticString) throws(DERError) -> Range<Int> {
        let value = try element(.bitString, field)
        let (unusedBits, octets) = try bits(of: value, field)
        guard unusedBits == 0 else { throw DERError(.malformedValue, in: field, at: value.start) }
        return octets
    }

    /// The content of a BIT STRING: how many bits of its last octet are unused, which must be zero, and its octets.
    /// X.690 §11.2.
    package func bits(
        of value: DERElement, _ field: StaticString
    ) throws(DERError) -> (unusedBits: UInt8, octets: Range<Int>) {
        guard let first = value.content.first else { throw DERError(.malformedValue, in: field, at: value.start) }
        let unusedBits = bytes[first]
        let octets = value.content.dropFirst()
        guard let last = octets.last else {
            guard unusedBits == 0 else { throw DERError(.malformedValue, in: field, at: value.start) }
            return (0, octets)
        }
        guard unusedBits <= 7, bytes[last] & ((1 << unusedBits) &- 1) == 0 else {
            throw DERError(.malformedValue, in: field, at: value.start)
        }
        return (unusedBits, octets)
    }

    /// Reads a value of any type and checks it with all that it holds, level by level without recursion: tags, lengths and
    /// the content of the primitive types.
    package mutating func wellFormedElement(_ field: StaticString) throws(DERError) -> DERElement {
        let outer = try element(field)
        try checkContent(of: outer, field)
        guard outer.tag.isConstructed else { return outer }
        var ends = InlineArray<16, Int>(repeating: 0)
        var level = 0
        ends[0] = outer.content.upperBound
        var reader = DERReader(bytes, outer.content)
        while true {
            while level > 0, reader.position >= ends[level] { level -= 1 }
            if level == 0, reader.isAtEnd { return outer }
            let value = try reader.element(field)
            guard value.content.upperBound <= ends[level] else {
                throw DERError(.truncated, in: field, at: value.start)
            }
            try checkContent(of: value, field)
            guard value.tag.isConstructed else { continue }
            guard level + 1 < ends.count else { throw DERError(.tooDeep, in: field, at: value.start) }
            level += 1
            ends[level] = value.content.upperBound
            reader = DERReader(bytes, value.content.lowerBound..<outer.content.upperBound)
        }
    }

    /// Holds a value to the rules that its primitive type has for content. X.690 §8, §11.
    private func checkContent(of value: DERElement, _ field: StaticString) throws(DERError) {
        var reader = DERReader(bytes, value.start..<value.content.upperBound)
        switch value.tag {
        case .boolean: _ = try reader.boolean(field)
        case .integer, .enumerated: try checkInteger(value, field)
        case .bitString: _ = try bits(of: value, field)
        case .null: try reader.null(field)
        case .objectIdentifier: try checkObjectIdentifier(value, field)
        // Whole code units. X.690 §8.23.
        case .bmpString where value.content.count % 2 != 0: throw DERError(.malformedValue, in: field, at: value.start)
        case .universalString where value.content.count % 4 != 0:
            throw DERError(.malformedValue, in: field, at: value.start)
        default: return
        }
    }

    /// Whether the bytes of two ranges are equal.
    package func isEqual(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        var other = right.lowerBound
        for index in left {
            guard bytes[index] == bytes[other] else { return false }
            other += 1
        }
        return true
    }

    /// Whether a range holds exactly these bytes.
    package func isEqual(_ range: Range<Int>, _ expected: [UInt8]) -> Bool {
        guard range.count == expected.count else { return false }
        var index = range.lowerBound
        for octet in expected {
            guard bytes[index] == octet else { return false }
            index += 1
        }
        return true
    }
}
