extension MLKEM {
    /// A secret for the holder of the other half of a key, which is checked. FIPS 203 §7.2, Algorithm 20.
    package func encapsulate(to key: RawSpan) throws(KeyAgreementError) -> MLKEMEncapsulation {
        if LibcryptoMLKEM.isThere(self) { return try LibcryptoMLKEM.encapsulate(self, to: key) }
        let message: Secret
        do throws(CryptoError) { message = try Secret(random: 32) } catch { throw .crypto(error) }
        return try encapsulate(to: key, m: message.span)
    }

    /// A pair with bytes of ours. FIPS 203 §7.1, Algorithm 19.
    package func generate() throws(CryptoError) -> MLKEMKeyPair {
        let seeds = try Secret(random: 64)
        return try generate(d: seeds.span.extracting(first: 32), z: seeds.span.extracting(last: 32))
    }
}

/// A pair for one agreement: libcrypto's where it has ML-KEM, or else ours.
struct MLKEMPrivateKey: ~Copyable {
    private enum Holder: ~Copyable {
        case ours(Secret)
        case libcrypto(KeyHandle)
    }

    private let parameters: MLKEM
    private let holder: Holder
    /// What is sent to the peer.
    let encapsulationKey: [UInt8]

    init(generating parameters: MLKEM) throws(CryptoError) {
        self.parameters = parameters
        if LibcryptoMLKEM.isThere(parameters) {
            let key = try LibcryptoMLKEM.generate(parameters)
            encapsulationKey = try key.encodedPublicKey(parameters.encapsulationKeyLength)
            holder = .libcrypto(key)
        } else {
            let pair = try parameters.generate()
            encapsulationKey = pair.encapsulationKey
            holder = .ours(pair.decapsulationKey)
        }
    }

    /// The secret inside the peer's ciphertext. FIPS 203 §7.3, Algorithm 21.
    func decapsulate(_ ciphertext: RawSpan) throws(KeyAgreementError) -> Secret {
        switch holder {
        case .ours(let key): try parameters.decapsulate(ciphertext, with: key.span)
        case .libcrypto(let key): try LibcryptoMLKEM.decapsulate(parameters, ciphertext, with: key)
        }
    }
}
