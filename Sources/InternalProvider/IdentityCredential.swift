package import TLSCertificates
import TLSHandshake
import TLSKeyStores
package import TLSNegotiation
import TLSPrimitives

extension Credential {
    /// A chain and key as the handshake wants them.
    convenience init(identity: TLSIdentity) {
        let leaf = identity.certificateChain.first
        let hosts = leaf.map(hosts(of:)) ?? []
        self.init(
            certificates: identity.certificateChain.map(\.derBytes),
            key: SignatureSchemeRow.Key(identity.privateKey.keyType),
            signer: identity.privateKey,
            // Most clients name one of the certificate's hosts, letter by letter.
            matchesName: { name in
                hosts.contains(name) || leaf?.matches(serverName: String(decoding: name, as: UTF8.self)) ?? false
            },
            issuers: identity.certificateChain.map(\.issuer.derBytes), isBoundToIssuers: identity.isBoundToIssuers,
            uses: leaf.map(CertificateUse.init) ?? .any, keyExchanger: identity.privateKey,
            statements: CertificateStatements(
                ocspResponse: identity.ocspResponse, timestamps: identity.signedCertificateTimestamps))
    }
}

/// The hosts in a certificate's own words, in lower case, that it is for: its first ones, and not those which wildcards stand
/// for.
private func hosts(of certificate: X509Certificate) -> [[UInt8]] {
    // One whose names cannot be read is for no host.
    let names = (try? certificate.subjectAlternativeNames) ?? []
    let hosts = names.prefix(8).compactMap { name in
        if case .dnsName(let host) = name { host.lowercased() } else { nil }
    }
    return hosts.filter(certificate.matches(serverName:)).map { Array($0.utf8) }
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
