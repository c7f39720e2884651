package import TLSCertificates
import TLSHandshake
import TLSKeyStores
package import TLSNegotiation
import TLSPrimitives

extension Credential {
    /// A chain and key as the handshake wants them.
    init(identity: TLSIdentity) {
        let leaf = identity.certificateChain.first
        self.init(
            certificates: identity.certificateChain.map(\.derBytes),
            key: SignatureSchemeRow.Key(identity.privateKey.keyType),
            signer: identity.privateKey,
            matchesName: { name in leaf?.matches(serverName: name) ?? false },
            issuers: identity.certificateChain.map(\.issuer.derBytes), isBoundToIssuers: identity.isBoundToIssuers,
            uses: leaf.map(CertificateUse.init) ?? .any, keyExchanger: identity.privateKey,
            statements: CertificateStatements(
                ocspResponse: identity.ocspResponse, timestamps: identity.signedCertificateTimestamps))
    }
}

extension CertificateUse {
    /// What a certificate lets its key do in a handshake; everything, where it does not say. RFC 5246 §7.4.2.
    package init(_ certificate: X509Certificate) {
        do {
            self.init(try certificate.keyUsage)
        } catch {
            // One that cannot be read allows nothing.
            self = []
        }
    }
}
