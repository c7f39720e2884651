import TLSCertificates
import TLSPrimitives

extension PrivateKeyReader {
    /// The private value, an INTEGER of its own, with the domain in the algorithm's parameters. RFC 5958 §2, RFC 3279 §2.3.2.
    static func readDSA(
        _ bytes: Span<UInt8>, _ found: PKCS8Element, _ parameters: DSAParameters?
    ) throws(KeyStoreError) -> PrivateKey {
        guard let parameters else {
            throw KeyStoreError(.invalidKey, place: "privateKeyAlgorithm", reason: "the DSA key has no parameters")
        }
        let value: Range<Int>
        do throws(DERError) {
            var reader = DERReader(bytes, found.privateKey.content)
            value = try reader.unsignedInteger("privateKey")
            try reader.expectEnd("privateKey")
        } catch {
            throw KeyStoreError(CertificateError(error))
        }
        let raw = bytes.bytes
        return try make { () throws(CryptoError) in
            try PrivateKey(dsa: parameters, privateValue: raw.extracting(value), publicValue: nil)
        }
    }

    /// OpenSSL's form: version 0, p, q, g, the public and the private value.
    static func readDSA(_ bytes: Span<UInt8>) throws(KeyStoreError) -> PrivateKey {
        let parameters: DSAParameters
        let publicValue: Range<Int>, privateValue: Range<Int>
        do throws(DERError) {
            var reader = DERReader(bytes)
            var content = try reader.sequence("DSAPrivateKey")
            guard try content.smallInteger("version") == 0 else {
                throw DERError(.wrongVersion, in: "version", at: 0)
            }
            parameters = try content.dsaNumbers()
            publicValue = try content.unsignedInteger("y")
            privateValue = try content.unsignedInteger("x")
            try content.expectEnd("DSAPrivateKey")
            try reader.expectEnd("DSAPrivateKey")
        } catch {
            throw KeyStoreError(CertificateError(error))
        }
        let raw = bytes.bytes
        return try make { () throws(CryptoError) in
            try PrivateKey(
                dsa: parameters, privateValue: raw.extracting(privateValue), publicValue: raw.extracting(publicValue))
        }
    }
}
