import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSNegotiation
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
            issuers: identity.certificateChain.map(\.issuer.derBytes))
    }
}
