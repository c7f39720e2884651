/// Pairs in the groups of RFC 7919 with a given exponent.
enum FiniteField {
    static func makeKey(_ algorithm: KeyAgreementAlgorithm, exponent: RawSpan) throws(CryptoError) -> KeyHandle {
        guard let group = algorithm.groupName, (1...algorithm.shareLength).contains(exponent.byteCount) else {
            throw CryptoError("finite field key", reason: "the exponent has no length of the group's")
        }
        // SAFETY: the scratch is the calling thread's.
        let contexts = try unsafe ThreadScratch.current().pointee.keyAgreement(algorithm)
        let prime = try contexts.integer("p")
        let generator = try contexts.integer("g")
        let share = try generator.raised(
            to: try BigNumber(secret: exponent), modulo: prime, try BigNumber.Arithmetic())
        let encoded = try share.bytes(padded: algorithm.shareLength)
        var parameters = KeyParameters()
        parameters.append("group", text: group)
        parameters.append("pub", integer: encoded.span.bytes)
        parameters.append("priv", integer: exponent)
        return try parameters.makeKey("DH", isPair: true)
    }
}
