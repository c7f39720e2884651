package import TLSCertificates

/// The parts of a OneAsymmetricKey as they lie in the bytes. RFC 5958 §2.
package struct PKCS8Element {
    package let algorithm: SubjectPublicKeyInfo.Algorithm
    /// The content of `privateKey`, which is DER of the algorithm's own.
    package let privateKey: DERElement
    /// The bits of `publicKey`, from version 2 on.
    package let publicKey: Range<Int>?
}

extension DERReader {
    /// Reads a OneAsymmetricKey, version 1 or 2, that fills the rest. Attributes are skipped.
    package mutating func pkcs8() throws(DERError) -> PKCS8Element {
        let start = position
        var content = try sequence("PrivateKeyInfo")
        let version = try content.smallInteger("version")
        guard version <= 1 else { throw DERError(.wrongVersion, in: "version", at: start) }
        let algorithm = try content.keyAlgorithm(try content.algorithm("privateKeyAlgorithm"))
        let privateKey = try content.element(.octetString, "privateKey")
        if content.nextTag == .contextConstructed(0) {
            _ = try content.wellFormedElement("attributes")
        }
        var publicKey: Range<Int>?
        if let value = try content.optionalElement(.context(1), "publicKey") {
            // RFC 5958 §2: a public key makes it version 2.
            guard version == 1 else { throw DERError(.wrongVersion, in: "publicKey", at: value.start) }
            let (unusedBits, octets) = try content.bits(of: value, "publicKey")
            guard unusedBits == 0 else { throw DERError(.malformedValue, in: "publicKey", at: value.start) }
            publicKey = octets
        }
        try content.expectEnd("PrivateKeyInfo")
        try expectEnd("PrivateKeyInfo")
        return PKCS8Element(algorithm: algorithm, privateKey: privateKey, publicKey: publicKey)
    }
}
