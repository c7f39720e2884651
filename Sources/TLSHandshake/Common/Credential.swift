package import TLSMessages
package import TLSNegotiation
package import TLSPrimitives

/// A chain with its key: what a server or a client proves itself with.
package struct Credential: Sendable {
    /// DER certificates, leaf first.
    package let certificates: [[UInt8]]
    package let key: SignatureSchemeRow.Key
    package let signer: any HandshakeSigner
    /// Whether a server may present it under this name.
    package let matchesName: @Sendable (String) -> Bool
    /// The DER names of those who issued the chain's certificates, for a client to choose by.
    package let issuers: [[UInt8]]
    /// The Certificate message without a request context, encoded once for all connections.
    private let certificateMessage: HandshakeMessage
    private let compressedForm: CompressedForm

    package init(
        certificates: [[UInt8]], key: SignatureSchemeRow.Key, signer: any HandshakeSigner,
        matchesName: @escaping @Sendable (String) -> Bool, issuers: [[UInt8]] = []
    ) {
        self.certificates = certificates
        self.key = key
        self.signer = signer
        self.matchesName = matchesName
        self.issuers = issuers
        let message = Certificate(context: [], entries: certificates.map { CertificateEntry(certificate: $0) })
        certificateMessage = HandshakeMessage(.certificate, message, Certificate.codec)
        compressedForm = CompressedForm(of: certificateMessage)
    }

    /// The Certificate message, or the shorter CompressedCertificate for a peer that takes these compressions.
    /// RFC 8879 §4.
    package func certificateMessage(offered: [CertificateCompression]?, compresses: Bool) -> HandshakeMessage {
        guard compresses, offered?.contains(.zlib) ?? false else { return certificateMessage }
        return compressedForm.message ?? certificateMessage
    }
}

/// Signs the handshake: a private key, or whatever stands for one.
package protocol HandshakeSigner: Sendable {
    func sign(_ algorithm: SignatureAlgorithm, _ message: RawSpan) throws(CryptoError) -> [UInt8]
}

extension PrivateKey: HandshakeSigner {}
