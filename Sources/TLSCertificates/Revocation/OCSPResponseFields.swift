/// Who has signed an OCSP response. RFC 6960 §4.2.1.
public enum OCSPResponderID: Hashable, Sendable {
    /// Who has this name.
    case name(DistinguishedName)
    /// Who has the key whose bits have this SHA-1 hash.
    case keyHash([UInt8])
}

/// The fields of a BasicOCSPResponse, and where its certificates lie. RFC 6960 §4.2.1.
struct BasicOCSPResponse: Sendable {
    let signed: SignedPart
    let responderID: OCSPResponderID
    let producedAt: CertificateTime
    let answers: [OCSPSingleResponse]
    let unknownCriticalExtensions: [OID]
    let certificates: [ByteRange]
}

/// An OCSPResponse as one walk over its bytes found it.
struct OCSPResponseFields: Sendable {
    let status: OCSPResponse.Status
    let basic: BasicOCSPResponse?

    init(reading bytes: Span<UInt8>) throws(DERError) {
        guard bytes.count <= Limits.ocspResponseSize else { throw DERError(.limitExceeded, in: "OCSPResponse", at: 0) }
        var outer = DERReader(bytes)
        var response = try outer.sequence("OCSPResponse")
        try outer.expectEnd("OCSPResponse")
        status = try response.ocspResponseStatus()
        let start = response.position
        // RFC 6960 §4.2.1: an answer stands in a successful response and in no other.
        guard (response.nextTag == .contextConstructed(0)) == (status == .successful) else {
            throw DERError(response.isAtEnd ? .truncated : .mismatch, in: "responseBytes", at: start)
        }
        basic = status == .successful ? try response.basicResponse() : nil
        try response.expectEnd("OCSPResponse")
    }
}

extension DERReader {
    fileprivate mutating func ocspResponseStatus() throws(DERError) -> OCSPResponse.Status {
        let value = try element(.enumerated, "responseStatus")
        guard value.content.count == 1, let index = value.content.first,
            let status = OCSPResponse.Status(rawValue: bytes[index])
        else { throw DERError(.malformedValue, in: "responseStatus", at: value.start) }
        return status
    }

    /// `responseBytes [0] EXPLICIT ResponseBytes`, of the one type there is.
    fileprivate mutating func basicResponse() throws(DERError) -> BasicOCSPResponse {
        var wrapper = try constructed(.contextConstructed(0), "responseBytes")
        var content = try wrapper.sequence("responseBytes")
        try wrapper.expectEnd("responseBytes")
        let start = content.position
        let type = try content.objectIdentifier("responseType")
        guard isEqual(type, OID.ocspBasicResponse.content) else {
            throw DERError(.unsupportedAlgorithm, in: "responseType", at: start)
        }
        let response = try content.element(.octetString, "response")
        try content.expectEnd("responseBytes")
        var inner = try content.inside(response, "response")
        var basic = try inner.sequence("BasicOCSPResponse")
        try inner.expectEnd("response")
        return try basic.basicResponseContent()
    }

    private mutating func basicResponseContent() throws(DERError) -> BasicOCSPResponse {
        let tbsElement = try element(.sequence, "tbsResponseData")
        let algorithm = try algorithmIdentifier("signatureAlgorithm")
        let signature = try octetAlignedBitString("signature")
        let certificates = try ocspCertificates()
        try expectEnd("BasicOCSPResponse")

        var tbs = try inside(tbsElement, "tbsResponseData")
        try tbs.ocspVersion()
        let responderID = try tbs.ocspResponderID()
        let producedAt = try tbs.generalizedTime("producedAt")
        let answers = try tbs.ocspAnswers()
        // A nonce answers a request, and nobody has asked here: it changes nothing. RFC 6960 §4.4.1.
        let unknown = try tbs.ocspExtensions(knownAsCritical: [.ocspNonce])
        try tbs.expectEnd("tbsResponseData")
        return BasicOCSPResponse(
            signed: SignedPart(
                content: ByteRange(tbsElement.range), algorithm: ByteRange(algorithm), signature: ByteRange(signature)),
            responderID: responderID, producedAt: producedAt, answers: answers, unknownCriticalExtensions: unknown,
            certificates: certificates)
    }

    /// `[0] EXPLICIT Version DEFAULT v1`. v1 is taken where it is said, although DER leaves defaults out.
    private mutating func ocspVersion() throws(DERError) {
        guard nextTag == .contextConstructed(0) else { return }
        let start = position
        var wrapper = try constructed(.contextConstructed(0), "version")
        guard try wrapper.smallInteger("version") == 0 else { throw DERError(.wrongVersion, in: "version", at: start) }
        try wrapper.expectEnd("version")
    }

    private mutating func ocspResponderID() throws(DERError) -> OCSPResponderID {
        let value = try element("responderID")
        var content = try inside(value, "responderID")
        let identifier: OCSPResponderID
        switch value.tag {
        case .contextConstructed(1):
            identifier = .name(DistinguishedName(checked: array(try content.name("responderID"))))
        case .contextConstructed(2): identifier = .keyHash(array(try content.octetString("responderID")))
        default: throw DERError(.unexpectedTag, in: "responderID", at: value.start)
        }
        try content.expectEnd("responderID")
        return identifier
    }

    private mutating func ocspAnswers() throws(DERError) -> [OCSPSingleResponse] {
        var list = try sequence("responses")
        var answers: [OCSPSingleResponse] = []
        while !list.isAtEnd {
            guard answers.count < Limits.ocspAnswers else {
                throw DERError(.limitExceeded, in: "responses", at: list.position)
            }
            answers.append(try list.ocspSingleResponse())
        }
        return answers
    }

    /// `certs [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL`.
    private mutating func ocspCertificates() throws(DERError) -> [ByteRange] {
        guard nextTag == .contextConstructed(0) else { return [] }
        var wrapper = try constructed(.contextConstructed(0), "certs")
        var list = try wrapper.sequence("certs")
        try wrapper.expectEnd("certs")
        var certificates: [ByteRange] = []
        while !list.isAtEnd {
            guard certificates.count < Limits.ocspCertificates else {
                throw DERError(.limitExceeded, in: "certs", at: list.position)
            }
            certificates.append(ByteRange(try list.element(.sequence, "certs").range))
        }
        return certificates
    }
}
