import TLSCertificates
import TLSKeyStores
import TLSPrimitives

@testable import SSLServer

/// An authority, a server it has certified, and OCSP responses about that.
struct StaplingSample: Sendable {
    /// The moment at which tests begin.
    static let now = CertificateTime(secondsSinceEpoch: 1_780_000_000)
    static let hour: Int64 = 3_600
    private static let start = CertificateTime(secondsSinceEpoch: 1_700_000_000)
    private static let end = CertificateTime(secondsSinceEpoch: 4_000_000_000)

    let root: X509Certificate
    let identity: TLSIdentity
    /// The same key, in a certificate that demands a response beside it.
    let demanding: TLSIdentity
    private let issuer: CertificateIssuer
    private let stranger: CertificateIssuer

    static let shared = Result { try StaplingSample() }

    private init() throws {
        let rootKey = try PrivateKey.generate(.ec(.p256))
        root = try CertificateIssuer.selfSigned(
            .authority(
                subject: try DistinguishedName(commonName: "Authority"), notBefore: Self.start, notAfter: Self.end),
            key: rootKey)
        issuer = try CertificateIssuer(certificate: root, key: rootKey)
        stranger = try CertificateIssuer(name: root.subject, key: try PrivateKey.generate(.ec(.p256)))
        let key = try PrivateKey.generate(.ec(.p256))
        var contents = try CertificateContents.server(
            names: ["localhost"], notBefore: Self.start, notAfter: Self.end)
        contents.serialNumber = [0x12]
        contents.additionalExtensions = [Self.responders]
        let leaf = try issuer.issue(contents, for: key.publicKey)
        identity = try TLSIdentity(certificateChain: [leaf, root], privateKey: key)
        contents.serialNumber = [0x13]
        contents.additionalExtensions = [Self.demand]
        let other = try issuer.issue(contents, for: key.publicKey)
        demanding = try TLSIdentity(certificateChain: [other, root], privateKey: key)
    }

    static let responder = "http://ocsp.test/"

    /// authorityInfoAccess with one responder. RFC 5280 §4.2.2.1.
    private static var responders: X509Extension {
        var writer = DERWriter()
        writer.sequence { list in
            list.sequence { description in
                description.objectIdentifier(.ocspAccess)
                description.value(.context(6), Array(responder.utf8))
            }
        }
        return X509Extension(identifier: .authorityInfoAccess, value: writer.bytes)
    }

    /// TLS features with status_request. RFC 7633 §4.1.
    private static let demand = X509Extension(identifier: .tlsFeature, value: [0x30, 0x03, 0x02, 0x01, 0x05])

    var leaf: X509Certificate { identity.certificateChain[0] }

    /// A response, good from a moment on unless it says something else.
    func response(
        _ status: OCSPSingleResponse.Status = .good, about certificate: X509Certificate? = nil,
        since: CertificateTime = now, lasting seconds: Int64 = 4 * hour, isForged: Bool = false
    ) throws -> [UInt8] {
        let identifier = try OCSPCertificateID(
            of: certificate ?? leaf, issuerKey: root.subjectPublicKeyInfo, hash: .sha1)
        let until = CertificateTime(secondsSinceEpoch: since.secondsSinceEpoch + seconds)
        let single = OCSPSingleResponse(
            certificateID: identifier, status: status, thisUpdate: since, nextUpdate: until)
        return try (isForged ? stranger : issuer)
            .ocspResponse(OCSPResponseContents(producedAt: since, answers: [single])).derBytes
    }
}

extension CertificateTime {
    static func + (time: CertificateTime, seconds: Int64) -> CertificateTime {
        CertificateTime(secondsSinceEpoch: time.secondsSinceEpoch + seconds)
    }
}
