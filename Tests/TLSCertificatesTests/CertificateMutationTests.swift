import TLSCertificates
import TestSupport
import Testing

private let seeds: [VectorFile.Case] = {
    let names = [
        "rsa2048", "rsa3072", "rsa2048-pss", "p256", "ed25519", "ed448", "utf8", "joined", "v1", "root", "leaf",
    ]
    return VectorFile("certificates/openssl.ini").cases.filter { names.contains($0.name) }
}()

/// Decodes everything that is decoded on demand.
private func decodeAll(_ certificate: X509Certificate) {
    _ = certificate.subject.description
    _ = certificate.issuer.description
    _ = certificate.serialNumberText
    _ = certificate.signatureAlgorithmName
    _ = certificate.subjectPublicKeyInfo.keyDescription
    _ = certificate.extensions
    _ = try? certificate.subjectAlternativeNames
    _ = try? certificate.keyUsage
    _ = try? certificate.extendedKeyUsage
    _ = try? certificate.basicConstraints
    _ = try? certificate.subjectKeyIdentifier
    _ = try? certificate.authorityKeyIdentifier
    _ = try? certificate.crlDistributionPoints
    _ = try? certificate.ocspResponders
    _ = try? certificate.issuerLocations
    _ = try? certificate.tlsFeatures
    _ = certificate.matches(serverName: "localhost")
    _ = certificate.matches(serverName: "127.0.0.1")
}

/// Where the tags are: each value's first byte, and those inside constructed values and inside extensions.
private func tagOffsets(_ bytes: [UInt8]) -> [Int] {
    var offsets: [Int] = []
    var pending = [0..<bytes.count]
    while let range = pending.popLast() {
        var reader = DERReader(bytes.span, range)
        while !reader.isAtEnd, let value = try? reader.element("value") {
            offsets.append(value.start)
            if value.tag.isConstructed { pending.append(value.content) }
            var inner = DERReader(bytes.span, value.content)
            if value.tag == .octetString, (try? inner.wellFormedElement("inner")) != nil, inner.isAtEnd {
                pending.append(value.content)
            }
        }
    }
    return offsets
}

@Suite("Damaged certificates are refused or read, and never trap")
struct CertificateMutationTests {
    @Test("Every prefix is refused", arguments: seeds)
    func truncations(_ seed: VectorFile.Case) {
        let bytes = seed.bytes("der")
        #expect(bytes.count > 200)
        for count in 0..<bytes.count {
            #expect(throws: CertificateError.self) { try X509Certificate(derBytes: Array(bytes[..<count])) }
        }
        #expect(throws: CertificateError.self) { try X509Certificate(derBytes: bytes + [0]) }
    }

    @Test("Every tag byte takes every value", arguments: seeds)
    func tags(_ seed: VectorFile.Case) {
        let bytes = seed.bytes("der")
        let offsets = tagOffsets(bytes)
        #expect(offsets.count > 25)
        for offset in offsets {
            for value: UInt8 in 0...255 {
                var damaged = bytes
                damaged[offset] = value
                if let certificate = try? X509Certificate(derBytes: damaged) { decodeAll(certificate) }
            }
        }
    }

    @Test("Every byte is flipped, set to 0 and set to 255", arguments: seeds)
    func bytes(_ seed: VectorFile.Case) {
        let bytes = seed.bytes("der")
        for offset in bytes.indices {
            for value in [bytes[offset] ^ 0x01, bytes[offset] ^ 0x80, 0x00, 0xff, bytes[offset] &+ 1] {
                var damaged = bytes
                damaged[offset] = value
                if let certificate = try? X509Certificate(derBytes: damaged) { decodeAll(certificate) }
            }
        }
    }

    @Test("Without damage all is decoded", arguments: seeds)
    func undamaged(_ seed: VectorFile.Case) throws {
        let certificate = try X509Certificate(derBytes: seed.bytes("der"))
        decodeAll(certificate)
        _ = try certificate.publicKey
    }
}
