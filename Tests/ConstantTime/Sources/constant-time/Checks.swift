import TLSPrimitives

/// Runs of ML-KEM with its secrets marked.
enum Checks {
    /// From the seeds that key generation derives: the matrix's is published, the noise's and z are secret. How the two are
    /// derived is hashing, which decapsulation and encapsulation do with secrets as well.
    static func generate(_ parameters: MLKEM) throws -> MLKEMKeyPair {
        let noise = try Secret(random: 32), z = try Secret(random: 32), matrix = try Secret(random: 32)
        noise.span.makeSecret()
        z.span.makeSecret()
        let pair = try parameters.generate(matrixSeed: matrix.span, noiseSeed: noise.span, z: z.span)
        let published = pair.encapsulationKey
        published.span.bytes.makePublic()
        return pair
    }

    static func encapsulate(_ parameters: MLKEM, _ pair: borrowing MLKEMKeyPair) throws -> MLKEMEncapsulation {
        let message = try Secret(random: 32)
        message.span.makeSecret()
        let key = pair.encapsulationKey
        let encapsulation = try parameters.encapsulate(to: key.span.bytes, m: message.span)
        let published = encapsulation.ciphertext
        published.span.bytes.makePublic()
        return encapsulation
    }

    /// The decapsulation key is secret but for the public key and its hash in the middle.
    static func decapsulate(_ parameters: MLKEM, _ ciphertext: [UInt8], _ pair: borrowing MLKEMKeyPair) throws -> Secret
    {
        let key = pair.decapsulationKey.span
        let publicStart = key.byteCount - 64 - parameters.encapsulationKeyLength
        key.makeSecret()
        key.extracting(publicStart..<key.byteCount - 32).makePublic()
        return try parameters.decapsulate(ciphertext.span.bytes, with: key)
    }

    /// Everything for a parameter set; whether the secrets agree is told in public.
    static func run(_ parameters: MLKEM) throws -> Bool {
        let pair = try generate(parameters)
        let encapsulation = try encapsulate(parameters, pair)
        let ciphertext = encapsulation.ciphertext
        var altered = ciphertext
        altered[0] ^= 1
        let secret = try decapsulate(parameters, ciphertext, pair)
        let rejected = try decapsulate(parameters, altered, pair)
        guard secret.span.isSecret, rejected.span.isSecret, encapsulation.secret.span.isSecret else { return false }
        secret.span.makePublic()
        rejected.span.makePublic()
        encapsulation.secret.span.makePublic()
        return ConstantTime.equal(secret.span, encapsulation.secret.span)
            && !ConstantTime.equal(rejected.span, encapsulation.secret.span)
    }

    /// A branch on a secret, which has to be reported: otherwise the silence about the rest means nothing.
    static func leak() throws -> Int {
        let secret = try Secret(random: 32)
        secret.span.makeSecret()
        var odd = 0
        for index in 0..<secret.count where secret.span.octets[index] & 1 == 1 { print("odd at", index); odd += 1 }
        return odd
    }
}
