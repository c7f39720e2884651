/// An extension of a certificate, its value undecoded. RFC 5280 §4.2.
public struct X509Extension: Hashable, Sendable {
    /// Which extension it is.
    public let identifier: OID
    /// Whether a reader that does not know it must refuse the certificate.
    public let isCritical: Bool
    /// The DER of its value.
    public let value: [UInt8]

    /// Makes an extension.
    public init(identifier: OID, isCritical: Bool, value: [UInt8]) {
        self.identifier = identifier
        self.isCritical = isCritical
        self.value = value
    }
}

extension X509Certificate {
    /// The extensions, in the order of the certificate.
    public var extensions: [X509Extension] {
        var list: [X509Extension] = []
        var reader = DERReader(derBytes.span, fields.extensions.range)
        // The walk that made this certificate has checked each of them.
        while !reader.isAtEnd, let found = try? reader.extensionElement() {
            list.append(make(found))
        }
        return list
    }

    /// The extension with this identifier, if the certificate has it.
    public func `extension`(_ identifier: OID) -> X509Extension? {
        find(identifier).map(make)
    }

    func find(_ identifier: OID) -> ExtensionElement? {
        guard !fields.extensions.range.isEmpty else { return nil }
        return try? DERReader(derBytes.span, fields.extensions.range).findExtension(identifier)
    }

    private func make(_ found: ExtensionElement) -> X509Extension {
        X509Extension(
            identifier: OID(content: Array(derBytes[found.identifier])),
            isCritical: found.isCritical,
            value: Array(derBytes[found.value]))
    }
}
