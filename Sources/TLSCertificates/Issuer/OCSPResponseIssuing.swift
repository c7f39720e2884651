import TLSPrimitives

/// What an OCSP response is to say, beside who says it. RFC 6960 §4.2.
package struct OCSPResponseContents: Sendable {
    /// When it is signed.
    package var producedAt: CertificateTime
    /// What it says of certificates.
    package var answers: [OCSPSingleResponse]
    /// Further extensions of answers, by the answer's index.
    package var answerExtensions: [Int: [X509Extension]] = [:]
    /// Who says to have signed it; nil for the issuer's name.
    package var responderID: OCSPResponderID?
    /// Extensions of the whole.
    package var extensions: [X509Extension] = []
    /// The certificates to check it with: the responder's own, unless the authority itself signs.
    package var certificates: [X509Certificate] = []

    package init(producedAt: CertificateTime, answers: [OCSPSingleResponse]) {
        self.producedAt = producedAt
        self.answers = answers
    }
}

extension CertificateIssuer {
    /// Signs an OCSP response: as the authority, or as the responder whose certificate and key made this issuer.
    package func ocspResponse(_ contents: OCSPResponseContents) throws(CertificateError) -> OCSPResponse {
        let algorithm = signatureAlgorithm
        var others = DERWriter()
        if !contents.certificates.isEmpty {
            others.constructed(.contextConstructed(0)) { wrapper in
                wrapper.sequence { list in
                    for certificate in contents.certificates { list.encoded(certificate.derBytes) }
                }
            }
        }
        let basic = try signed(responseData(contents), algorithm, others: others.bytes)
        var writer = DERWriter()
        writer.sequence { response in
            response.value(.enumerated, CollectionOfOne(OCSPResponse.Status.successful.rawValue))
            response.constructed(.contextConstructed(0)) { wrapper in
                wrapper.sequence { content in
                    content.objectIdentifier(.ocspBasicResponse)
                    content.value(.octetString, basic)
                }
            }
        }
        return try OCSPResponse(derBytes: writer.bytes)
    }

    /// ResponseData. RFC 6960 §4.2.1.
    private func responseData(_ contents: OCSPResponseContents) -> [UInt8] {
        var writer = DERWriter()
        writer.sequence { data in
            switch contents.responderID ?? .name(name) {
            case .name(let name): data.constructed(.contextConstructed(1)) { $0.encoded(name.derBytes) }
            case .keyHash(let hash): data.constructed(.contextConstructed(2)) { $0.value(.octetString, hash) }
            }
            data.generalizedTime(contents.producedAt)
            data.sequence { list in
                for (index, answer) in contents.answers.enumerated() {
                    list.ocspSingleResponse(answer, contents.answerExtensions[index] ?? [])
                }
            }
            data.ocspExtensions(contents.extensions)
        }
        return writer.bytes
    }
}

extension OCSPResponse {
    /// A response that has no answer.
    package init(error: Status) throws(CertificateError) {
        try self.init(derBytes: [0x30, 0x03, 0x0a, 0x01, error.rawValue])
    }
}

extension DERWriter {
    fileprivate mutating func ocspSingleResponse(_ answer: OCSPSingleResponse, _ extensions: [X509Extension]) {
        sequence { single in
            single.ocspCertificateID(answer.certificateID)
            switch answer.status {
            case .good: single.value(.context(0), EmptyCollection())
            case .unknown: single.value(.context(2), EmptyCollection())
            case .revoked(let time, let reason):
                single.constructed(.contextConstructed(1)) { info in
                    info.generalizedTime(time)
                    if let reason { info.constructed(.contextConstructed(0)) { $0.revocationReason(reason) } }
                }
            }
            single.generalizedTime(answer.thisUpdate)
            if let next = answer.nextUpdate {
                single.constructed(.contextConstructed(0)) { $0.generalizedTime(next) }
            }
            single.ocspExtensions(extensions)
        }
    }

    fileprivate mutating func ocspExtensions(_ extensions: [X509Extension]) {
        guard !extensions.isEmpty else { return }
        constructed(.contextConstructed(1)) { wrapper in
            wrapper.sequence { list in
                for entry in extensions { list.extensionEntry(entry) }
            }
        }
    }
}
