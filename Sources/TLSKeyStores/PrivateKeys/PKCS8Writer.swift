import TLSCertificates
package import TLSPrimitives

/// Writes a private key as OneAsymmetricKey, version 1, into memory that is wiped. RFC 5958 §2.
package enum PKCS8Writer {
    package static func write(_ key: PrivateKey) throws(KeyStoreError) -> Secret {
        do {
            // Enough for every key, so that the writer does not grow and leave half a key behind.
            var writer = DERWriter(reservingCapacity: KeyStoreLimits.privateKeySize)
            try writer.sequence { info throws(CryptoError) in
                info.integer(0)
                info.keyAlgorithm(of: key.publicKey)
                try info.constructed(.octetString) { content throws(CryptoError) in
                    try writeKey(key, to: &content)
                }
            }
            var bytes = writer.take()
            return Secret(wiping: &bytes)
        } catch {
            throw KeyStoreError(.invalidKey, reason: "the key cannot be written: \(error.reason)")
        }
    }

    private static func writeKey(_ key: PrivateKey, to content: inout DERWriter) throws(CryptoError) {
        if let numbers = try key.rsaComponents() {
            writeRSA(numbers, to: &content)
        } else if let scalar = try key.ecScalar() {
            writeEC(scalar, key.publicKey, to: &content)
        } else if let value = try key.dsaPrivateValue() {
            // RFC 5958 §2 leaves the content to the algorithm: for DSA it is the private value alone.
            content.unsignedInteger(secret: value.span.octets)
        } else if let seed = try key.edwardsSeed() {
            content.value(.octetString, seed.span.octets)
        }
    }

    /// RSAPrivateKey. RFC 8017 appendix A.1.2.
    private static func writeRSA(_ numbers: borrowing RSAPrivateComponents, to content: inout DERWriter) {
        content.sequence { key in
            key.integer(0)
            key.unsignedInteger(numbers.modulus)
            key.unsignedInteger(numbers.publicExponent)
            key.unsignedInteger(secret: numbers.privateExponent.span.octets)
            key.unsignedInteger(secret: numbers.prime1.span.octets)
            key.unsignedInteger(secret: numbers.prime2.span.octets)
            key.unsignedInteger(secret: numbers.exponent1.span.octets)
            key.unsignedInteger(secret: numbers.exponent2.span.octets)
            key.unsignedInteger(secret: numbers.coefficient.span.octets)
        }
    }

    /// ECPrivateKey without the curve, which PKCS#8 names already. RFC 5915 §3.
    private static func writeEC(_ scalar: borrowing Secret, _ publicKey: PublicKey, to content: inout DERWriter) {
        content.sequence { key in
            key.integer(1)
            key.value(.octetString, scalar.span.octets)
            if case .point(let point) = publicKey.components {
                key.constructed(.contextConstructed(1)) { $0.bitString(point) }
            }
        }
    }
}
