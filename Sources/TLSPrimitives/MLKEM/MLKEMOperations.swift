/// ML-KEM with its random choices given: known answers, and what the random operations call. FIPS 203 §6.
extension MLKEM {
    /// ML-KEM.KeyGen_internal. FIPS 203 §6.1, Algorithm 16.
    package func generate(d: RawSpan, z: RawSpan) throws(CryptoError) -> MLKEMKeyPair {
        guard d.byteCount == 32 else { throw CryptoError("ML-KEM key generation", reason: "a seed is not 32 bytes") }
        // The rank takes part since the final standard. FIPS 203 §5.1, Algorithm 13, line 1.
        let rank: InlineArray<1, UInt8> = [UInt8(truncatingIfNeeded: rank)]
        let seeds = Secret(filling: 64) { seeds in
            MLKEMWorkspace(self).hash(.sha3_512, d, rank.span.bytes, 64, into: &seeds)
        }
        return try generate(
            matrixSeed: seeds.span.extracting(first: 32), noiseSeed: seeds.span.extracting(last: 32), z: z)
    }

    /// The rest of it, from where one of the seeds is public.
    package func generate(
        matrixSeed: RawSpan, noiseSeed: RawSpan, z: RawSpan
    ) throws(CryptoError) -> MLKEMKeyPair {
        guard matrixSeed.byteCount == 32, noiseSeed.byteCount == 32, z.byteCount == 32 else {
            throw CryptoError("ML-KEM key generation", reason: "a seed is not 32 bytes")
        }
        let workspace = MLKEMWorkspace(self)
        let keyStart = 384 * rank
        var encapsulationKey = [UInt8](repeating: 0, count: encapsulationKeyLength)
        let decapsulationKey = Secret(filling: decapsulationKeyLength) { bytes in
            var published = encapsulationKey.mutableSpan
            workspace.generate(
                matrixSeed: matrixSeed, noiseSeed: noiseSeed, encryptionKey: &published, decryptionKey: &bytes)
            for index in 0..<published.count { bytes[keyStart + index] = published[index] }
            let hashStart = keyStart + published.count
            var hash: InlineArray<32, UInt8> = InlineArray(repeating: 0)
            var hashSpan = hash.mutableSpan
            workspace.hash(.sha3_256, published.bytes, RawSpan(), 32, into: &hashSpan)
            for index in 0..<32 {
                bytes[hashStart + index] = hashSpan[index]
                bytes[hashStart + 32 + index] = z.octets[index]
            }
        }
        return MLKEMKeyPair(encapsulationKey: encapsulationKey, decapsulationKey: decapsulationKey)
    }

    /// ML-KEM.Encaps_internal, to a key that is checked first. FIPS 203 §6.2, Algorithm 17.
    package func encapsulate(to key: RawSpan, m: RawSpan) throws(KeyAgreementError) -> MLKEMEncapsulation {
        try checkEncapsulationKey(key)
        guard m.byteCount == 32 else {
            throw .crypto(CryptoError("ML-KEM encapsulation", reason: "the message is not 32 bytes"))
        }
        let workspace = MLKEMWorkspace(self)
        let hash = Secret(filling: 32) { workspace.hash(.sha3_256, key, RawSpan(), 32, into: &$0) }
        let derived = Secret(filling: 64) { workspace.hash(.sha3_512, m, hash.span, 64, into: &$0) }
        let ciphertext = [UInt8](filling: ciphertextLength) {
            workspace.encrypt(m, to: key, noiseSeed: derived.span.extracting(last: 32), into: &$0)
        }
        return MLKEMEncapsulation(
            ciphertext: ciphertext, secret: Secret(copying: derived.span.extracting(first: 32)))
    }

    /// ML-KEM.Decaps, with its checks. A ciphertext that nobody made for this key gives a secret that nobody can know.
    /// FIPS 203 §6.3, Algorithm 18; §7.3.
    package func decapsulate(_ ciphertext: RawSpan, with key: RawSpan) throws(KeyAgreementError) -> Secret {
        // FIPS 203 §7.3, check 1: the ciphertext's type.
        guard ciphertext.byteCount == ciphertextLength else { throw .invalidPeerKey }
        let workspace = MLKEMWorkspace(self)
        do throws(CryptoError) { try checkDecapsulationKey(key, workspace) } catch { throw .crypto(error) }
        let keyStart = 384 * rank
        let encapsulationKey = key.extracting(keyStart..<keyStart + encapsulationKeyLength)
        let hash = key.extracting(last: 64).extracting(first: 32)
        let message = Secret(filling: 32) { workspace.decrypt(ciphertext, with: key, into: &$0) }
        let derived = Secret(filling: 64) { workspace.hash(.sha3_512, message.span, hash, 64, into: &$0) }
        let rejected = Secret(filling: 32) {
            workspace.hash(.shake256, key.extracting(last: 32), ciphertext, 32, into: &$0)
        }
        let again = Secret(filling: ciphertextLength) {
            workspace.encrypt(
                message.span, to: encapsulationKey, noiseSeed: derived.span.extracting(last: 32), into: &$0)
        }
        let mask = differenceMask(ciphertext, again.span)
        return Secret(filling: 32) { secret in
            for index in 0..<32 {
                let (taken, other) = (derived.span.octets[index], rejected.span.octets[index])
                secret[index] = taken ^ (mask & (taken ^ other))
            }
        }
    }

    /// All ones when two strings of one length differ, or else zero; whether they do is secret.
    private func differenceMask(_ left: RawSpan, _ right: RawSpan) -> UInt8 {
        var difference: UInt8 = 0
        for index in 0..<left.byteCount { difference |= left.octets[index] ^ right.octets[index] }
        return 0 &- UInt8(truncatingIfNeeded: (UInt32(difference) &+ 255) &>> 8)
    }
}
