public import TLSPrimitives

/// What a public key is, by its algorithm and size; said of every key, usable or not.
public struct PublicKeyDescription: Hashable, Sendable {
    /// `RSA`, `RSASSA-PSS`, `EC`, `DSA`, `Ed25519`, `Ed448`, or the dotted identifier of another algorithm.
    public let algorithm: String
    /// The bits of the modulus, the curve or the encoded key; 0 when they cannot be told.
    public let bits: Int
}

/// The numbers of an RSAPublicKey as they lie in the bytes. RFC 8017 appendix A.1.1.
struct RSAPublicKeyElement {
    let modulus: Range<Int>
    let exponent: Range<Int>
}

extension DERReader {
    /// Reads an RSAPublicKey that fills the rest.
    mutating func rsaPublicKey() throws(DERError) -> RSAPublicKeyElement {
        var content = try sequence("RSAPublicKey")
        let modulus = try content.unsignedInteger("modulus")
        let exponent = try content.unsignedInteger("publicExponent")
        try content.expectEnd("RSAPublicKey")
        try expectEnd("RSAPublicKey")
        return RSAPublicKeyElement(modulus: modulus, exponent: exponent)
    }

    /// Refuses RSA numbers that cannot be right, or that cost too much, before libcrypto sees them.
    package func checkRSA(
        modulus: Range<Int>, exponent: Range<Int>, bits: ClosedRange<Int>
    ) throws(CertificateError) {
        let size = bitCount(modulus)
        guard bits.contains(size) else {
            throw CertificateError(
                .invalidKey, field: "modulus", offset: modulus.lowerBound,
                reason: "RSA keys of \(size) bits are refused; \(bits.lowerBound) to \(bits.upperBound) are taken")
        }
        let exponentBits = bitCount(exponent)
        let isOdd = [modulus, exponent].allSatisfy { number in number.last.map { bytes[$0] & 1 == 1 } ?? false }
        // 3 ≤ e: an odd number of at least two bits.
        guard isOdd, (2...Limits.rsaExponentBits).contains(exponentBits) else {
            throw CertificateError(
                .invalidKey, field: "publicExponent", offset: exponent.lowerBound,
                reason: "the modulus or the exponent is even, or the exponent is out of range")
        }
    }

    /// How many bits a number without leading zero octets has.
    func bitCount(_ number: Range<Int>) -> Int {
        guard let first = number.first else { return 0 }
        return number.count * 8 - bytes[first].leadingZeroBitCount
    }
}

extension SubjectPublicKeyInfo {
    /// The algorithm and size of the key.
    public var keyDescription: PublicKeyDescription {
        let (name, bits) =
            switch try? algorithm {
            case .rsa: ("RSA", modulusBits)
            case .rsaPSS: ("RSASSA-PSS", modulusBits)
            case .ellipticCurve(let curve): ("EC", curve.bitCount)
            case .dsa(let parameters): ("DSA", parameters?.bitCount ?? 0)
            case .ed25519: ("Ed25519", 256)
            case .ed448: ("Ed448", 456)
            case .unknown(let identifier): (identifier.description, ((try? keyBits.count) ?? 0) * 8)
            case nil: ("EC", 0)
            }
        return PublicKeyDescription(algorithm: name, bits: bits)
    }

    private var modulusBits: Int {
        guard let bits = try? keyBits else { return 0 }
        var reader = DERReader(bits.span)
        guard let key = try? reader.rsaPublicKey() else { return 0 }
        return DERReader(bits.span).bitCount(key.modulus)
    }

    /// The key, ready to verify with.
    ///
    /// Throws when its algorithm is not supported, its numbers cannot be right or its size is refused: RSA of 2048 to 8192
    /// bits with an odd exponent of at most 33, DSA of 1024 to 3072, named curves with uncompressed points.
    public var publicKey: PublicKey {
        get throws(CertificateError) { try publicKey(rsaBits: Limits.rsaModulusBits) }
    }

    /// The key, taking RSA keys of 1024 bits and more too, for those who ask for keys of old.
    package var legacyPublicKey: PublicKey {
        get throws(CertificateError) {
            try publicKey(rsaBits: Limits.rsaLegacyModulusBits...Limits.rsaModulusBits.upperBound)
        }
    }

    /// The key as an authority in a path has it: a DSA key without parameters has those of its issuer. RFC 3279 §2.3.2.
    func publicKey(inheritingFrom issuer: PublicKey?) throws(CertificateError) -> PublicKey {
        guard case .dsa(nil) = try algorithm, case .dsa(let parameters, _)? = issuer?.components else {
            return try legacyPublicKey
        }
        return try Self.dsaKey(try keyBits, parameters)
    }

    /// Whether the key is not whole without its issuer's.
    var inheritsParameters: Bool {
        if case .dsa(nil)? = try? algorithm { true } else { false }
    }

    /// Whether an RSA key's numbers can be right, without asking libcrypto.
    func checkRSANumbers() throws(CertificateError) {
        _ = try Self.rsaNumbers(
            try keyBits, modulusBits: Limits.rsaLegacyModulusBits...Limits.rsaModulusBits.upperBound)
    }

    private func publicKey(rsaBits: ClosedRange<Int>) throws(CertificateError) -> PublicKey {
        let bits = try keyBits
        switch try algorithm {
        case .rsa:
            return try Self.rsaKey(bits, modulusBits: rsaBits, isPSS: false)
        case .rsaPSS:
            return try Self.rsaKey(bits, modulusBits: rsaBits, isPSS: true)
        case .ellipticCurve(let curve):
            // RFC 5480 §2.2 allows compressed points; nobody issues them, and RFC 9846 §4.3.8.2 has none either.
            guard bits.count == curve.pointLength, bits.first == 0x04 else {
                throw Self.invalid("the point is not an uncompressed one of its curve")
            }
            return try Self.make { () throws(CryptoError) in try PublicKey(curve: curve, point: bits.span.bytes) }
        case .dsa(let parameters):
            return try Self.dsaKey(bits, parameters)
        case .ed25519:
            guard bits.count == 32 else { throw Self.invalid("the key does not have 32 bytes") }
            return try Self.make { () throws(CryptoError) in try PublicKey(ed25519: bits.span.bytes) }
        case .ed448:
            guard bits.count == 57 else { throw Self.invalid("the key does not have 57 bytes") }
            return try Self.make { () throws(CryptoError) in try PublicKey(ed448: bits.span.bytes) }
        case .unknown(let identifier):
            throw CertificateError(
                .unsupportedAlgorithm, field: "algorithm", reason: "keys of algorithm \(identifier) are not supported")
        }
    }

    /// Where the numbers of an RSA key are: checked, as far as that goes without arithmetic.
    private static func rsaNumbers(
        _ bits: [UInt8], modulusBits: ClosedRange<Int>
    ) throws(CertificateError) -> RSAPublicKeyElement {
        let key: RSAPublicKeyElement
        do {
            var reader = DERReader(bits.span)
            key = try reader.rsaPublicKey()
        } catch {
            throw CertificateError(error)
        }
        try DERReader(bits.span).checkRSA(modulus: key.modulus, exponent: key.exponent, bits: modulusBits)
        return key
    }

    private static func rsaKey(
        _ bits: [UInt8], modulusBits: ClosedRange<Int>, isPSS: Bool
    ) throws(CertificateError) -> PublicKey {
        let key = try rsaNumbers(bits, modulusBits: modulusBits)
        let modulus = Array(bits[key.modulus])
        let exponent = Array(bits[key.exponent])
        return try make { () throws(CryptoError) in
            try PublicKey(rsaModulus: modulus.span.bytes, exponent: exponent.span.bytes, isPSS: isPSS)
        }
    }

    static func invalid(_ reason: String) -> CertificateError {
        CertificateError(.invalidKey, field: "subjectPublicKey", reason: reason)
    }

    static func make(_ body: () throws(CryptoError) -> PublicKey) throws(CertificateError) -> PublicKey {
        do { return try body() } catch { throw invalid("libcrypto refuses the key: \(error)") }
    }
}
