import TLSCertificates
import TLSPrimitives
import TestSupport
import Testing

private let made = VectorFile("certificates/openssl.ini")

@Suite("DSA keys of certificates. RFC 3279 §2.3.2, RFC 5758 §3.1")
struct DSAKeyTests {
    /// A SubjectPublicKeyInfo of DSA with these parts, right or wrong.
    private static func info(
        parameters: (inout DERWriter) -> Void, bits: (inout DERWriter) -> Void
    ) throws(CertificateError) -> SubjectPublicKeyInfo {
        var content = DERWriter()
        bits(&content)
        var writer = DERWriter()
        writer.sequence { info in
            info.sequence { algorithm in
                algorithm.objectIdentifier(.dsa)
                parameters(&algorithm)
            }
            info.bitString(content.bytes)
        }
        return try SubjectPublicKeyInfo(derBytes: writer.bytes)
    }

    private static func code(_ info: SubjectPublicKeyInfo) -> CertificateError.Code? {
        do throws(CertificateError) {
            _ = try info.publicKey
            return nil
        } catch {
            return error.code
        }
    }

    private static func numbers(_ writer: inout DERWriter, _ numbers: [[UInt8]]) {
        writer.sequence { sequence in for number in numbers { sequence.unsignedInteger(number) } }
    }

    @Test("Keys of every size are written as they are read")
    func sizes() throws {
        for sample in try DSASample.all() {
            let key = try sample.publicKey()
            let info = SubjectPublicKeyInfo(key)
            #expect(try info.publicKey == key)
            #expect(info.keyDescription.algorithm == "DSA" && info.keyDescription.bits == sample.bits)
        }
    }

    @Test("A key without parameters is described, but nothing is verified with it")
    func inherited() throws {
        let sample = try #require(DSASample.all().first)
        for parameters in [{ _ in }, { $0.null() }] as [(inout DERWriter) -> Void] {
            let info = try Self.info(parameters: parameters, bits: { $0.unsignedInteger(sample.publicValue) })
            #expect(info.keyDescription.algorithm == "DSA" && info.keyDescription.bits == 0)
            #expect(Self.code(info) == .invalidKey)
        }
    }

    @Test("Malformed parameters and keys are refused")
    func malformed() throws {
        let sample = try #require(DSASample.all().first)
        let domain = sample.parameters
        let right = [domain.prime, domain.subprime, domain.generator]
        let value: (inout DERWriter) -> Void = { $0.unsignedInteger(sample.publicValue) }
        for wrong in [[], Array(right.dropLast()), right + [[1]]] {
            #expect(try Self.code(Self.info(parameters: { Self.numbers(&$0, wrong) }, bits: value)) == .malformed)
        }
        #expect(try Self.code(Self.info(parameters: { $0.integer(1) }, bits: value)) == .malformed)
        for bits in [
            { _ in }, { $0.null() },
            {
                $0.integer(1); $0.integer(1)
            },
        ] as [(inout DERWriter) -> Void] {
            #expect(try Self.code(Self.info(parameters: { Self.numbers(&$0, right) }, bits: bits)) == .malformed)
        }
        for numbers in [[[1], domain.subprime, domain.generator], [domain.prime, [3], domain.generator]] {
            #expect(try Self.code(Self.info(parameters: { Self.numbers(&$0, numbers) }, bits: value)) == .invalidKey)
        }
        #expect(
            try Self.code(Self.info(parameters: { Self.numbers(&$0, right) }, bits: { $0.integer(1) })) == .invalidKey)
    }

    @Test("A certificate signed with DSA verifies with its key and no other. RFC 3279 §2.2.2")
    func signature() throws {
        let certificate = try X509Certificate(derBytes: #require(made["dsa"]).bytes("der"))
        #expect(try certificate.isSigned(by: certificate.publicKey))
        #expect(certificate.signatureAlgorithmName == "sha256DSA")
        for sample in try DSASample.all() { #expect(try !certificate.isSigned(by: sample.publicKey())) }
        var bytes = certificate.derBytes
        bytes[bytes.count - 1] ^= 1
        #expect(try !X509Certificate(derBytes: bytes).isSigned(by: certificate.publicKey))
    }
}
