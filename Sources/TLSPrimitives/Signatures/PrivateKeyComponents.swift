/// An RSA private key's numbers, big-endian. RFC 8017 A.1.2.
package struct RSAPrivateComponents: ~Copyable, Sendable {
    package let modulus: [UInt8]
    package let publicExponent: [UInt8]
    package let privateExponent: Secret
    package let prime1: Secret
    package let prime2: Secret
    package let exponent1: Secret
    package let exponent2: Secret
    package let coefficient: Secret
}

// MARK: - In

extension PrivateKey {
    /// An RSA key from its numbers, big-endian. RFC 8017 A.1.2.
    ///
    /// All five of the Chinese remainder form, or none of them (empty). Refused when they do not belong together, or when
    /// a signature with the key does not verify.
    package convenience init(
        rsaModulus modulus: RawSpan, publicExponent: RawSpan, privateExponent: RawSpan, prime1: RawSpan,
        prime2: RawSpan, exponent1: RawSpan, exponent2: RawSpan, coefficient: RawSpan, isPSS: Bool
    ) throws(CryptoError) {
        let publicKey = try PublicKey(rsaModulus: modulus, exponent: publicExponent, isPSS: isPSS)
        var parameters = KeyParameters()
        parameters.append("n", integer: modulus)
        parameters.append("e", integer: publicExponent)
        guard !privateExponent.isEmpty, privateExponent.byteCount <= modulus.byteCount + 1 else {
            throw CryptoError("RSA private key", reason: "the private exponent has no length of the modulus's")
        }
        parameters.append("d", integer: privateExponent)
        let hasRemainders = !prime1.isEmpty
        guard prime2.isEmpty != hasRemainders, exponent1.isEmpty != hasRemainders, exponent2.isEmpty != hasRemainders,
            coefficient.isEmpty != hasRemainders
        else { throw CryptoError("RSA private key", reason: "some of the primes and exponents are missing") }
        let longest = max(
            prime1.byteCount, prime2.byteCount, exponent1.byteCount, exponent2.byteCount, coefficient.byteCount)
        guard longest <= modulus.byteCount else {
            throw CryptoError("RSA private key", reason: "a number is longer than the modulus")
        }
        if hasRemainders {
            try RSAConsistency.check(
                modulus, publicExponent, privateExponent, prime1, prime2, exponent1, exponent2, coefficient)
            parameters.append("rsa-factor1", integer: prime1)
            parameters.append("rsa-factor2", integer: prime2)
            parameters.append("rsa-exponent1", integer: exponent1)
            parameters.append("rsa-exponent2", integer: exponent2)
            parameters.append("rsa-coefficient1", integer: coefficient)
        }
        let key = try parameters.makeKey(publicKey.keyType.name, isPair: true)
        self.init(key, publicKey)
        let algorithm: SignatureAlgorithm = isPSS ? .rsaPSS(.sha256) : .rsaPKCS1(.sha256)
        let signature = try sign(algorithm, RawSpan())
        guard try publicKey.verify(algorithm, signature: signature.span.bytes, of: RawSpan()) else {
            throw CryptoError("RSA private key", reason: "a signature with it does not verify")
        }
    }

    /// A key on a curve. The point is computed; one that is given must be the same. Refuses 0 and the order and above.
    package convenience init(curve: EllipticCurve, privateScalar: RawSpan, publicPoint: RawSpan?) throws(CryptoError) {
        let key = try curve.makeKey(scalar: privateScalar, point: publicPoint)
        let point = try key.encodedPublicKey(curve.pointLength)
        self.init(key, try PublicKey(curve: curve, point: point.span.bytes))
    }

    /// RFC 8032 §5.1.5.
    package convenience init(ed25519Seed seed: RawSpan) throws(CryptoError) {
        try self.init(.ed25519, seed: seed)
    }

    /// RFC 8032 §5.2.5.
    package convenience init(ed448Seed seed: RawSpan) throws(CryptoError) {
        try self.init(.ed448, seed: seed)
    }

    private convenience init(_ type: KeyType, seed: RawSpan) throws(CryptoError) {
        let key = try KeyHandle(rawPrivateKey: seed, type: type.name)
        let bytes = try key.rawPublicKey(type.rawLength)
        self.init(key, try PublicKey(type, raw: bytes.span.bytes))
    }
}

// MARK: - Out

extension PrivateKey {
    /// An RSA key's numbers, for a key file; nil for other types. Throws for a key without the Chinese remainder form.
    package func rsaComponents() throws(CryptoError) -> RSAPrivateComponents? {
        guard case .rsa(let modulus, let exponent) = publicKey.components else { return nil }
        return RSAPrivateComponents(
            modulus: modulus, publicExponent: exponent, privateExponent: try secret("d", modulus.count),
            prime1: try secret("rsa-factor1"), prime2: try secret("rsa-factor2"),
            exponent1: try secret("rsa-exponent1"), exponent2: try secret("rsa-exponent2"),
            coefficient: try secret("rsa-coefficient1"))
    }

    /// An EC key's scalar, as long as a coordinate; nil for other types. RFC 5915 §3.
    package func ecScalar() throws(CryptoError) -> Secret? {
        guard case .ec(let curve) = keyType else { return nil }
        return try secret("priv", curve.coordinateLength)
    }

    /// An Ed25519 or Ed448 key's seed; nil for other types.
    package func edwardsSeed() throws(CryptoError) -> Secret? {
        switch keyType {
        case .ed25519, .ed448: try key.rawPrivateKey(keyType.rawLength)
        case .rsa, .rsaPSS, .ec, .dsa: nil
        }
    }

    private func secret(_ name: StaticString, _ length: Int? = nil) throws(CryptoError) -> Secret {
        let number = try key.integer(name)
        return try number.secret(padded: length ?? number.byteCount)
    }
}
