internal import CLibssl
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider

// SAFETY: the objects are made in `init`, counted by libcrypto and not changed after it; several threads may use them.
/// A certificate chain and key in libssl's hands.
@safe final class LoadedIdentity: @unchecked Sendable {
    private let leaf: OpaquePointer
    private let key: OpaquePointer
    /// The rest of the chain; nil when there is none.
    private let chain: OpaquePointer?
    let keyType: KeyType
    private let certificate: X509Certificate?

    init(_ identity: TLSIdentity) throws(TLSError) {
        clibssl_clear_errors()
        let key = try unsafe Self.readKey(identity.privateKey)
        unsafe self.key = key
        keyType = identity.privateKey.keyType
        certificate = identity.certificateChain.first
        var certificates: [OpaquePointer] = unsafe []
        for certificate in identity.certificateChain {
            guard let read = unsafe CertificateChain.parse(certificate.derBytes) else {
                for index in unsafe certificates.indices { unsafe X509_free(certificates[index]) }
                unsafe EVP_PKEY_free(key)
                throw LibsslErrors.refusal("the certificate of \(certificate.subject)", mend: "present another one")
            }
            unsafe certificates.append(read)
        }
        guard let leaf = unsafe certificates.first else {
            unsafe EVP_PKEY_free(key)
            throw TLSError(.invalidConfiguration, "an identity has no certificate: give it one")
        }
        unsafe self.leaf = leaf
        unsafe chain = certificates.count > 1 ? clibssl_chain_new() : nil
        for index in unsafe certificates.indices.dropFirst() {
            unsafe _ = clibssl_chain_append(chain, certificates[index])
        }
    }

    deinit {
        unsafe X509_free(leaf)
        unsafe EVP_PKEY_free(key)
        unsafe clibssl_chain_free(chain)
    }

    /// libssl reads keys as PKCS #8; the bytes are wiped as soon as it has.
    private static func readKey(_ privateKey: PrivateKey) throws(TLSError) -> OpaquePointer {
        let encoded: Secret
        do {
            encoded = try PKCS8Writer.write(privateKey)
        } catch {
            throw TLSError(.invalidConfiguration, "a private key cannot be handed to libssl: \(error)")
        }
        // SAFETY: the count is the buffer's; libcrypto moves its own copy of the pointer.
        let key = unsafe encoded.span.withUnsafeBytes { bytes in
            var next = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
            return unsafe d2i_AutoPrivateKey(nil, &next, bytes.count)
        }
        guard let key = unsafe key else {
            throw LibsslErrors.refusal("a private key of type \(privateKey.keyType)", mend: "take a key it knows")
        }
        return unsafe key
    }

    func matches(serverName: String) -> Bool {
        certificate?.matches(serverName: serverName) ?? false
    }

    /// Whether the key signs with this scheme in TLS 1.3. RFC 9846 §4.3.3.
    func signs(with scheme: SignatureScheme) -> Bool {
        switch keyType {
        case .rsa: [.rsaPSSRSAESHA256, .rsaPSSRSAESHA384, .rsaPSSRSAESHA512].contains(scheme)
        case .rsaPSS: [.rsaPSSPSSSHA256, .rsaPSSPSSSHA384, .rsaPSSPSSSHA512].contains(scheme)
        case .ec(.p256): scheme == .ecdsaSecp256r1SHA256
        case .ec(.p384): scheme == .ecdsaSecp384r1SHA384
        case .ec(.p521): scheme == .ecdsaSecp521r1SHA512
        case .ec: false
        case .ed25519: scheme == .ed25519
        case .ed448: scheme == .ed448
        // TLS 1.2 only.
        case .dsa: false
        }
    }

    /// libssl keeps one certificate for each of these kinds of keys; all curves share one place.
    var place: Int {
        switch keyType {
        case .rsa: 0
        case .rsaPSS: 1
        case .ec: 2
        case .ed25519: 3
        case .ed448: 4
        case .dsa: 5
        }
    }

    /// Presents this identity on every connection of a context.
    func install(in context: OpaquePointer) -> Bool {
        unsafe SSL_CTX_use_cert_and_key(context, leaf, key, chain, 1) == 1
    }

    /// Presents this identity on one connection.
    func install(on ssl: OpaquePointer) -> Bool {
        unsafe SSL_use_cert_and_key(ssl, leaf, key, chain, 1) == 1
    }
}
