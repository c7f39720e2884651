package import TLSCertificates
package import TLSPrimitives

/// The parts of an ECPrivateKey as they lie in the bytes. RFC 5915 §3.
package struct ECPrivateKeyElement {
    package let scalar: Range<Int>
    package let curve: EllipticCurve
    /// The public point, if the key brings it along.
    package let point: Range<Int>?
}

extension DERReader {
    /// Reads an ECPrivateKey that fills the rest. Inside PKCS#8 the curve is named outside; if it is named again it must be
    /// the same.
    package mutating func ecPrivateKey(of outerCurve: EllipticCurve?) throws(DERError) -> ECPrivateKeyElement {
        let start = position
        var content = try sequence("ECPrivateKey")
        guard try content.smallInteger("version") == 1 else { throw DERError(.wrongVersion, in: "version", at: start) }
        let scalar = try content.octetString("privateKey")
        var curve = outerCurve
        if content.nextTag == .contextConstructed(0) {
            var wrapper = try content.constructed(.contextConstructed(0), "parameters")
            let parameters = try wrapper.wellFormedElement("parameters")
            try wrapper.expectEnd("parameters")
            let named = try namedCurve(parameters, at: parameters.start)
            guard outerCurve == nil || outerCurve == named else {
                throw DERError(.mismatch, in: "parameters", at: parameters.start)
            }
            curve = named
        }
        var point: Range<Int>?
        if content.nextTag == .contextConstructed(1) {
            var wrapper = try content.constructed(.contextConstructed(1), "publicKey")
            point = try wrapper.octetAlignedBitString("publicKey")
            try wrapper.expectEnd("publicKey")
        }
        try content.expectEnd("ECPrivateKey")
        try expectEnd("ECPrivateKey")
        guard let curve else { throw DERError(.unsupportedCurve, in: "parameters", at: start) }
        return ECPrivateKeyElement(scalar: scalar, curve: curve, point: point)
    }
}
