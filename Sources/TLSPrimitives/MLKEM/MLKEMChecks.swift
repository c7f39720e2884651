/// The checks of inputs. FIPS 203 §7.
extension MLKEM {
    /// The length, and that every coefficient is below q. FIPS 203 §7.2.
    func checkEncapsulationKey(_ key: RawSpan) throws(KeyAgreementError) {
        guard key.byteCount == encapsulationKeyLength else { throw .invalidPeerKey }
        let octets = key.octets
        var excess: UInt32 = 0
        for index in 0..<128 * rank {
            let bits =
                UInt32(octets[3 * index]) | UInt32(octets[3 * index + 1]) &<< 8 | UInt32(octets[3 * index + 2]) &<< 16
            // 767 more carries what is at least 3329 into the thirteenth bit.
            excess |= ((bits & 0xFFF) &+ 767) | ((bits &>> 12) &+ 767)
        }
        // FIPS 203 §7.2, check 2: the modulus.
        guard excess & 0x1000 == 0 else { throw .invalidPeerKey }
    }

    /// The length, and the hash of the encapsulation key inside. FIPS 203 §7.3.
    func checkDecapsulationKey(_ key: RawSpan, _ workspace: borrowing MLKEMWorkspace) throws(CryptoError) {
        guard key.byteCount == decapsulationKeyLength else {
            throw CryptoError("ML-KEM decapsulation", reason: "the key has another length than the parameter set's")
        }
        let start = 384 * rank
        let encapsulationKey = key.extracting(start..<start + encapsulationKeyLength)
        var hash: InlineArray<32, UInt8> = InlineArray(repeating: 0)
        var output = hash.mutableSpan
        workspace.hash(.sha3_256, encapsulationKey, RawSpan(), 32, into: &output)
        // FIPS 203 §7.3, check 3: the hash.
        guard ConstantTime.equal(output.bytes, key.extracting(last: 64).extracting(first: 32)) else {
            throw CryptoError("ML-KEM decapsulation", reason: "the key does not hold the hash of its public part")
        }
    }
}
