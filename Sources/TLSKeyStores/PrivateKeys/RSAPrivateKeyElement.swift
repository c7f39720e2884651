package import TLSCertificates

/// The numbers of an RSAPrivateKey as they lie in the bytes, without leading zeros. RFC 8017 appendix A.1.2.
package struct RSAPrivateKeyElement {
    package let modulus: Range<Int>
    package let publicExponent: Range<Int>
    package let privateExponent: Range<Int>
    package let prime1: Range<Int>
    package let prime2: Range<Int>
    package let exponent1: Range<Int>
    package let exponent2: Range<Int>
    package let coefficient: Range<Int>
}

extension DERReader {
    /// Reads an RSAPrivateKey that fills the rest. Keys of more than two primes are not supported.
    package mutating func rsaPrivateKey() throws(DERError) -> RSAPrivateKeyElement {
        let start = position
        var content = try sequence("RSAPrivateKey")
        guard try content.smallInteger("version") == 0 else {
            throw DERError(.unsupportedParameters, in: "otherPrimeInfos", at: start)
        }
        let key = RSAPrivateKeyElement(
            modulus: try content.unsignedInteger("modulus"),
            publicExponent: try content.unsignedInteger("publicExponent"),
            privateExponent: try content.unsignedInteger("privateExponent"),
            prime1: try content.unsignedInteger("prime1"),
            prime2: try content.unsignedInteger("prime2"),
            exponent1: try content.unsignedInteger("exponent1"),
            exponent2: try content.unsignedInteger("exponent2"),
            coefficient: try content.unsignedInteger("coefficient"))
        try content.expectEnd("RSAPrivateKey")
        try expectEnd("RSAPrivateKey")
        return key
    }
}
