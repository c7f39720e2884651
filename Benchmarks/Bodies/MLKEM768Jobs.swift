import TLSPrimitives

/// ML-KEM-768's operations as the hybrid groups call them, for the benchmarks: the package has no such interface.
public struct MLKEM768Jobs: ~Copyable {
    private let pair: MLKEMKeyPair
    private let ciphertext: [UInt8]

    /// Makes the key and the ciphertext that the jobs use.
    public init() throws {
        let pair = try MLKEM.mlkem768.generate()
        let published = pair.encapsulationKey
        ciphertext = try MLKEM.mlkem768.encapsulate(to: published.span.bytes).ciphertext
        self.pair = pair
    }

    /// Makes a pair of keys.
    public func generate() throws {
        _ = try MLKEM.mlkem768.generate()
    }

    /// Reads the key, checks it and makes a ciphertext for it.
    public func encapsulate() throws {
        _ = try MLKEM.mlkem768.encapsulate(to: pair.encapsulationKey.span.bytes)
    }

    /// Learns the secret of the ciphertext.
    public func decapsulate() throws {
        _ = try MLKEM.mlkem768.decapsulate(ciphertext.span.bytes, with: pair.decapsulationKey.span)
    }
}
