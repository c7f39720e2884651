import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives

/// Self-signed identities, one of each kind of key, made once for all tests.
enum Identities {
    /// One kind of key, and a scheme it signs with.
    struct Kind: Sendable, CustomStringConvertible {
        let description: String
        let type: KeyType
        let scheme: SignatureScheme
    }

    static let kinds: [Kind] = [
        Kind(description: "RSA", type: .rsa(bits: 2048), scheme: .rsaPSSRSAESHA256),
        Kind(description: "RSA-PSS", type: .rsaPSS(bits: 2048), scheme: .rsaPSSPSSSHA256),
        Kind(description: "P-256", type: .ec(.p256), scheme: .ecdsaSecp256r1SHA256),
        Kind(description: "P-384", type: .ec(.p384), scheme: .ecdsaSecp384r1SHA384),
        Kind(description: "P-521", type: .ec(.p521), scheme: .ecdsaSecp521r1SHA512),
        Kind(description: "Ed25519", type: .ed25519, scheme: .ed25519),
        Kind(description: "Ed448", type: .ed448, scheme: .ed448),
    ]

    private static let ofKinds = kinds.map { kind in Result { try make("a.example", kind.type) } }

    static func of(_ kind: Kind) throws -> TLSIdentity {
        for (other, identity) in zip(kinds, ofKinds) where other.type == kind.type { return try identity.get() }
        return try make("a.example", kind.type)
    }

    private static let shared = Result { try make("a.example", .ec(.p256)) }
    private static let another = Result { try make("*.b.example", .ed25519) }
    private static let client = Result { try make("client.example", .ec(.p256)) }

    /// For `a.example`, P-256.
    static func server() throws -> TLSIdentity { try shared.get() }

    /// For every name below `b.example`, Ed25519.
    static func otherServer() throws -> TLSIdentity { try another.get() }

    /// For `client.example`, P-256.
    static func ofClient() throws -> TLSIdentity { try client.get() }

    static func make(_ name: String, _ type: KeyType, usage: KeyUsage? = nil) throws -> TLSIdentity {
        try make(name, key: try PrivateKey.generate(type), usage: usage)
    }

    static func make(_ name: String, key: PrivateKey, usage: KeyUsage? = nil) throws -> TLSIdentity {
        var contents = try CertificateContents.server(
            names: [name], notBefore: CertificateTime(secondsSinceEpoch: 1_700_000_000),
            notAfter: CertificateTime(secondsSinceEpoch: 4_000_000_000))
        if let usage { contents.keyUsage = usage }
        let certificate = try CertificateIssuer.selfSigned(contents, key: key)
        return try TLSIdentity(certificateChain: [certificate], privateKey: key)
    }
}
