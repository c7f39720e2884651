/// An algorithm and its parameters as they lie in the bytes. RFC 5280 §4.1.1.2.
package struct AlgorithmElement {
    package let range: Range<Int>
    package let identifier: Range<Int>
    /// The parameters, if there are any; NULL counts.
    package let parameters: DERElement?
}

extension DERReader {
    /// The next AlgorithmIdentifier, checked; its range.
    mutating func algorithmIdentifier(_ field: StaticString) throws(DERError) -> Range<Int> {
        try algorithm(field).range
    }

    /// The next AlgorithmIdentifier.
    package mutating func algorithm(_ field: StaticString) throws(DERError) -> AlgorithmElement {
        let whole = try element(.sequence, field)
        var content = try inside(whole, field)
        let identifier = try content.objectIdentifier(field)
        let parameters = content.isAtEnd ? nil : try content.wellFormedElement(field)
        try content.expectEnd(field)
        return AlgorithmElement(range: whole.range, identifier: identifier, parameters: parameters)
    }

    /// Whether parameters are absent or NULL, as for the RSA algorithms. RFC 4055 §2.1, §5.
    func isAbsentOrNull(_ parameters: DERElement?) -> Bool {
        guard let parameters else { return true }
        return parameters.tag == .null && parameters.content.isEmpty
    }
}
