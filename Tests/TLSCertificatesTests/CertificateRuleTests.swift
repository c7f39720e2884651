import TLSCertificates
import TLSPrimitives
import Testing

/// A certificate put together by hand, each part of which can be replaced.
private struct Parts {
    static let algorithm: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]
    static let name: [UInt8] = [0x30, 0x00]
    static let validity = sequence(
        [0x17, 0x0d] + Array("260101000000Z".utf8) + [0x17, 0x0d] + Array("270101000000Z".utf8))

    var version: [UInt8] = [0xa0, 0x03, 0x02, 0x01, 0x02]
    var serialNumber: [UInt8] = [0x02, 0x01, 0x01]
    var signature = algorithm
    var issuer = name
    var validity = validity
    var subject = name
    var key = sequence(algorithm + [0x03, 0x21, 0x00] + [UInt8](repeating: 1, count: 32))
    var afterKey: [UInt8] = []
    var extensions = [Parts.anExtension(number: 1)]
    var outerSignature = algorithm
    var signatureValue: [UInt8] = [0x03, 0x02, 0x00, 0xaa]
    var afterTBS: [UInt8] = []

    static func sequence(_ content: [UInt8]) -> [UInt8] {
        var writer = DERWriter()
        writer.value(.sequence, content)
        return writer.bytes
    }

    static func anExtension(number: UInt8, critical: [UInt8] = [], value: [UInt8] = [0x04, 0x00]) -> [UInt8] {
        sequence([0x06, 0x02, 0x2a, number] + critical + value)
    }

    var bytes: [UInt8] {
        var list: [UInt8] = []
        if !extensions.isEmpty {
            var writer = DERWriter()
            writer.value(.contextConstructed(3), Self.sequence(extensions.flatMap { $0 }))
            list = writer.bytes
        }
        let tbs = Self.sequence(
            version + serialNumber + signature + issuer + validity + subject + key + afterKey + list)
        return Self.sequence(tbs + outerSignature + signatureValue + afterTBS)
    }
}

@Suite("The rules of the certificate's structure: RFC 5280 §4.1")
struct CertificateRuleTests {
    private func error(_ change: (inout Parts) -> Void) -> CertificateError? {
        var parts = Parts()
        change(&parts)
        do throws(CertificateError) {
            _ = try X509Certificate(derBytes: parts.bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("The certificate that is changed below is right as it is")
    func unchanged() {
        #expect(error { _ in } == nil)
    }

    @Test("Versions: 1 is left out, 2 and 3 are said, extensions need 3 and unique identifiers 2")
    func versions() {
        #expect(error { $0.version = [0xa0, 0x03, 0x02, 0x01, 0x00] }?.field == "version")
        #expect(error { $0.version = [0xa0, 0x03, 0x02, 0x01, 0x03] }?.field == "version")
        #expect(error { $0.version = [0xa0, 0x03, 0x02, 0x01, 0x01] }?.field == "extensions")
        #expect(error { $0.version = [] }?.field == "extensions")
        #expect(
            error {
                $0.version = []; $0.extensions = []
            } == nil)
        #expect(
            error {
                $0.version = []; $0.extensions = []; $0.afterKey = [0x81, 0x02, 0x00, 0x01]
            }?.field == "uniqueIdentifier")
        #expect(error { $0.afterKey = [0x81, 0x02, 0x00, 0x01, 0x82, 0x02, 0x00, 0x01] } == nil)
        #expect(error { $0.afterKey = [0x82, 0x02, 0x00, 0x01, 0x81, 0x02, 0x00, 0x01] } != nil)
    }

    @Test("A serial number has at most 20 octets, the one for the sign not counted: RFC 5280 §4.1.2.2")
    func serialNumbers() {
        let twenty = [UInt8](repeating: 0x7f, count: 20)
        #expect(error { $0.serialNumber = [0x02, 0x14] + twenty } == nil)
        #expect(error { $0.serialNumber = [0x02, 0x15, 0x00, 0xff] + twenty.dropFirst() } == nil)
        #expect(error { $0.serialNumber = [0x02, 0x15, 0x01] + twenty }?.code == .limitExceeded)
        #expect(error { $0.serialNumber = [0x02, 0x02, 0x00, 0x01] }?.field == "serialNumber")
        #expect(error { $0.serialNumber = [0x02, 0x00] }?.field == "serialNumber")
        #expect(error { $0.serialNumber = [0x02, 0x01, 0xff] } == nil)
    }

    @Test("The algorithm outside the signed part is the one inside: RFC 5280 §4.1.1.2")
    func signatureAlgorithms() {
        #expect(
            error { $0.outerSignature = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x71] }?.field == "signatureAlgorithm")
        #expect(error { $0.outerSignature = [0x30, 0x07, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x05, 0x00] } != nil)
        #expect(error { $0.signatureValue = [0x03, 0x02, 0x01, 0xaa] }?.field == "signatureValue")
        #expect(error { $0.afterTBS = [0x05, 0x00] }?.field == "Certificate")
    }

    @Test("No extension stands twice, and there are at most 64: RFC 5280 §4.2")
    func duplicates() {
        #expect(error { $0.extensions.append(Parts.anExtension(number: 1)) }?.field == "extension")
        #expect(error { $0.extensions = (1...64).map { Parts.anExtension(number: $0) } } == nil)
        #expect(error { $0.extensions = (1...65).map { Parts.anExtension(number: $0) } }?.code == .limitExceeded)
        #expect(error { $0.extensions = [[]] } != nil)
    }

    @Test("criticality is a BOOLEAN, and FALSE may be spelled out")
    func criticality() {
        #expect(error { $0.extensions = [Parts.anExtension(number: 1, critical: [0x01, 0x01, 0xff])] } == nil)
        #expect(error { $0.extensions = [Parts.anExtension(number: 1, critical: [0x01, 0x01, 0x00])] } == nil)
        #expect(
            error { $0.extensions = [Parts.anExtension(number: 1, critical: [0x01, 0x01, 0x01])] }?.field == "critical")
        #expect(error { $0.extensions = [Parts.anExtension(number: 1, value: [0x04, 0x00, 0x05, 0x00])] } != nil)
    }

    @Test("A relative name has an attribute, and a name at most 128")
    func names() {
        #expect(error { $0.subject = [0x30, 0x02, 0x31, 0x00] }?.field == "subject")
        let attribute: [UInt8] = [0x31, 0x09, 0x30, 0x07, 0x06, 0x02, 0x2a, 0x01, 0x0c, 0x01, 0x61]
        #expect(error { $0.subject = Parts.sequence(Array(repeatElement(attribute, count: 128).joined())) } == nil)
        let long = error { $0.issuer = Parts.sequence(Array(repeatElement(attribute, count: 129).joined())) }
        #expect(long?.code == .limitExceeded)
        #expect(long?.field == "issuer")
    }

    @Test("An error says what, where and in which field")
    func description() {
        let error = error { $0.serialNumber = [0x02, 0x02, 0x00, 0x01] }
        #expect(error?.code == .malformed)
        #expect(error?.offset == 9)
        #expect(error?.description == "malformed: serialNumber at byte 9: the number is not in its shortest form")
    }

    @Test("A certificate of more than 256 KiB is refused")
    func size() {
        #expect(error { $0.extensions[0] += [UInt8](repeating: 0, count: 262_144) }?.code == .limitExceeded)
    }
}
