public import TLSCertificates
public import TLSKeyStores
import TLSPrimitives

/// A certificate, with its chain and private key where they are known: what a server serves with.
///
/// It is selected from a store, by an initializer or by ``setSubject(_:)`` and ``setEncoded(_:)``, and then told by its
/// fields. A field that says nothing here is empty, 0 or false; so is one whose extension is malformed.
public struct Certificate: Sendable {
    /// The chain and the key to serve with; nil when there is no key.
    public private(set) var identity: TLSIdentity?
    /// The certificate and those that follow it in its store, leaf first; empty for an empty certificate.
    public private(set) var certificateChain: [X509Certificate]
    /// The key of a store that has keys alone.
    private(set) var loneKey: LoneKey?
    /// Where it is looked for.
    var origin = StoreOrigin()
    /// Whether its key was looked for in the store and not found: then the class shows no subject.
    private var missesKey = false

    /// A key without a certificate.
    enum LoneKey: Sendable {
        case `private`(PrivateKey)
        case `public`(SubjectPublicKeyInfo)
    }

    /// An empty certificate: every field has its default.
    public init() {
        identity = nil
        certificateChain = []
    }

    /// A certificate that can serve.
    public init(identity: TLSIdentity) {
        self.identity = identity
        certificateChain = identity.certificateChain
    }

    /// Certificates without a key, leaf first: they cannot serve.
    init(certificates: [X509Certificate]) {
        identity = nil
        certificateChain = certificates
    }

    /// Takes what was found in the store, or nothing.
    mutating func take(_ found: StoreContents.Selection?, missesKey: Bool = false) {
        identity = nil
        certificateChain = []
        loneKey = nil
        self.missesKey = missesKey
        switch found {
        case .identity(let found):
            identity = found
            certificateChain = found.certificateChain
        case .certificates(let found): certificateChain = found
        case .key(let found): loneKey = found
        case nil: break
        }
    }

    /// Whether the private key is there, so that the certificate can serve.
    public var privateKeyAvailable: Bool { usablePrivateKey != nil }

    /// Whether there is no certificate at all. There may be a key.
    public var isEmpty: Bool { certificateChain.isEmpty }

    /// The certificate's subject, such as `CN=www.example.com, O="Example, Inc.", C=US`; empty when there is no certificate,
    /// or when ``setEncoded(_:)`` did not find its key.
    public var subject: String { missesKey ? "" : certificateChain.first?.subject.description ?? "" }

    /// The certificate's issuer; empty when there is no certificate.
    public var issuer: String { certificateChain.first?.issuer.description ?? "" }

    /// The private key, whether or not a certificate belongs to it.
    var usablePrivateKey: PrivateKey? {
        if case .private(let key) = loneKey { key } else { identity?.privateKey }
    }

    /// What to serve with.
    func servingIdentity() throws(SSLError) -> TLSIdentity {
        guard let identity else {
            throw isEmpty
                ? SSLError(.cannotFindCertificate, "no certificate is selected")
                : SSLError(.cannotAcquireCredentials, "the certificate has no private key")
        }
        return identity
    }
}
