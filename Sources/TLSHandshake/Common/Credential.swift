package import TLSMessages
package import TLSNegotiation
package import TLSPrimitives

/// A chain with its key: what a server or a client proves itself with.
package final class Credential: Sendable {
    /// DER certificates, leaf first.
    package let certificates: [[UInt8]]
    package let key: SignatureSchemeRow.Key
    package let signer: any HandshakeSigner
    /// Whether a server may present it under this name, as a client sends it.
    package let matchesName: @Sendable ([UInt8]) -> Bool
    /// The DER names of those who issued the chain's certificates, for a client to choose by.
    package let issuers: [[UInt8]]
    /// Shown only to peers that name one of the issuers.
    package let isBoundToIssuers: Bool
    /// What its certificate lets it do in a handshake of TLS 1.2.
    package let uses: CertificateUse
    /// What the key does beside signing; nil for one that only signs.
    package let keyExchanger: (any StaticKeyExchange)?
    /// The Certificate message of TLS 1.2, encoded once for all connections.
    package let certificateMessage12: HandshakeMessage
    /// The schemes it signs with, best first; nil leaves that to the settings.
    package let schemes: [SignatureScheme]?
    /// The Certificate message without a request context, encoded once for all connections: with each set of statements.
    private let messages: [StatementWish: CompressedForm]
    let traits: CertificateTraits
    let statements: CertificateStatements

    package init(
        certificates: [[UInt8]], key: SignatureSchemeRow.Key, signer: any HandshakeSigner,
        matchesName: @escaping @Sendable ([UInt8]) -> Bool, issuers: [[UInt8]] = [], isBoundToIssuers: Bool = false,
        uses: CertificateUse = .any, keyExchanger: (any StaticKeyExchange)? = nil, schemes: [SignatureScheme]? = nil,
        statements: CertificateStatements = CertificateStatements()
    ) {
        self.certificates = certificates
        self.key = key
        self.signer = signer
        self.matchesName = matchesName
        self.issuers = issuers
        self.isBoundToIssuers = isBoundToIssuers
        let uses = keyExchanger == nil ? uses.intersection(.digitalSignature) : uses
        self.uses = uses
        traits = CertificateTraits(key: key, uses: uses, schemes: schemes)
        self.keyExchanger = keyExchanger
        certificateMessage12 = HandshakeMessage(
            .certificate, Certificate12(certificates: certificates), Certificate12.codec)
        self.schemes = schemes
        self.statements = statements
        var messages: [StatementWish: CompressedForm] = [:]
        for wish in StatementWish.all where wish == statements.answer(to: wish) {
            messages[wish] = CompressedForm(of: Self.message(certificates, statements.limited(to: wish)))
        }
        self.messages = messages
    }

    /// Statements are about the leaf. RFC 9846 §4.5.1.1.
    private static func message(_ certificates: [[UInt8]], _ statements: CertificateStatements) -> HandshakeMessage {
        var entries = certificates.map { CertificateEntry(certificate: $0) }
        if let leaf = certificates.first {
            entries[0] = CertificateEntry(certificate: leaf, extensions: statements.extensions)
        }
        return HandshakeMessage(.certificate, Certificate(context: [], entries: entries), Certificate.codec)
    }

    /// What it signs with, for a peer that accepts these schemes; nil when there is nothing in common. RFC 9846 §4.3.3.
    func scheme(offered: [SignatureScheme], enabled: [SignatureScheme]) -> SignatureSchemeRow? {
        chooseSignatureScheme(offered: offered, enabled: schemes ?? enabled, key: key)
    }

    /// The Certificate message, or the shorter CompressedCertificate for a peer that takes these compressions.
    /// RFC 8879 §4.
    ///
    /// - Parameters:
    ///   - compressors: ours, best first.
    ///   - wish: the statements that the peer has asked for.
    package func certificateMessage(
        offered: [CertificateCompression]?, compressors: [CertificateCompressor], wish: StatementWish = StatementWish()
    ) -> HandshakeMessage {
        let answer = statements.answer(to: wish)
        let form = messages[answer] ?? CompressedForm(of: Self.message(certificates, statements.limited(to: answer)))
        guard let offered, let compressor = compressors.first(where: { offered.contains($0.algorithm) }) else {
            return form.original
        }
        return form.message(by: compressor) ?? form.original
    }
}

/// The first credential that can sign with one of the schemes; one of these authorities before all others.
func firstFitting(
    _ credentials: [Credential], authorities: [[UInt8]], schemes: [SignatureScheme], enabled: [SignatureScheme]
) -> (credential: Credential, scheme: SignatureSchemeRow)? {
    var first: (credential: Credential, scheme: SignatureSchemeRow)?
    for credential in credentials {
        guard let scheme = credential.scheme(offered: schemes, enabled: enabled) else { continue }
        if authorities.isEmpty || credential.issuers.contains(where: authorities.contains) {
            return (credential, scheme)
        }
        first = first ?? (credential, scheme)
    }
    return first
}

/// Signs the handshake: a private key, or whatever stands for one.
package protocol HandshakeSigner: Sendable {
    func sign(_ algorithm: SignatureAlgorithm, _ message: RawSpan) throws(CryptoError) -> [UInt8]
}

extension PrivateKey: HandshakeSigner {}

/// A certificate's key in the key exchanges of TLS 1.2 that have no other key of the server. RFC 5246 §7.4.7, RFC 8422 §2.
package protocol StaticKeyExchange: Sendable {
    /// The premaster secret that a client has encrypted, or a random one: whatever is wrong with it shows only later, and
    /// in no other way than a wrong Finished. RFC 5246 §7.4.7.1.
    func premasterSecret(encrypted: RawSpan, clientVersion: UInt16) throws(KeyAgreementError) -> Secret

    /// The secret with the peer whose point this is.
    func sharedSecret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret
}

extension PrivateKey: StaticKeyExchange {
    package func premasterSecret(
        encrypted: RawSpan, clientVersion: UInt16
    ) throws(KeyAgreementError) -> Secret {
        do throws(CryptoError) {
            return try decryptPremaster(encrypted, clientVersion: clientVersion)
        } catch {
            throw .crypto(error)
        }
    }

    package func sharedSecret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        try sharedSecret(peerPoint: peerShare)
    }
}
