import TLSCertificates
import TLSPrimitives

/// Any bytes are a certificate or are refused. One that is read is put together again from its parts, and all that is decoded
/// on demand is decoded.
package func fuzzCertificate(_ bytes: RawSpan) {
    let input = [UInt8](copying: bytes)
    guard let certificate = try? X509Certificate(derBytes: input) else { return }
    precondition(certificate.derBytes == input)

    var writer = DERWriter()
    writer.sequence { outer in
        outer.encoded(input[certificate.tbsRange])
        outer.encoded(input[certificate.signatureAlgorithmRange])
        outer.bitString(Array(input[certificate.signatureRange]))
    }
    precondition(writer.bytes == input, "the parts do not make the certificate")

    for name in [certificate.subject, certificate.issuer] {
        precondition((try? DistinguishedName(derBytes: name.derBytes)) == name, "a name is not one by itself")
        precondition(
            name.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "a printed name has control characters")
    }
    let info = certificate.subjectPublicKeyInfo
    precondition((try? SubjectPublicKeyInfo(derBytes: info.derBytes)) == info, "a key is not one by itself")
    if let key = try? info.publicKey {
        precondition((try? SubjectPublicKeyInfo(key).publicKey) == key, "a key changes when it is written")
        _ = try? certificate.isSigned(by: key)
    }
    for found in certificate.extensions {
        precondition(certificate.extension(found.identifier) == found, "an extension is not found")
    }
    decodeExtensions(certificate)
}

private func decodeExtensions(_ certificate: X509Certificate) {
    let names = (try? certificate.subjectAlternativeNames) ?? []
    for name in names {
        precondition(
            name.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "a printed name has control characters")
    }
    _ = try? certificate.keyUsage?.description
    _ = try? certificate.extendedKeyUsage?.map(\.description)
    _ = try? certificate.basicConstraints
    _ = try? certificate.subjectKeyIdentifier
    _ = try? certificate.authorityKeyIdentifier
    _ = try? certificate.crlDistributionPoints
    _ = try? certificate.ocspResponders
    _ = try? certificate.issuerLocations
    _ = try? certificate.tlsFeatures
    _ = certificate.matches(serverName: "www.example.test")
    _ = certificate.matches(serverName: "192.0.2.1")
}
