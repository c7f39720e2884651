import TLSCertificates
import TLSKeyStores
import TLSPrimitives

/// The certificates and keys of a store, in its order.
struct StoreContents {
    private(set) var certificates: [X509Certificate] = []
    private var privateKeys: [PrivateKey] = []
    private var publicKeys: [SubjectPublicKeyInfo] = []

    /// What is taken from a store.
    enum Selection: Sendable {
        case identity(TLSIdentity)
        case certificates([X509Certificate])
        case key(Certificate.LoneKey)
    }

    /// Opens a store.
    init(_ origin: StoreOrigin) throws(SSLError) {
        switch origin.type {
        case .cstPEMKeyFile, .cstPublicKeyFile:
            try self.init(file: origin.store.text)
        case .cstPEMKeyBlob, .cstPublicKeyBlob:
            self = try origin.store.withBytes { bytes throws(SSLError) in try StoreContents(blob: bytes) }
        case .cstAuto:
            let isContent = origin.store.withBytes { StoreForm(of: $0) != nil }
            guard isContent else {
                try self.init(file: origin.store.text)
                return
            }
            self = try origin.store.withBytes { bytes throws(SSLError) in try StoreContents(blob: bytes) }
        case .cstUser, .cstMachine:
            throw SSLError(.cannotOpenCertificateStore, "the stores of Windows are not there on this system")
        default:
            throw SSLError(.cannotOpenCertificateStore, "stores of type \(origin.type) are not read by this build")
        }
    }

    /// Reads a file.
    init(file path: String) throws(SSLError) {
        let contents: Secret
        do {
            contents = try KeyStoreFile.read(path)
        } catch {
            throw SSLError(keyStore: error)
        }
        try read(contents.span.octets, place: path)
    }

    /// Reads bytes: PEM, DER, or the Base64 of either.
    init(blob: [UInt8]) throws(SSLError) {
        try self.init(blob: blob.span)
    }

    private init(blob: Span<UInt8>) throws(SSLError) {
        guard StoreForm(of: blob) == .base64, var decoded = try? Base64.decode(blob, blob.indices) else {
            try read(blob)
            return
        }
        let secret = Secret(wiping: &decoded)
        try read(secret.span.octets)
    }

    private mutating func read(_ bytes: Span<UInt8>, place: String = "") throws(SSLError) {
        do throws(KeyStoreError) {
            for block in try KeyStoreBlock.blocks(in: bytes) {
                switch try block.read(bytes) {
                case .certificate(let certificate): certificates.append(certificate)
                case .privateKey(let key): privateKeys.append(key)
                case .publicKey(let key): publicKeys.append(key)
                case .other: break
                }
            }
        } catch {
            throw SSLError(keyStore: error.within(place))
        }
    }

    /// The certificates, of which there must be one.
    func requireCertificates(_ name: String) throws(SSLError) -> [X509Certificate] {
        guard !certificates.isEmpty else {
            throw SSLError(.cannotOpenCertificateStore, "\(name) has no certificate")
        }
        return certificates
    }

    // MARK: Selecting

    /// What is meant, with its key and chain; nil when it is not there.
    ///
    /// Of several, the first with a private key is taken. `*` means a key too, where there is no certificate.
    func select(_ search: StoreSearch) throws(SSLError) -> Selection? {
        let hits = search.hits(in: certificates)
        guard let first = hits.first else { return search == .first ? loneKey : nil }
        for index in hits {
            guard let key = key(of: certificates[index]) else { continue }
            return .identity(try identity(chain(from: index), key))
        }
        // A key that is nobody's is a mistake that the error explains.
        if search == .first, let key = privateKeys.first { return .identity(try identity(chain(from: first), key)) }
        return .certificates(chain(from: first))
    }

    /// A certificate from elsewhere with its key of this store; nil when it is not there.
    func selectKey(of chain: [X509Certificate]) throws(SSLError) -> Selection? {
        guard let leaf = chain.first, let key = key(of: leaf) else { return nil }
        let own = certificates.firstIndex(of: leaf).map { self.chain(from: $0) } ?? []
        return .identity(try identity(chain.count > 1 || own.isEmpty ? chain : own, key))
    }

    private var loneKey: Selection? {
        if let key = privateKeys.first { return .key(.private(key)) }
        return publicKeys.first.map { .key(.public($0)) }
    }

    private func key(of certificate: X509Certificate) -> PrivateKey? {
        // The certificate's key is read once, however many keys there are to compare it with.
        guard !privateKeys.isEmpty, let certified = try? certificate.subjectPublicKeyInfo.legacyPublicKey else {
            return nil
        }
        return privateKeys.first { $0.publicKey == certified }
    }

    private func identity(_ chain: [X509Certificate], _ key: PrivateKey) throws(SSLError) -> TLSIdentity {
        do { return try TLSIdentity(certificateChain: chain, privateKey: key) } catch {
            throw SSLError(keyStore: error)
        }
    }

    /// A certificate and those that follow it. A store that begins with it is its chain as it stands; from one that is a
    /// collection each issuer is taken, as far as they go.
    private func chain(from index: Int) -> [X509Certificate] {
        guard index > 0 || privateKeys.count > 1 else { return certificates }
        var chain = [certificates[index]]
        while let last = chain.last, !last.isSelfIssued {
            guard let issuer = certificates.first(where: { $0.subject == last.issuer && !chain.contains($0) }) else {
                break
            }
            chain.append(issuer)
        }
        return chain
    }
}

/// What form a content has; nil for something else, such as a path.
private enum StoreForm {
    case pem
    case der
    case base64

    init?(of bytes: Span<UInt8>) {
        if (try? PEMReader.blocks(in: bytes))?.isEmpty == false {
            self = .pem
        } else if DERContent(detecting: bytes) != .unknown {
            self = .der
        } else if var decoded = try? Base64.decode(bytes, bytes.indices) {
            let isContent =
                DERContent(detecting: decoded.span) != .unknown
                || (try? PEMReader.blocks(in: decoded.span))?.isEmpty == false
            // There may be a private key in it.
            _ = Secret(wiping: &decoded)
            guard isContent else { return nil }
            self = .base64
        } else {
            return nil
        }
    }
}

extension SSLError {
    /// Why a store cannot be used.
    init(keyStore error: KeyStoreError) {
        let code: SSLErrorCode =
            switch error.code {
            case .missingCertificate: .cannotFindCertificate
            case .missingPrivateKey, .keyMismatch, .invalidKey: .cannotAcquireCredentials
            default: .cannotOpenCertificateStore
            }
        self.init(code, escapeForLog("\(error)"))
    }
}
