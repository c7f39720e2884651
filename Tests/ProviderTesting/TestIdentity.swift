import TLSCertificates
package import TLSKeyStores
package import TLSPrimitives

/// Certificates with their keys, made when a test first needs them and shared by all: RSA keys take long to make.
package enum TestIdentity {
    private static let localhost = Result { try make("localhost") }
    private static let localhostRSA = Result { try make("localhost", .rsa(bits: 2048)) }
    private static let client = Result { try make("client.example") }

    /// For `localhost`, P-256.
    package static var identity: TLSIdentity { get throws { try localhost.get() } }
    /// For `localhost`, RSA.
    package static var rsa: TLSIdentity { get throws { try localhostRSA.get() } }
    /// For `client.example`, P-256.
    package static var ofClient: TLSIdentity { get throws { try client.get() } }

    /// A self-signed certificate for a name.
    package static func make(_ name: String, _ type: KeyType = .ec(.p256)) throws -> TLSIdentity {
        let key = try PrivateKey.generate(type)
        let contents = try CertificateContents.server(
            names: [name], notBefore: CertificateTime(secondsSinceEpoch: 1_700_000_000),
            notAfter: CertificateTime(secondsSinceEpoch: 4_000_000_000))
        return try TLSIdentity(
            certificateChain: [try CertificateIssuer.selfSigned(contents, key: key)], privateKey: key)
    }
}
