import TLSCertificates
import TLSPrimitives
import Testing

/// A response put together by hand, each part of which can be replaced.
private struct Parts {
    static func wrapped(_ tag: DERTag, _ content: [UInt8]) -> [UInt8] {
        var writer = DERWriter()
        writer.value(tag, content)
        return writer.bytes
    }
    static func sequence(_ content: [UInt8]) -> [UInt8] { wrapped(.sequence, content) }
    static func explicit(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        wrapped(.contextConstructed(number), content)
    }
    static func time(_ text: String) -> [UInt8] { [0x18, 0x0f] + Array(text.utf8) }
    static let identifier = sequence(
        [0x30, 0x07, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x04, 0x01, 0xaa, 0x04, 0x01, 0xbb, 0x02, 0x01, 0x05])
    static func single(
        status: [UInt8] = [0x80, 0x00], thisUpdate: [UInt8] = time("20260101000000Z"), _ rest: [UInt8] = []
    ) -> [UInt8] {
        sequence(identifier + status + thisUpdate + rest)
    }
    static func extensions(_ number: UInt8 = 1, _ identifiers: OID...) -> [UInt8] {
        var writer = DERWriter()
        for identifier in identifiers {
            writer.sequence { entry in
                entry.objectIdentifier(identifier)
                entry.boolean(true)
                entry.value(.octetString, [])
            }
        }
        return explicit(number, sequence(writer.bytes))
    }

    var status: [UInt8] = [0x0a, 0x01, 0x00]
    var type: [UInt8] = [0x06, 0x09, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01]
    var version: [UInt8] = []
    var responderID: [UInt8] = [0xa1, 0x02, 0x30, 0x00]
    var producedAt = time("20260101000000Z")
    var answers = single()
    var extensions: [UInt8] = []
    var afterData: [UInt8] = []
    var signatureValue: [UInt8] = [0x03, 0x02, 0x00, 0xaa]
    var certificates: [UInt8] = []
    var afterBasic: [UInt8] = []
    var afterBytes: [UInt8] = []
    var bytesPresent = true

    var bytes: [UInt8] {
        let data = Self.sequence(
            version + responderID + producedAt + Self.sequence(answers) + extensions + afterData)
        let algorithm: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]
        let basic = Self.sequence(data + algorithm + signatureValue + certificates)
        let content = Self.explicit(0, Self.sequence(type + Self.wrapped(.octetString, basic + afterBasic)))
        return Self.sequence(status + (bytesPresent ? content : []) + afterBytes)
    }
}

@Suite("The rules of an OCSP response's structure: RFC 6960 §4.2")
struct OCSPResponseReadingTests {
    private func response(_ change: (inout Parts) -> Void) throws(CertificateError) -> OCSPResponse {
        var parts = Parts()
        change(&parts)
        return try OCSPResponse(derBytes: parts.bytes)
    }

    private func error(_ change: (inout Parts) -> Void) -> CertificateError? {
        do throws(CertificateError) {
            _ = try response(change)
            return nil
        } catch {
            return error
        }
    }

    @Test("The response that is changed below is right as it is")
    func unchanged() throws {
        let response = try response { _ in }
        #expect(response.responseStatus == .successful)
        #expect(response.responderID == .name(.empty))
        #expect(response.producedAt?.description == "2026-01-01 00:00:00 UTC")
        #expect(response.certificates.isEmpty)
        let answer = try #require(response.answers.first)
        #expect(answer.status == .good)
        #expect(answer.nextUpdate == nil)
        #expect(
            answer.certificateID
                == OCSPCertificateID(
                    hashAlgorithm: .sha1, issuerNameHash: [0xaa], issuerKeyHash: [0xbb], serialNumber: [5]))
    }

    @Test("An answer stands in a successful response and in no other: RFC 6960 §4.2.1")
    func statuses() throws {
        for number: UInt8 in 0...7 {
            let isKnown = number != 4 && number != 7
            #expect(
                (error {
                    $0.status = [0x0a, 0x01, number]
                    $0.bytesPresent = number == 0
                } == nil) == isKnown)
            #expect((error { $0.status = [0x0a, 0x01, number] } == nil) == (number == 0))
        }
        #expect(error { $0.bytesPresent = false }?.field == "responseBytes")
        #expect(error { $0.status = [0x02, 0x01, 0x00] }?.field == "responseStatus")
        #expect(error { $0.status = [0x0a, 0x02, 0x00, 0x00] }?.field == "responseStatus")
    }

    @Test("The one type of answers is the basic one")
    func types() {
        #expect(error { $0.type = [0x06, 0x01, 0x2a] }?.code == .unsupportedAlgorithm)
        #expect(error { $0.type = [] }?.field == "responseType")
    }

    @Test("Version 1 is left out, or said; there is no other")
    func versions() {
        #expect(error { $0.version = [0xa0, 0x03, 0x02, 0x01, 0x00] } == nil)
        #expect(error { $0.version = [0xa0, 0x03, 0x02, 0x01, 0x01] }?.field == "version")
        #expect(error { $0.version = [0xa0, 0x05, 0x02, 0x01, 0x00, 0x05, 0x00] }?.field == "version")
    }

    @Test("A responder has a name or a key")
    func responders() throws {
        #expect(try response { $0.responderID = [0xa2, 0x03, 0x04, 0x01, 0x07] }.responderID == .keyHash([7]))
        #expect(error { $0.responderID = [0xa3, 0x02, 0x30, 0x00] }?.field == "responderID")
        #expect(error { $0.responderID = [0xa1, 0x04, 0x30, 0x00, 0x05, 0x00] }?.field == "responderID")
        #expect(error { $0.responderID = [0xa1, 0x00] }?.field == "responderID")
    }

    @Test("Times are GeneralizedTime")
    func times() throws {
        let utc: [UInt8] = [0x17, 0x0d] + Array("260101000000Z".utf8)
        #expect(error { $0.producedAt = utc }?.field == "producedAt")
        #expect(error { $0.answers = Parts.single(thisUpdate: utc) }?.field == "thisUpdate")
        #expect(error { $0.answers = Parts.single(Parts.explicit(0, utc)) }?.field == "nextUpdate")
        let next = try response { $0.answers = Parts.single(Parts.explicit(0, Parts.time("20270101000000Z"))) }
        #expect(next.answers.first?.nextUpdate?.year == 2027)
        #expect(error { $0.producedAt = [0x18, 0x11] + Array("20260101000000.5Z".utf8) }?.field == "producedAt")
    }

    @Test("A status is good, revoked or unknown")
    func certificateStatuses() throws {
        func status(_ bytes: [UInt8]) throws -> OCSPSingleResponse.Status? {
            try response { $0.answers = Parts.single(status: bytes) }.answers.first?.status
        }
        let time = try #require(CertificateTime(year: 2026, month: 1, day: 1))
        let revoked = Parts.time("20260101000000Z")
        #expect(try status([0x82, 0x00]) == .unknown)
        #expect(try status(Parts.explicit(1, revoked)) == .revoked(at: time, reason: nil))
        let reason = Parts.explicit(0, [0x0a, 0x01, 0x01])
        #expect(try status(Parts.explicit(1, revoked + reason)) == .revoked(at: time, reason: .keyCompromise))
        for wrong in [
            [0x80, 1, 0], [0x82, 1, 0], [0x81, 0], [0xa1, 0], [0x83, 0], [0xa0, 0], [0x05, 0],
            Parts.explicit(1, revoked + [5, 0]), Parts.explicit(1, revoked + Parts.explicit(0, [0x0a, 1, 7])),
            Parts.explicit(1, revoked + Parts.explicit(0, [0x0a, 1, 1, 5, 0])),
        ] as [[UInt8]] {
            #expect(throws: CertificateError.self, "\(wrong)") { try status(wrong) }
        }
    }

    @Test("Nothing stands behind a structure's end")
    func ends() {
        #expect(error { $0.afterData = [0x05, 0x00] }?.field == "tbsResponseData")
        #expect(error { $0.afterBasic = [0x05, 0x00] }?.field == "response")
        #expect(error { $0.afterBytes = [0x05, 0x00] }?.field == "OCSPResponse")
        #expect(error { $0.certificates = [0x05, 0x00] }?.field == "BasicOCSPResponse")
        #expect(error { $0.answers = Parts.single([0x05, 0x00]) }?.field == "singleResponse")
        #expect(error { $0.signatureValue = [0x03, 0x02, 0x01, 0xaa] }?.field == "signature")
    }

    @Test("No extension stands twice; critical ones that are not known are noted")
    func extensions() throws {
        #expect(error { $0.extensions = Parts.extensions(1, .ocspNonce, .ocspNonce) }?.field == "extension")
        #expect(error { $0.extensions = [0xa1, 0x02, 0x30, 0x00] }?.field == "extensions")
        let whole = try response { $0.extensions = Parts.extensions(1, .ocspNonce, OID(1, 2)) }
        #expect(whole.unknownCriticalExtensions == [OID(1, 2)])
        let single = try response { $0.answers = Parts.single(Parts.extensions(1, .ocspArchiveCutoff, OID(1, 2))) }
        #expect(single.answers.first?.unknownCriticalExtensions == [OID(1, 2)])
        #expect(single.unknownCriticalExtensions.isEmpty)
    }

    @Test("Answers, certificates and bytes are limited")
    func limits() throws {
        let answers = { (count: Int) in Array(repeatElement(Parts.single(), count: count).joined()) }
        #expect(try response { $0.answers = answers(64) }.answers.count == 64)
        #expect(error { $0.answers = answers(65) }?.code == .limitExceeded)
        let certificate = try RevocationSample.shared.get().leaf.derBytes
        let certificates = { (count: Int) in
            Parts.explicit(0, Parts.sequence(Array(repeatElement(certificate, count: count).joined())))
        }
        #expect(try response { $0.certificates = certificates(8) }.certificates.count == 8)
        #expect(error { $0.certificates = certificates(9) }?.code == .limitExceeded)
        #expect(error { $0.certificates = Parts.explicit(0, Parts.sequence([0x30, 0x00])) }?.field != nil)
        let large = error { $0.signatureValue = Parts.wrapped(.bitString, [UInt8](repeating: 0, count: 102_400)) }
        #expect(large?.code == .limitExceeded)
    }

    @Test("Every prefix is refused, and damage never traps")
    func damage() throws {
        let sample = try RevocationSample.shared.get()
        let identifier = try OCSPCertificateID(
            of: sample.leaf, issuerKey: sample.authority.subjectPublicKeyInfo, hash: .sha256)
        var contents = OCSPResponseContents(
            producedAt: RevocationSample.now,
            answers: [
                OCSPSingleResponse(
                    certificateID: identifier, status: .revoked(at: RevocationSample.start, reason: .superseded),
                    thisUpdate: RevocationSample.yesterday, nextUpdate: RevocationSample.tomorrow)
            ])
        contents.certificates = [sample.leaf]
        contents.extensions = [X509Extension(identifier: .ocspNonce, value: [0x04, 0x00])]
        let bytes = try sample.issuer.ocspResponse(contents).derBytes
        for count in 0..<bytes.count {
            #expect(throws: CertificateError.self) { try OCSPResponse(derBytes: Array(bytes[..<count])) }
        }
        #expect(throws: CertificateError.self) { try OCSPResponse(derBytes: bytes + [0]) }
        let issuing = try sample.issuing
        for offset in bytes.indices {
            for value in [bytes[offset] ^ 1, bytes[offset] ^ 0x80, 0, 0xff, bytes[offset] &+ 1, bytes[offset] ^ 0x20] {
                var damaged = bytes
                damaged[offset] = value
                guard let response = try? OCSPResponse(derBytes: damaged) else { continue }
                let status = response.status(of: sample.leaf, issuer: issuing, at: RevocationSample.now)
                #expect(!status.isGood, "byte \(offset) as \(value)")
            }
        }
    }
}
