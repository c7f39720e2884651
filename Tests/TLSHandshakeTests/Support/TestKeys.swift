import TLSMessages
import TLSNegotiation
import TLSPrimitives

@testable import TLSHandshake

/// Keys with something in a certificate's place: the handshake reads certificates by a closure, and knows no X.509.
struct TestKey: Sendable {
    let certificate: [UInt8]
    let credential: Credential
    let publicKey: PublicKey
    /// Nil for a key that signs nothing.
    let privateKey: PrivateKey?

    fileprivate init(_ number: UInt8, _ type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        certificate = [0xce, number]
        publicKey = key.publicKey
        privateKey = key
        credential = Credential(
            certificates: [certificate, [0xca]], key: SignatureSchemeRow.Key(type), signer: key,
            matchesName: { $0 == Array("a.example".utf8) }, issuers: [[0xca, number]],
            keyExchanger: DecryptingKey(key: key))
    }

    /// A key for static ECDH, which signs nothing.
    fileprivate init(_ number: UInt8, agreeingOn curve: EllipticCurve) throws {
        let key = try KeyAgreementKey(generating: GroupTable.algorithm(of: GroupTable.group(of: curve)) ?? .p256)
        certificate = [0xce, number]
        privateKey = nil
        let point = key.share
        publicKey = try PublicKey(curve: curve, point: point.span.bytes)
        credential = Credential(
            certificates: [certificate], key: .ec(curve), signer: NoSigner(), matchesName: { _ in true },
            uses: .keyAgreement, keyExchanger: StaticKey(key: key))
    }
}

enum TestKeys {
    static let rsa = Result { try TestKey(1, .rsa(bits: 2048)) }
    static let rsaPSS = Result { try TestKey(2, .rsaPSS(bits: 2048)) }
    static let p256 = Result { try TestKey(3, .ec(.p256)) }
    static let p384 = Result { try TestKey(4, .ec(.p384)) }
    static let ed25519 = Result { try TestKey(5, .ed25519) }
    static let client = Result { try TestKey(6, .ec(.p256)) }
    static let clientRSA = Result { try TestKey(7, .rsa(bits: 2048)) }
    static let agreeing = Result { try TestKey(8, agreeingOn: .p256) }

    private static let all = [rsa, rsaPSS, p256, p384, ed25519, client, clientRSA, agreeing]

    /// Reads what stands in a certificate's place.
    @Sendable static func read(_ chain: [[UInt8]]) throws(CertificateFault) -> PeerKey {
        for key in all {
            if let key = try? key.get(), key.certificate == chain.first { return PeerKey(key.publicKey) }
        }
        throw .malformed("no certificate of these tests")
    }

    /// The same for certificates with this key_usage.
    static func reader(_ uses: CertificateUse) -> PeerKeyReader {
        { (chain) throws(CertificateFault) in PeerKey(try read(chain).key, uses: uses) }
    }
}

/// A key that signs nothing.
private struct NoSigner: HandshakeSigner {
    func sign(_ algorithm: SignatureAlgorithm, _ message: RawSpan) throws(CryptoError) -> [UInt8] {
        throw CryptoError("signature", reason: "the key is for key agreement")
    }
}

/// A certificate's key to which premaster secrets are encrypted. RFC 5246 §7.4.7.1.
private struct DecryptingKey: StaticKeyExchange {
    let key: PrivateKey

    func premasterSecret(encrypted: RawSpan, clientVersion: UInt16) throws(KeyAgreementError) -> Secret {
        do throws(CryptoError) {
            return try key.decryptPremaster(encrypted, clientVersion: clientVersion)
        } catch {
            throw .crypto(error)
        }
    }

    func sharedSecret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        try key.sharedSecret(peerPoint: peerShare)
    }
}

/// A certificate's key in a key exchange. RFC 8422 §2.
private struct StaticKey: StaticKeyExchange, @unchecked Sendable {
    let key: KeyAgreementKey

    func premasterSecret(encrypted: RawSpan, clientVersion: UInt16) throws(KeyAgreementError) -> Secret {
        throw .invalidPeerKey
    }

    func sharedSecret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        try key.sharedSecret(peerShare: peerShare)
    }
}
