public import TLSCertificates
import TLSPrimitives

/// A name as a certificate has it and a host that a client asks for: one is for the other exactly when a plain reading of
/// RFC 9525 §6 says so.
///
/// The harness asks libcrypto too (`X509_check_host` without partial wildcards and without the subject, `X509_check_ip_asc`).
/// What we take it takes. A host may end in a dot here; libcrypto is asked for the host without it. Both take an underscore, and
/// a hyphen at an end of a label, in a name without a wildcard, and neither beside one.
///
/// We are stricter in these: labels have at most 63 bytes and names 253, the last label is not a number, a name has no bytes
/// but letters, digits, hyphens, underscores and dots, and an IPv4 address has no leading zeros.
package func fuzzHostName(_ bytes: RawSpan) {
    let input = HostNameCase(bytes)
    let isMatch = input.isMatch
    precondition(isMatch == input.isPlainMatch, "the match is not the plain one")
    precondition(!isMatch || !input.host.utf8.contains(0), "a host with a NUL matches")
}

/// One input of the target: the first byte is the size of the name, and says in its top bit that it is an iPAddress; the name;
/// the host.
public struct HostNameCase {
    /// The name, as the content of its GeneralName.
    public let pattern: [UInt8]
    /// Whether the name is an iPAddress instead of a dNSName.
    public let isAddress: Bool
    /// What a client asks for.
    public let host: String
    /// A certificate with this name. Its common name is another host.
    public let certificate: X509Certificate

    /// Takes any bytes.
    public init(_ bytes: RawSpan) {
        var input = FuzzInput(bytes)
        let first = input.byte()
        isAddress = first & 0x80 != 0
        pattern = input.bytes(Int(first & 0x7f))
        host = String(decoding: input.all(), as: UTF8.self)
        certificate = Self.certificate(isAddress ? .context(7) : .context(2), pattern)
    }

    /// Whether the certificate is for the host.
    public var isMatch: Bool { certificate.matches(serverName: host) }

    /// A certificate whose only name is this one, put together by hand because the name may be anything.
    private static func certificate(_ tag: DERTag, _ name: [UInt8]) -> X509Certificate {
        let algorithm: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]
        var writer = DERWriter()
        writer.sequence { certificate in
            certificate.sequence { tbs in
                tbs.constructed(.contextConstructed(0)) { $0.integer(2) }
                tbs.integer(1)
                tbs.encoded(algorithm)
                tbs.sequence { _ in }
                tbs.sequence { validity in
                    for _ in 0..<2 { validity.value(.utcTime, "260101000000Z".utf8) }
                }
                tbs.sequence { subject in
                    subject.constructed(.set) { relative in
                        relative.sequence { attribute in
                            attribute.objectIdentifier(.commonName)
                            attribute.value(.utf8String, "common.example.test".utf8)
                        }
                    }
                }
                tbs.sequence { key in
                    key.encoded(algorithm)
                    key.bitString([UInt8](repeating: 1, count: 32))
                }
                tbs.constructed(.contextConstructed(3)) { wrapper in
                    wrapper.sequence { list in
                        list.sequence { entry in
                            entry.objectIdentifier(.subjectAltName)
                            entry.constructed(.octetString) { value in
                                value.sequence { $0.value(tag, name) }
                            }
                        }
                    }
                }
            }
            certificate.encoded(algorithm)
            certificate.bitString([0])
        }
        guard let certificate = try? X509Certificate(derBytes: writer.bytes) else {
            preconditionFailure("the certificate of a host name is not read")
        }
        return certificate
    }
}

extension HostNameCase {
    /// The rules once more, by labels of text.
    fileprivate var isPlainMatch: Bool {
        if let address = IPAddress(host) { return isAddress && pattern == address.bytes }
        guard !isAddress, let name = String(validating: pattern, as: UTF8.self) else { return false }
        let asked = host.hasSuffix(".") ? String(host.dropLast()) : host
        guard asked.utf8.count <= 253, name.utf8.count <= 253 else { return false }
        let (hostLabels, nameLabels) = (Self.labels(asked), Self.labels(name))
        guard hostLabels.allSatisfy(Self.isLabel), !Self.isNumber(hostLabels.last) else { return false }
        guard nameLabels.first == "*" else { return hostLabels == nameLabels }
        let isPlain = nameLabels.dropFirst().allSatisfy { !$0.hasPrefix("-") && !$0.hasSuffix("-") }
        return isPlain && !asked.contains("_") && nameLabels.count >= 3
            && hostLabels.dropFirst() == nameLabels.dropFirst()
    }

    private static func labels(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false).map { label in
            String(String.UnicodeScalarView(label.map(lowercased)))
        }
    }

    /// ASCII has the only case that counts.
    private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard ("A"..."Z").contains(scalar) else { return scalar }
        return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    }

    private static func isLabel(_ label: String) -> Bool {
        let allowed = "abcdefghijklmnopqrstuvwxyz0123456789-_".unicodeScalars
        return (1...63).contains(label.unicodeScalars.count) && label.unicodeScalars.allSatisfy { allowed.contains($0) }
    }

    private static func isNumber(_ label: String?) -> Bool {
        label?.unicodeScalars.allSatisfy { ("0"..."9").contains($0) } ?? true
    }
}
