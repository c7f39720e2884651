/// Whether a key is an authority's, and how long a chain may go on below it. RFC 5280 §4.2.1.9.
public struct BasicConstraints: Hashable, Sendable {
    /// Whether the key may sign certificates.
    public let isAuthority: Bool
    /// How many intermediate certificates may follow below this one; nil for any number.
    public let pathLength: Int?

    /// Makes the value.
    public init(isAuthority: Bool, pathLength: Int? = nil) {
        self.isAuthority = isAuthority
        self.pathLength = pathLength
    }
}

/// Which key signed a certificate. RFC 5280 §4.2.1.1.
public struct AuthorityKeyIdentifier: Hashable, Sendable {
    /// The identifier of the key, which is the issuer's subject key identifier.
    public let keyIdentifier: [UInt8]?
    /// The names of the issuer's own issuer.
    public let issuer: [GeneralName]
    /// The serial number of the issuer's certificate.
    public let serialNumber: [UInt8]?
}

extension X509Certificate {
    /// Decodes the value of an extension, which must be used up; nil when the certificate does not have it.
    func decode<Value>(
        _ identifier: OID, _ body: (inout DERReader) throws(DERError) -> Value
    ) throws(CertificateError) -> Value? {
        guard let found = find(identifier) else { return nil }
        do {
            var reader = DERReader(derBytes.span, found.value)
            let value = try body(&reader)
            try reader.expectEnd("extnValue")
            return value
        } catch {
            throw CertificateError(error)
        }
    }

    /// The names beside the subject; empty when there is no such extension. RFC 5280 §4.2.1.6.
    public var subjectAlternativeNames: [GeneralName] {
        get throws(CertificateError) {
            try decode(.subjectAltName) { reader throws(DERError) in
                var names = try reader.sequence("subjectAltName")
                return try names.generalNames("subjectAltName")
            } ?? []
        }
    }

    /// What the key may be used for by purpose; nil when the certificate does not say. RFC 5280 §4.2.1.12.
    public var extendedKeyUsage: [OID]? {
        get throws(CertificateError) {
            try decode(.extKeyUsage) { reader throws(DERError) in
                let list = try reader.element(.sequence, "extKeyUsage")
                var content = try reader.inside(list, "extKeyUsage")
                guard !content.isAtEnd else { throw DERError(.malformedValue, in: "extKeyUsage", at: list.start) }
                var purposes: [OID] = []
                while !content.isAtEnd {
                    guard purposes.count < Limits.nameAttributes else {
                        throw DERError(.limitExceeded, in: "extKeyUsage", at: content.position)
                    }
                    purposes.append(OID(content: content.array(try content.objectIdentifier("extKeyUsage"))))
                }
                return purposes
            }
        }
    }

    /// Whether the key is an authority's; nil when the certificate does not say. RFC 5280 §4.2.1.9.
    ///
    /// `cA FALSE` is taken although DER leaves defaults out: public authorities have issued it.
    public var basicConstraints: BasicConstraints? {
        get throws(CertificateError) {
            try decode(.basicConstraints) { reader throws(DERError) in
                var content = try reader.sequence("basicConstraints")
                let isAuthority = content.nextTag == .boolean ? try content.boolean("cA") : false
                let hasLength = content.nextTag == .integer
                let pathLength = hasLength ? try content.smallInteger("pathLenConstraint") : nil
                try content.expectEnd("basicConstraints")
                return BasicConstraints(isAuthority: isAuthority, pathLength: pathLength)
            }
        }
    }

    /// The identifier of the certified key; nil when the certificate does not say. RFC 5280 §4.2.1.2.
    public var subjectKeyIdentifier: [UInt8]? {
        get throws(CertificateError) {
            try decode(.subjectKeyIdentifier) { reader throws(DERError) in
                reader.array(try reader.octetString("subjectKeyIdentifier"))
            }
        }
    }

    /// Which key signed the certificate; nil when the certificate does not say. RFC 5280 §4.2.1.1.
    public var authorityKeyIdentifier: AuthorityKeyIdentifier? {
        get throws(CertificateError) {
            try decode(.authorityKeyIdentifier) { reader throws(DERError) in
                var content = try reader.sequence("authorityKeyIdentifier")
                return try content.authorityKeyIdentifierContent()
            }
        }
    }
}

extension DERReader {
    /// GeneralName values up to the end, at least one.
    mutating func generalNames(_ field: StaticString) throws(DERError) -> [GeneralName] {
        guard !isAtEnd else { throw DERError(.malformedValue, in: field, at: position) }
        var names: [GeneralName] = []
        while !isAtEnd {
            guard names.count < Limits.alternativeNames else {
                throw DERError(.limitExceeded, in: field, at: position)
            }
            names.append(try generalName(field))
        }
        return names
    }

    mutating func authorityKeyIdentifierContent() throws(DERError) -> AuthorityKeyIdentifier {
        let field: StaticString = "authorityKeyIdentifier"
        let key = try optionalElement(.context(0), field)
        var issuer: [GeneralName] = []
        if nextTag == .contextConstructed(1) {
            var names = try constructed(.contextConstructed(1), field)
            issuer = try names.generalNames(field)
        }
        let serial = try optionalElement(.context(2), field)
        try expectEnd(field)
        return AuthorityKeyIdentifier(
            keyIdentifier: key.map { array($0.content) }, issuer: issuer, serialNumber: serial.map { array($0.content) }
        )
    }
}
