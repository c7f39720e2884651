import TLSPrimitives

/// The signed bytes of a list or response, the algorithm and the signature, as they lie in the whole.
package struct SignedPart: Sendable {
    package let content: ByteRange
    package let algorithm: ByteRange
    package let signature: ByteRange

    /// How it is signed; throws when that is not supported.
    func signatureAlgorithm(in bytes: [UInt8]) throws(CertificateError) -> SignatureAlgorithm {
        do {
            var reader = DERReader(bytes.span, algorithm.range)
            return try reader.signatureAlgorithm(try reader.algorithm("signatureAlgorithm"))
        } catch {
            throw CertificateError(error)
        }
    }

    /// Whether the signature was made with the private half of `key`.
    func isSigned(in bytes: [UInt8], by key: PublicKey) throws(CertificateError) -> Bool {
        let algorithm = try signatureAlgorithm(in: bytes)
        guard algorithm.fits(key.keyType) else { return false }
        let all = bytes.span.bytes
        do {
            return try key.verify(
                algorithm, signature: all.extracting(signature.range), of: all.extracting(content.range))
        } catch {
            throw CertificateError(.cryptographyFailed, field: "signatureValue", reason: "\(error)")
        }
    }
}

extension SignatureAlgorithm {
    /// Why nothing signed so is believed: MD5 never, SHA-1 only for those who ask for it. Nil when it is.
    func weakness(allowingSHA1: Bool) -> String? {
        switch hash {
        case .md5: "it is signed with MD5"
        case .sha1 where !allowingSHA1: "it is signed with SHA-1"
        default: nil
        }
    }
}
