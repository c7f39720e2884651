extension PublicKey {
    /// A DSA key; the numbers are big-endian. RFC 3279 §2.3.2.
    package convenience init(dsa parameters: DSAParameters, value: RawSpan) throws(CryptoError) {
        let value = [UInt8](integer: value)
        let bits = try DSALimits.check(parameters, value: value)
        var components = KeyParameters()
        components.append(parameters)
        components.append("pub", integer: value.span.bytes)
        let key = try components.makeKey("DSA", isPair: false)
        self.init(.dsa(bits: bits), .dsa(parameters, value: value), key)
    }

    /// A DSA key's domain.
    package var dsaParameters: DSAParameters? {
        if case .dsa(let parameters, _) = components { parameters } else { nil }
    }
}

extension PrivateKey {
    /// A DSA key. Its public value is computed; one that is given must be the same. Refuses a private value of 0 or of the
    /// subprime and above, and numbers with which a signature does not verify.
    package convenience init(
        dsa parameters: DSAParameters, privateValue: RawSpan, publicValue: RawSpan?
    ) throws(CryptoError) {
        // Any number does for the first check of the others' sizes.
        _ = try DSALimits.check(parameters, value: parameters.generator)
        let value = try Self.publicValue(of: privateValue, parameters)
        if let publicValue, [UInt8](integer: publicValue) != value {
            throw CryptoError("DSA private key", reason: "the public key belongs to another private key")
        }
        let publicKey = try PublicKey(dsa: parameters, value: value.span.bytes)
        var components = KeyParameters()
        components.append(parameters)
        components.append("pub", integer: value.span.bytes)
        components.append("priv", integer: privateValue)
        self.init(try components.makeKey("DSA", isPair: true), publicKey)
        let signature = try sign(.dsa(.sha256), RawSpan())
        guard try publicKey.verify(.dsa(.sha256), signature: signature.span.bytes, of: RawSpan()) else {
            throw CryptoError("DSA private key", reason: "a signature with it does not verify")
        }
    }

    /// g to the power of the private value.
    private static func publicValue(
        of privateValue: RawSpan, _ parameters: DSAParameters
    ) throws(CryptoError) -> [UInt8] {
        guard privateValue.byteCount <= parameters.subprime.count + 1 else {
            throw CryptoError("DSA private key", reason: "the private value has no length of the subprime's")
        }
        let secret = try BigNumber(secret: privateValue)
        let subprime = try BigNumber(parameters.subprime.span.bytes)
        guard !secret.isZero && secret < subprime else {
            throw CryptoError("DSA private key", reason: "the private value is not between 1 and the subprime")
        }
        let generator = try BigNumber(parameters.generator.span.bytes)
        let prime = try BigNumber(parameters.prime.span.bytes)
        return try generator.raised(to: secret, modulo: prime, BigNumber.Arithmetic()).bytes()
    }

    /// A DSA key's private value, as long as the subprime; nil for other types.
    package func dsaPrivateValue() throws(CryptoError) -> Secret? {
        guard let parameters = publicKey.dsaParameters else { return nil }
        return try key.integer("priv").secret(padded: parameters.subprime.count)
    }
}

extension KeyParameters {
    fileprivate mutating func append(_ parameters: DSAParameters) {
        append("p", integer: parameters.prime.span.bytes)
        append("q", integer: parameters.subprime.span.bytes)
        append("g", integer: parameters.generator.span.bytes)
    }
}
