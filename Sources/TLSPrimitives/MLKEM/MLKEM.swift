/// The parameter sets of ML-KEM that TLS uses. FIPS 203 §8.
package enum MLKEM: UInt8, Hashable, Sendable, CaseIterable {
    case mlkem768, mlkem1024

    /// k: the length of vectors.
    var rank: Int {
        switch self {
        case .mlkem768: 3
        case .mlkem1024: 4
        }
    }

    /// d_u: what is left of the bits of the ciphertext's vector.
    var vectorBits: Int {
        switch self {
        case .mlkem768: 10
        case .mlkem1024: 11
        }
    }

    /// d_v: what is left of the bits of the ciphertext's last polynomial.
    var scalarBits: Int {
        switch self {
        case .mlkem768: 4
        case .mlkem1024: 5
        }
    }

    /// 1184 or 1568 bytes. FIPS 203 §8, Table 3.
    package var encapsulationKeyLength: Int { 384 * rank + 32 }

    /// 2400 or 3168 bytes.
    package var decapsulationKeyLength: Int { 768 * rank + 96 }

    /// 1088 or 1568 bytes.
    package var ciphertextLength: Int { 32 * (vectorBits * rank + scalarBits) }

    package static let secretLength = 32

    /// libcrypto's name, where it has ML-KEM.
    var name: StaticString {
        switch self {
        case .mlkem768: "ML-KEM-768"
        case .mlkem1024: "ML-KEM-1024"
        }
    }
}

/// An encapsulation key to publish, and the decapsulation key that belongs to it.
package struct MLKEMKeyPair: ~Copyable, Sendable {
    package let encapsulationKey: [UInt8]
    package let decapsulationKey: Secret
}

/// A secret, and the ciphertext from which the holder of the decapsulation key learns it.
package struct MLKEMEncapsulation: ~Copyable, Sendable {
    package let ciphertext: [UInt8]
    package let secret: Secret
}
