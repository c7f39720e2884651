package import TLSCertificates
import TLSPrimitives

/// Public keys as SSH writes them, which its fingerprints are taken of. RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4.
extension SubjectPublicKeyInfo {
    /// The key in that form; nil when SSH knows no such key.
    package var sshWireForm: [UInt8]? { try? writeSSH() }

    private func writeSSH() throws -> [UInt8]? {
        let bits = try keyBits
        var writer = SSHWireWriter()
        switch try algorithm {
        case .rsa:
            var reader = DERReader(bits.span)
            var content = try reader.sequence("RSAPublicKey")
            let modulus = content.array(try content.unsignedInteger("modulus"))
            let exponent = content.array(try content.unsignedInteger("publicExponent"))
            writer.string(Array("ssh-rsa".utf8))
            writer.integer(exponent)
            writer.integer(modulus)
        case .ellipticCurve(let curve):
            let name = "nistp\(curve.bitCount)"
            writer.string(Array("ecdsa-sha2-\(name)".utf8))
            writer.string(Array(name.utf8))
            writer.string(bits)
        case .dsa(let parameters):
            guard let parameters else { return nil }
            var reader = DERReader(bits.span)
            let value = reader.array(try reader.unsignedInteger("DSAPublicKey"))
            writer.string(Array("ssh-dss".utf8))
            for number in [parameters.prime, parameters.subprime, parameters.generator, value] {
                writer.integer(number)
            }
        case .ed25519:
            writer.string(Array("ssh-ed25519".utf8))
            writer.string(bits)
        case .ed448:
            writer.string(Array("ssh-ed448".utf8))
            writer.string(bits)
        case .rsaPSS, .unknown: return nil
        }
        return writer.bytes
    }
}

/// Writes SSH's strings and numbers. RFC 4251 §5.
private struct SSHWireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func string(_ content: [UInt8]) {
        // Keys are far shorter than 4 GiB.
        let count = UInt32(truncatingIfNeeded: content.count)
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
        bytes += content
    }

    /// A positive `mpint`: without needless zeros, and with one where the number would look negative.
    mutating func integer(_ magnitude: [UInt8]) {
        let number = Array(magnitude.drop { $0 == 0 })
        string(number.first.map { $0 & 0x80 != 0 } ?? false ? [0] + number : number)
    }
}
