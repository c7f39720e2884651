package import TLSCertificates
package import TLSKeyStores
import TLSPrimitives

/// A root and an authority below it, and what they certify: chains to be judged by their paths. Keys are on P-256.
package struct TestAuthority: Sendable {
    private static let made = Result { try TestAuthority("Test") }
    private static let other = Result { try TestAuthority("Other") }

    /// The one that tests trust, made when one first needs it.
    package static var shared: TestAuthority { get throws { try made.get() } }
    /// Another, which they do not.
    package static var stranger: TestAuthority { get throws { try other.get() } }

    /// When all is valid, where nothing else is said.
    package static let start = CertificateTime(secondsSinceEpoch: 1_700_000_000)
    package static let end = CertificateTime(secondsSinceEpoch: 4_000_000_000)

    package let root: X509Certificate
    package let intermediate: X509Certificate
    private let rootIssuer: CertificateIssuer
    private let issuer: CertificateIssuer

    /// Makes the two of this name.
    package init(_ name: String) throws {
        let (rootKey, key) = (try PrivateKey.generate(.ec(.p256)), try PrivateKey.generate(.ec(.p256)))
        root = try CertificateIssuer.selfSigned(try Self.authority("\(name) Root"), key: rootKey)
        rootIssuer = try CertificateIssuer(certificate: root, key: rootKey)
        intermediate = try rootIssuer.issue(
            try Self.authority("\(name) Intermediate", pathLength: 0), for: key.publicKey)
        issuer = try CertificateIssuer(certificate: intermediate, key: key)
    }

    private static func authority(_ name: String, pathLength: Int? = nil) throws -> CertificateContents {
        .authority(
            subject: try DistinguishedName(commonName: name), pathLength: pathLength, notBefore: start, notAfter: end)
    }

    /// A key and its certificate, for servers and clients alike, unless the contents are changed.
    package func identity(
        _ name: String = "localhost", addresses: [String] = [], sends: Sent = .intermediate,
        _ change: (inout CertificateContents) -> Void = { _ in }
    ) throws -> TLSIdentity {
        let key = try PrivateKey.generate(.ec(.p256))
        var contents = try CertificateContents.server(
            names: [name], ipAddresses: addresses, notBefore: Self.start, notAfter: Self.end)
        change(&contents)
        let leaf = try issuer.issue(contents, for: key.publicKey)
        return try TLSIdentity(certificateChain: [leaf] + others(sends), privateKey: key)
    }

    /// What is sent beside the leaf.
    package enum Sent: Sendable {
        case nothing, intermediate, all
    }

    private func others(_ sent: Sent) -> [X509Certificate] {
        switch sent {
        case .nothing: []
        case .intermediate: [intermediate]
        case .all: [intermediate, root]
        }
    }

    /// The same root with another authority below it, whose certificate ends at this time.
    package func endingIntermediate(_ end: CertificateTime) throws -> TestAuthority {
        let key = try PrivateKey.generate(.ec(.p256))
        var contents = try Self.authority("Ending Intermediate", pathLength: 0)
        contents.notAfter = end
        return try TestAuthority(root, rootIssuer, try rootIssuer.issue(contents, for: key.publicKey), key)
    }

    private init(
        _ root: X509Certificate, _ rootIssuer: CertificateIssuer, _ intermediate: X509Certificate, _ key: PrivateKey
    ) throws {
        self.root = root
        self.rootIssuer = rootIssuer
        self.intermediate = intermediate
        issuer = try CertificateIssuer(certificate: intermediate, key: key)
    }

    // MARK: Revocation

    /// The list of the authority, which covers leaves.
    package func list(revoking certificates: [X509Certificate] = []) throws -> CertificateRevocationList {
        try issuer.revocationList(Self.contents(revoking: certificates))
    }

    /// The list of the root, which covers the authority.
    package func rootList(revoking certificates: [X509Certificate] = []) throws -> CertificateRevocationList {
        try rootIssuer.revocationList(Self.contents(revoking: certificates))
    }

    private static func contents(revoking certificates: [X509Certificate]) -> RevocationListContents {
        var contents = RevocationListContents(thisUpdate: start, nextUpdate: end)
        contents.entries = certificates.map {
            RevokedCertificate(serialNumber: $0.serialNumber, revocationDate: start, reason: .keyCompromise)
        }
        return contents
    }

    /// What the authority says of a leaf now.
    package func response(_ leaf: X509Certificate, isRevoked: Bool) throws -> OCSPResponse {
        let identifier = try OCSPCertificateID(
            of: leaf, issuerKey: intermediate.subjectPublicKeyInfo, hash: .sha256)
        let answer = OCSPSingleResponse(
            certificateID: identifier, status: isRevoked ? .revoked(at: Self.start, reason: .keyCompromise) : .good,
            thisUpdate: Self.start, nextUpdate: Self.end)
        return try issuer.ocspResponse(OCSPResponseContents(producedAt: Self.start, answers: [answer]))
    }
}

extension CertificateRevocationList {
    /// The list in PEM.
    package var pemText: String { PEMWriter.text("X509 CRL", derBytes.span) }
}
