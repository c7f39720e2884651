public import TLSPrimitives

/// What an OCSP responder has said about certificates, read strictly from DER. RFC 6960 §4.2.
///
/// Reading checks the structure. Whether the response is to be believed, and what it says of a certificate, is asked of
/// `status`.
public struct OCSPResponse: Sendable {
    /// Whether there is an answer at all. RFC 6960 §4.2.1.
    public enum Status: UInt8, Hashable, Sendable {
        /// There is.
        case successful = 0
        /// The request was not understood.
        case malformedRequest = 1
        /// The responder has failed.
        case internalError = 2
        /// The responder is busy.
        case tryLater = 3
        /// The request must be signed.
        case sigRequired = 5
        /// Who has asked may not, or the responder knows nothing of the issuer.
        case unauthorized = 6
    }

    /// The response's exact bytes.
    public let derBytes: [UInt8]
    /// The certificates that came with the answer, to check its signature with.
    public let certificates: [X509Certificate]
    let fields: OCSPResponseFields

    /// Reads a response that fills `derBytes`.
    public init(derBytes: [UInt8]) throws(CertificateError) {
        do {
            fields = try OCSPResponseFields(reading: derBytes.span)
        } catch {
            throw CertificateError(error)
        }
        var certificates: [X509Certificate] = []
        for part in fields.basic?.certificates ?? [] {
            certificates.append(try X509Certificate(derBytes: Array(derBytes[part.range])))
        }
        self.certificates = certificates
        self.derBytes = derBytes
    }
}

extension OCSPResponse: Hashable {
    /// Whether both have the same bytes.
    public static func == (left: OCSPResponse, right: OCSPResponse) -> Bool {
        left.derBytes == right.derBytes
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(derBytes)
    }
}

extension OCSPResponse {
    /// Whether there is an answer at all.
    public var responseStatus: Status { fields.status }

    /// Who says to have signed it; nil when there is no answer.
    public var responderID: OCSPResponderID? { fields.basic?.responderID }

    /// When it was signed; nil when there is no answer.
    public var producedAt: CertificateTime? { fields.basic?.producedAt }

    /// What it says of certificates, each by itself.
    public var answers: [OCSPSingleResponse] { fields.basic?.answers ?? [] }

    /// Critical extensions of the whole that are not known. Such a response says nothing.
    public var unknownCriticalExtensions: [OID] { fields.basic?.unknownCriticalExtensions ?? [] }

    /// Whether the response was signed with the private half of `key`; false when there is no answer.
    ///
    /// This is the signature alone. Throws when the signature algorithm is not supported.
    public func isSigned(by key: PublicKey) throws(CertificateError) -> Bool {
        guard let basic = fields.basic else { return false }
        return try basic.signed.isSigned(in: derBytes, by: key)
    }

    /// Where the signed part, the algorithm and the signature lie; nil when there is no answer.
    package var signedPart: SignedPart? { fields.basic?.signed }

    /// How the response is signed; throws when that is not supported, nil when there is no answer.
    package var signatureAlgorithm: SignatureAlgorithm? {
        get throws(CertificateError) { try fields.basic?.signed.signatureAlgorithm(in: derBytes) }
    }
}

extension OCSPResponse.Status: CustomStringConvertible {
    /// The name that RFC 6960 gives it.
    public var description: String {
        switch self {
        case .successful: "successful"
        case .malformedRequest: "malformedRequest"
        case .internalError: "internalError"
        case .tryLater: "tryLater"
        case .sigRequired: "sigRequired"
        case .unauthorized: "unauthorized"
        }
    }
}
