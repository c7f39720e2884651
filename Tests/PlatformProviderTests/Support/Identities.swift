import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives

/// Self-signed identities, one of each kind of key, made once for all tests.
enum Identities {
    /// One kind of key, and the schemes it signs with in TLS 1.3.
    struct Kind: Sendable, CustomStringConvertible {
        let description: String
        let type: KeyType
        let schemes: [SignatureScheme]
    }

    static let kinds: [Kind] = [
        Kind(
            description: "RSA", type: .rsa(bits: 2048),
            schemes: [.rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512]),
        Kind(
            description: "RSA-PSS", type: .rsaPSS(bits: 2048),
            schemes: [.rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512]),
        Kind(description: "P-256", type: .ec(.p256), schemes: [.ecdsaSecp256r1SHA256]),
        Kind(description: "P-384", type: .ec(.p384), schemes: [.ecdsaSecp384r1SHA384]),
        Kind(description: "P-521", type: .ec(.p521), schemes: [.ecdsaSecp521r1SHA512]),
        Kind(description: "Ed25519", type: .ed25519, schemes: [.ed25519]),
        Kind(description: "Ed448", type: .ed448, schemes: [.ed448]),
    ]

    private static let ofKinds = kinds.map { kind in Result { try make("a.example", kind.type) } }

    static func of(_ kind: Kind) throws -> TLSIdentity {
        for (other, identity) in zip(kinds, ofKinds) where other.type == kind.type { return try identity.get() }
        return try make("a.example", kind.type)
    }

    private static let another = Result { try make("*.b.example", .ed25519) }
    private static let client = Result { try make("client.example", .ec(.p256)) }

    /// For `a.example`, P-256.
    static func server() throws -> TLSIdentity { try of(kinds[2]) }

    /// For `a.example`, RSA.
    static func rsaServer() throws -> TLSIdentity { try of(kinds[0]) }

    /// For every name below `b.example`, Ed25519.
    static func otherServer() throws -> TLSIdentity { try another.get() }

    /// For `client.example`, P-256.
    static func ofClient() throws -> TLSIdentity { try client.get() }

    static func make(_ name: String, _ type: KeyType) throws -> TLSIdentity {
        let key = try PrivateKey.generate(type)
        let contents = try CertificateContents.server(
            names: [name], notBefore: CertificateTime(secondsSinceEpoch: 1_700_000_000),
            notAfter: CertificateTime(secondsSinceEpoch: 4_000_000_000))
        let certificate = try CertificateIssuer.selfSigned(contents, key: key)
        return try TLSIdentity(certificateChain: [certificate], privateKey: key)
    }
}
