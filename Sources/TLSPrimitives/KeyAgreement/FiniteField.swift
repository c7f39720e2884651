internal import CLibcrypto

/// Pairs in the groups of RFC 7919 with a given exponent.
enum FiniteField {
    static func makeKey(_ algorithm: KeyAgreementAlgorithm, exponent: RawSpan) throws(CryptoError) -> KeyHandle {
        guard let group = algorithm.groupName, (1...algorithm.shareLength).contains(exponent.byteCount) else {
            throw CryptoError("finite field key", reason: "the exponent has no length of the group's")
        }
        // Any key of the group tells its prime and generator.
        let example = try unsafe ThreadScratch.current().pointee.keyAgreement(algorithm).generate()
        let prime = try example.integer("p")
        let generator = try example.integer("g")
        let secretExponent = try BigNumber(secret: exponent)
        let share = try BigNumber()
        let arithmetic = try BigNumber.Arithmetic()
        // SAFETY: all five objects outlive the call.
        try CryptoError.check(
            unsafe BN_mod_exp_mont_consttime(
                share.pointer, generator.pointer, secretExponent.pointer, prime.pointer, arithmetic.pointer, nil),
            "finite field key")
        let encoded = try share.bytes(padded: algorithm.shareLength)
        var parameters = KeyParameters()
        parameters.append("group", text: group)
        parameters.append("pub", integer: encoded.span.bytes)
        parameters.append("priv", integer: exponent)
        return try parameters.makeKey("DH", isPair: true)
    }
}
