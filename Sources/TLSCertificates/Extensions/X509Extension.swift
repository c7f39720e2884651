/// An extension of a certificate, its value undecoded. RFC 5280 §4.2.
public struct X509Extension: Hashable, Sendable {
    /// Which extension it is.
    public let identifier: OID
    /// Whether a reader that does not know it must refuse the certificate.
    public let isCritical: Bool
    /// The DER of its value.
    public let value: [UInt8]

    /// Makes an extension.
    public init(identifier: OID, isCritical: Bool = false, value: [UInt8]) {
        self.identifier = identifier
        self.isCritical = isCritical
        self.value = value
    }

    init(_ found: ExtensionElement, of bytes: [UInt8]) {
        self.init(
            identifier: OID(content: Array(bytes[found.identifier])), isCritical: found.isCritical,
            value: Array(bytes[found.value]))
    }
}

extension X509Certificate {
    /// The extensions, in the order of the certificate.
    public var extensions: [X509Extension] {
        var list: [X509Extension] = []
        var reader = DERReader(derBytes.span, fields.extensions.range)
        // The walk that made this certificate has checked each of them.
        while !reader.isAtEnd, let found = try? reader.extensionElement() {
            list.append(X509Extension(found, of: derBytes))
        }
        return list
    }

    /// The extension with this identifier, if the certificate has it.
    public func `extension`(_ identifier: OID) -> X509Extension? {
        find(identifier).map { X509Extension($0, of: derBytes) }
    }

    /// The extensions as they lie in the bytes.
    func extensionElements() -> [ExtensionElement] {
        var list: [ExtensionElement] = []
        var reader = DERReader(derBytes.span, fields.extensions.range)
        // The walk that made this certificate has checked each of them.
        while !reader.isAtEnd, let found = try? reader.extensionElement() { list.append(found) }
        return list
    }

    func find(_ identifier: OID) -> ExtensionElement? {
        guard !fields.extensions.range.isEmpty else { return nil }
        return try? DERReader(derBytes.span, fields.extensions.range).findExtension(identifier)
    }
}
