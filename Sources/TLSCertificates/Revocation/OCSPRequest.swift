import TLSPrimitives

/// What an OCSP responder is asked about a certificate. RFC 6960 §4.1.
///
/// It asks about one certificate, is not signed and has no nonce: what responders prepare for everybody answers it (RFC 9654
/// §2.1 has nonces optional, RFC 5019 §2.1.1 advises against them).
public struct OCSPRequest: Hashable, Sendable {
    /// The request's DER, as it is posted to a responder (`application/ocsp-request`).
    public let derBytes: [UInt8]
    /// Which certificate it is about.
    public let certificateID: OCSPCertificateID

    /// Asks whether a certificate was revoked that `issuer` has issued.
    ///
    /// The hashes are SHA-1, which every responder knows and which protects nothing here. RFC 5019 §2.1.1.
    public init(for certificate: X509Certificate, issuer: X509Certificate) throws(CertificateError) {
        let identifier = try OCSPCertificateID(of: certificate, issuerKey: issuer.subjectPublicKeyInfo, hash: .sha1)
        var writer = DERWriter()
        writer.sequence { request in
            request.sequence { content in
                content.sequence { list in
                    list.sequence { $0.ocspCertificateID(identifier) }
                }
            }
        }
        derBytes = writer.bytes
        certificateID = identifier
    }
}

extension DERWriter {
    /// A CertID. RFC 6960 §4.1.1.
    mutating func ocspCertificateID(_ identifier: OCSPCertificateID) {
        sequence { content in
            content.sequence { algorithm in
                algorithm.objectIdentifier(identifier.hashAlgorithm)
                algorithm.null()
            }
            content.value(.octetString, identifier.issuerNameHash)
            content.value(.octetString, identifier.issuerKeyHash)
            content.value(.integer, identifier.serialNumber)
        }
    }
}
