package import TLSPrimitives

extension DERReader {
    /// The numbers of Dss-Parms in an AlgorithmIdentifier; nil when it leaves them to the issuer's certificate. RFC 3279
    /// §2.3.2.
    package func dsaParameters(_ element: DERElement?, at start: Int) throws(DERError) -> DSAParameters? {
        guard let element else { return nil }
        // Some writers say that nothing follows, where the standard leaves the field out.
        if element.tag == .null, element.content.isEmpty { return nil }
        guard element.tag == .sequence else { throw DERError(.unexpectedTag, in: "Dss-Parms", at: start) }
        var content = try inside(element, "Dss-Parms")
        let parameters = try content.dsaNumbers()
        try content.expectEnd("Dss-Parms")
        return parameters
    }

    /// The next three numbers: a domain.
    package mutating func dsaNumbers() throws(DERError) -> DSAParameters {
        let prime = try unsignedInteger("p")
        let subprime = try unsignedInteger("q")
        let generator = try unsignedInteger("g")
        let raw = bytes.bytes
        return DSAParameters(
            prime: raw.extracting(prime), subprime: raw.extracting(subprime), generator: raw.extracting(generator))
    }
}

extension SubjectPublicKeyInfo {
    /// A DSAPublicKey in its domain. RFC 3279 §2.3.2.
    static func dsaKey(_ bits: [UInt8], _ parameters: DSAParameters?) throws(CertificateError) -> PublicKey {
        guard let parameters else {
            throw invalid("the DSA key takes its parameters from another certificate, which is not supported")
        }
        let value: Range<Int>
        do {
            var reader = DERReader(bits.span)
            value = try reader.unsignedInteger("DSAPublicKey")
            try reader.expectEnd("DSAPublicKey")
        } catch {
            throw CertificateError(error)
        }
        let number = Array(bits[value])
        return try make { () throws(CryptoError) in try PublicKey(dsa: parameters, value: number.span.bytes) }
    }
}

extension DSAParameters {
    /// The bits of the prime.
    var bitCount: Int { prime.count * 8 - (prime.first?.leadingZeroBitCount ?? 0) }
}
