/// Within which names what an authority vouches for must stay. RFC 5280 §4.2.1.10.
package struct NameConstraints: Hashable, Sendable {
    /// Where names of a form must lie, if there is a subtree for the form.
    package let permitted: NameSubtrees
    /// Where names must not lie.
    package let excluded: NameSubtrees
}

extension X509Certificate {
    /// Within which names those that follow in a path must stay; nil when the certificate does not say.
    package var nameConstraints: NameConstraints? {
        get throws(CertificateError) {
            try decode(.nameConstraints) { reader throws(DERError) in
                let list = try reader.element(.sequence, "nameConstraints")
                var fields = try reader.inside(list, "nameConstraints")
                // There is at least one field, and each has at least one subtree.
                guard !fields.isAtEnd else { throw DERError(.malformedValue, in: "nameConstraints", at: list.start) }
                let permitted = try fields.subtrees(.contextConstructed(0), "permittedSubtrees")
                let excluded = try fields.subtrees(.contextConstructed(1), "excludedSubtrees")
                try fields.expectEnd("nameConstraints")
                return NameConstraints(permitted: permitted, excluded: excluded)
            }
        }
    }
}

extension DERReader {
    /// `GeneralSubtrees OPTIONAL`.
    fileprivate mutating func subtrees(_ tag: DERTag, _ field: StaticString) throws(DERError) -> NameSubtrees {
        var subtrees = NameSubtrees()
        guard let value = try optionalElement(tag, field) else { return subtrees }
        guard !value.content.isEmpty else { throw DERError(.malformedValue, in: field, at: value.start) }
        var list = try inside(value, field)
        while !list.isAtEnd {
            var subtree = try list.sequence(field)
            let base = try subtree.wellFormedElement("base")
            try subtrees.append(base: base, subtree)
            try subtree.distances()
            try subtree.expectEnd(field)
        }
        return subtrees
    }

    /// `minimum [0] DEFAULT 0`: zero, which DER leaves out and authorities have not always. There is no `maximum [1]`.
    private mutating func distances() throws(DERError) {
        guard nextTag == .context(0) else { return }
        let start = position
        let minimum = try smallInteger("minimum", tag: .context(0))
        guard minimum == 0 else { throw DERError(.malformedValue, in: "minimum", at: start) }
    }
}
