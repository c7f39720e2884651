package import TLSPrimitives

extension SignatureSchemeRow.Key {
    /// The kind of key that schemes are matched with.
    package init(_ type: KeyType) {
        switch type {
        case .rsa: self = .rsa
        case .rsaPSS: self = .rsaPSS
        case .ec(let curve): self = .ec(curve)
        case .ed25519: self = .ed25519
        case .ed448: self = .ed448
        case .dsa: self = .dsa
        }
    }
}
