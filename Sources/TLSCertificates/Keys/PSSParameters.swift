package import TLSPrimitives

/// The parameters of RSASSA-PSS. RFC 4055 §3.1.
///
/// Only the shape in use is taken: the mask is made with the same hash, and the trailer is the one there is.
package struct PSSParameters: Hashable, Sendable {
    package let hash: HashAlgorithm
    package let saltSize: Int
}

extension DERReader {
    /// Reads RSASSA-PSS-params. Fields that are left out have the defaults SHA-1, MGF1 with SHA-1 and 20.
    func pssParameters(_ element: DERElement) throws(DERError) -> PSSParameters {
        let field: StaticString = "RSASSA-PSS-params"
        guard element.tag == .sequence else { throw DERError(.unexpectedTag, in: field, at: element.start) }
        var content = try inside(element, field)
        var hash = HashAlgorithm.sha1
        var maskHash = HashAlgorithm.sha1
        var saltSize = 20
        if content.nextTag == .contextConstructed(0) {
            var wrapper = try content.constructed(.contextConstructed(0), field)
            hash = try wrapper.hashAlgorithm()
            try wrapper.expectEnd(field)
        }
        if content.nextTag == .contextConstructed(1) {
            var wrapper = try content.constructed(.contextConstructed(1), field)
            maskHash = try wrapper.maskHashAlgorithm()
            try wrapper.expectEnd(field)
        }
        if content.nextTag == .contextConstructed(2) {
            var wrapper = try content.constructed(.contextConstructed(2), field)
            saltSize = try wrapper.smallInteger("saltLength")
            try wrapper.expectEnd(field)
        }
        if content.nextTag == .contextConstructed(3) {
            var wrapper = try content.constructed(.contextConstructed(3), field)
            let trailer = try wrapper.smallInteger("trailerField")
            try wrapper.expectEnd(field)
            guard trailer == 1 else { throw DERError(.unsupportedParameters, in: "trailerField", at: element.start) }
        }
        try content.expectEnd(field)
        // One hash for the signature and the mask. RFC 4055 §3.1 recommends it, TLS demands it.
        guard hash == maskHash else {
            throw DERError(.unsupportedParameters, in: "maskGenAlgorithm", at: element.start)
        }
        guard saltSize <= Limits.pssSaltSize else {
            throw DERError(.limitExceeded, in: "saltLength", at: element.start)
        }
        return PSSParameters(hash: hash, saltSize: saltSize)
    }

    private mutating func hashAlgorithm() throws(DERError) -> HashAlgorithm {
        let found = try algorithm("hashAlgorithm")
        guard isAbsentOrNull(found.parameters) else {
            throw DERError(.malformedValue, in: "hashAlgorithm", at: found.range.lowerBound)
        }
        for (hash, identifier) in Self.hashes where isEqual(found.identifier, identifier.content) { return hash }
        throw DERError(.unsupportedHash, in: "hashAlgorithm", at: found.range.lowerBound)
    }

    private mutating func maskHashAlgorithm() throws(DERError) -> HashAlgorithm {
        let found = try algorithm("maskGenAlgorithm")
        guard isEqual(found.identifier, OID.mgf1.content), let parameters = found.parameters else {
            throw DERError(.unsupportedParameters, in: "maskGenAlgorithm", at: found.range.lowerBound)
        }
        var inner = DERReader(bytes, parameters.range)
        return try inner.hashAlgorithm()
    }

    static let hashes: [(HashAlgorithm, OID)] = [
        (.sha256, .sha256), (.sha384, .sha384), (.sha512, .sha512), (.sha224, .sha224), (.sha1, .sha1),
    ]
}
