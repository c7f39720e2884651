/// One extension as it lies in the bytes. RFC 5280 §4.1.2.9.
struct ExtensionElement {
    let start: Int
    let identifier: Range<Int>
    let isCritical: Bool
    /// The content of `extnValue`.
    let value: Range<Int>
}

extension DERReader {
    /// The next Extension.
    ///
    /// `critical FALSE` is taken although DER leaves defaults out: public authorities have issued it.
    mutating func extensionElement() throws(DERError) -> ExtensionElement {
        let start = position
        var content = try sequence("extension")
        let identifier = try content.objectIdentifier("extnID")
        let isCritical = content.nextTag == .boolean ? try content.boolean("critical") : false
        let value = try content.octetString("extnValue")
        try content.expectEnd("extension")
        return ExtensionElement(start: start, identifier: identifier, isCritical: isCritical, value: value)
    }

    /// Walks the rest as a list of extensions and refuses one that stands twice. RFC 5280 §4.2.
    consuming func checkExtensions() throws(DERError) {
        var seen = InlineArray<64, ByteRange>(repeating: ByteRange(0..<0))
        var count = 0
        while !isAtEnd {
            let found = try extensionElement()
            guard count < seen.count else { throw DERError(.limitExceeded, in: "extensions", at: found.start) }
            for index in 0..<count where isEqual(seen[index].range, found.identifier) {
                throw DERError(.duplicate, in: "extension", at: found.start)
            }
            seen[count] = ByteRange(found.identifier)
            count += 1
        }
    }

    /// The extension with this identifier, if the rest holds it.
    consuming func findExtension(_ identifier: OID) throws(DERError) -> ExtensionElement? {
        while !isAtEnd {
            let found = try extensionElement()
            if isEqual(found.identifier, identifier.content) { return found }
        }
        return nil
    }
}
