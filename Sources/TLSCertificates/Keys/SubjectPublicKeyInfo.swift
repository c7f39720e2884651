package import TLSPrimitives

/// A public key in the form of certificates: its algorithm and its bits. RFC 5280 §4.1.2.7.
public struct SubjectPublicKeyInfo: Hashable, Sendable {
    /// The exact DER.
    public let derBytes: [UInt8]

    /// Made from bytes that `DERReader.subjectPublicKeyInfo` has checked.
    init(checked derBytes: [UInt8]) {
        self.derBytes = derBytes
    }

    /// Reads the structure that fills `derBytes`. Whether the key in it is of a kind we know is not asked yet.
    public init(derBytes: [UInt8]) throws(CertificateError) {
        do {
            var reader = DERReader(derBytes.span)
            _ = try reader.subjectPublicKeyInfo()
            try reader.expectEnd("SubjectPublicKeyInfo")
        } catch {
            throw CertificateError(error)
        }
        self.derBytes = derBytes
    }

    /// Which kind of key it is, as its algorithm identifier says.
    package enum Algorithm: Hashable, Sendable {
        case rsa
        /// A key for RSASSA-PSS alone; the parameters, where present, bind it to a hash. RFC 4055 §1.2.
        case rsaPSS(PSSParameters?)
        case ellipticCurve(EllipticCurve)
        /// Without parameters, those of the issuer's key hold. RFC 3279 §2.3.2.
        case dsa(DSAParameters?)
        case ed25519
        case ed448
        case unknown(OID)
    }

    /// Which kind of key it is; throws when the algorithm is known and its parameters are not.
    package var algorithm: Algorithm {
        get throws(CertificateError) { try element().0 }
    }

    /// The content of `subjectPublicKey`.
    package var keyBits: [UInt8] {
        get throws(CertificateError) { try element().1 }
    }

    private func element() throws(CertificateError) -> (Algorithm, [UInt8]) {
        do {
            var reader = DERReader(derBytes.span)
            var content = try reader.sequence("SubjectPublicKeyInfo")
            let identifier = try content.algorithm("algorithm")
            let algorithm = try content.keyAlgorithm(identifier)
            return (algorithm, content.array(try content.octetAlignedBitString("subjectPublicKey")))
        } catch {
            throw CertificateError(error)
        }
    }
}

extension DERReader {
    /// The next SubjectPublicKeyInfo, checked; its range.
    mutating func subjectPublicKeyInfo() throws(DERError) -> Range<Int> {
        let whole = try element(.sequence, "subjectPublicKeyInfo")
        var content = try inside(whole, "subjectPublicKeyInfo")
        _ = try content.algorithmIdentifier("algorithm")
        _ = try content.octetAlignedBitString("subjectPublicKey")
        try content.expectEnd("subjectPublicKeyInfo")
        return whole.range
    }

    /// What an algorithm identifier says of a key, public or private.
    package func keyAlgorithm(_ found: AlgorithmElement) throws(DERError) -> SubjectPublicKeyInfo.Algorithm {
        let start = found.range.lowerBound
        if isEqual(found.identifier, OID.rsaEncryption.content) {
            // RFC 3279 §2.3.1: the parameters are NULL.
            guard isAbsentOrNull(found.parameters) else { throw DERError(.malformedValue, in: "algorithm", at: start) }
            return .rsa
        }
        if isEqual(found.identifier, OID.rsassaPSS.content) {
            guard let parameters = found.parameters else { return .rsaPSS(nil) }
            return .rsaPSS(try pssParameters(parameters))
        }
        if isEqual(found.identifier, OID.ecPublicKey.content) {
            return .ellipticCurve(try namedCurve(found.parameters, at: start))
        }
        if isEqual(found.identifier, OID.dsa.content) {
            return .dsa(try dsaParameters(found.parameters, at: start))
        }
        let isEd25519 = isEqual(found.identifier, OID.ed25519.content)
        if isEd25519 || isEqual(found.identifier, OID.ed448.content) {
            // RFC 8410 §3: the parameters are absent.
            guard found.parameters == nil else { throw DERError(.malformedValue, in: "algorithm", at: start) }
            return isEd25519 ? .ed25519 : .ed448
        }
        return .unknown(OID(content: array(found.identifier)))
    }

    /// The curve of an EC key, which must be named. RFC 5480 §2.1.1 forbids the other two forms, and explicit parameters
    /// would let a peer choose the curve.
    package func namedCurve(_ parameters: DERElement?, at start: Int) throws(DERError) -> EllipticCurve {
        guard let parameters, parameters.tag == .objectIdentifier else {
            throw DERError(.unsupportedCurve, in: "ECParameters", at: start)
        }
        try checkObjectIdentifier(parameters, "namedCurve")
        for (curve, known) in Self.curves where isEqual(parameters.content, known.content) { return curve }
        throw DERError(.unsupportedCurve, in: "namedCurve", at: parameters.start)
    }

    static let curves: [(EllipticCurve, OID)] = [
        (.p256, .secp256r1), (.p384, .secp384r1), (.p521, .secp521r1),
    ]
}
