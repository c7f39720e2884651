/// What a certificate is to say, beside its key and its issuer.
public struct CertificateContents: Sendable {
    /// Whose key it is. May be empty when there are alternative names.
    public var subject: DistinguishedName
    /// The first moment at which it is valid.
    public var notBefore: CertificateTime
    /// The last moment at which it is valid.
    public var notAfter: CertificateTime
    /// The hosts it is for. Only these count when a client compares names. RFC 9525 §2.
    public var alternativeNames: [GeneralName] = []
    /// What the key may be used for; nil leaves the extension out.
    public var keyUsage: KeyUsage?
    /// What the key may be used for by purpose; empty leaves the extension out.
    public var extendedKeyUsage: [OID] = []
    /// Whether the key is an authority's; nil leaves the extension out.
    public var basicConstraints: BasicConstraints?
    /// The serial number, big-endian and positive, at most 20 octets; nil takes a random one of 16.
    public var serialNumber: [UInt8]?
    /// Extensions that have no property of their own, written as they are.
    public var otherExtensions: [X509Extension] = []

    /// Makes contents without extensions.
    public init(subject: DistinguishedName, notBefore: CertificateTime, notAfter: CertificateTime) {
        self.subject = subject
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// The contents of a server's certificate: for these host names and IP addresses, the first of which is its common name
    /// too.
    ///
    /// Throws when a name cannot stand in a certificate or there is none.
    public static func server(
        names: [String], ipAddresses: [String] = [], notBefore: CertificateTime, notAfter: CertificateTime
    ) throws(CertificateError) -> CertificateContents {
        guard let first = names.first ?? ipAddresses.first else {
            throw CertificateError(.invalidContents, field: "subjectAltName", reason: "there is no name")
        }
        var contents = CertificateContents(
            subject: try DistinguishedName(commonName: first), notBefore: notBefore, notAfter: notAfter)
        for name in names { contents.alternativeNames.append(.dnsName(name)) }
        for text in ipAddresses {
            guard let address = IPAddress(text) else {
                throw CertificateError(
                    .invalidContents, field: "iPAddress", reason: "\(PrintableText.escaped(text)) is not an IP address")
            }
            contents.alternativeNames.append(.ipAddress(address))
        }
        contents.keyUsage = [.digitalSignature, .keyEncipherment]
        contents.extendedKeyUsage = [.serverAuthentication, .clientAuthentication]
        contents.basicConstraints = BasicConstraints(isAuthority: false)
        return contents
    }

    /// The contents of an authority's certificate, below which `pathLength` intermediate ones may stand.
    public static func authority(
        subject: DistinguishedName, pathLength: Int? = nil, notBefore: CertificateTime, notAfter: CertificateTime
    ) -> CertificateContents {
        var contents = CertificateContents(subject: subject, notBefore: notBefore, notAfter: notAfter)
        contents.keyUsage = [.keyCertSign, .crlSign, .digitalSignature]
        contents.basicConstraints = BasicConstraints(isAuthority: true, pathLength: pathLength)
        return contents
    }
}
