/// One attribute of a name as it lies in the bytes. RFC 5280 §4.1.2.4.
struct AttributeElement {
    let type: Range<Int>
    let value: DERElement
    /// Whether it is in the same relative name as the one before.
    let isJoined: Bool
}

extension DERReader {
    /// The next Name, checked down to its attributes' tags, lengths and text; its range, header included.
    mutating func name(_ field: StaticString) throws(DERError) -> Range<Int> {
        let whole = try element(.sequence, field)
        var relativeNames = try inside(whole, field)
        var count = 0
        while !relativeNames.isAtEnd {
            var attributes = try relativeNames.constructed(.set, field)
            // A relative name has at least one attribute.
            guard !attributes.isAtEnd else { throw DERError(.malformedValue, in: field, at: attributes.position) }
            while !attributes.isAtEnd {
                let start = attributes.position
                let value = try attributes.attribute(field, isJoined: false).value
                guard CharacterString.isWellFormed(value.tag, bytes, value.content) else {
                    throw DERError(.malformedValue, in: field, at: value.start)
                }
                count += 1
                guard count <= Limits.nameAttributes else { throw DERError(.limitExceeded, in: field, at: start) }
            }
        }
        return whole.range
    }

    /// The next AttributeTypeAndValue.
    mutating func attribute(_ field: StaticString, isJoined: Bool) throws(DERError) -> AttributeElement {
        var content = try sequence(field)
        let type = try content.objectIdentifier(field)
        let value = try content.wellFormedElement(field)
        try content.expectEnd(field)
        return AttributeElement(type: type, value: value, isJoined: isJoined)
    }
}
