import TLSCertificates
import TLSKeyStores
import TLSPrimitives

extension Certificate {
    /// Opens a store and takes the certificate of a subject from it: a whole distinguished name, a part of one in any
    /// case, or `*` for the first.
    ///
    /// - Throws: 271 when the store cannot be opened, 272 when it has no such certificate.
    public init(
        storeType: CertStoreTypes, store: String, storePassword: String = "", subject: String = "*"
    ) throws(SSLError) {
        switch storeType {
        case .cstPEMKeyFile, .cstPublicKeyFile:
            self = try Self.open(file: store)
        case .cstPEMKeyBlob, .cstPublicKeyBlob:
            self = try Self.open(blob: Array(store.utf8))
        case .cstAuto:
            let looksLikePEM = store.contains("-----BEGIN")
            self = looksLikePEM ? try Self.open(blob: Array(store.utf8)) : try Self.open(file: store)
        case .cstUser, .cstMachine:
            throw SSLError(.cannotOpenCertificateStore, "the stores of Windows are not there on this system")
        default:
            throw SSLError(.cannotOpenCertificateStore, "stores of type \(storeType) are not read by this build")
        }
        guard fits(subject) else { throw SSLError(.cannotFindCertificate, escapeForLog(subject)) }
    }

    /// Opens a store by the number of its type.
    init(storeType: Int, store: String, storePassword: String, subject: String) throws(SSLError) {
        guard let type = CertStoreTypes(rawValue: storeType) else {
            throw SSLError(.invalidArgument, "\(storeType) is not a type of certificate store")
        }
        try self.init(storeType: type, store: store, storePassword: storePassword, subject: subject)
    }

    private func fits(_ wanted: String) -> Bool {
        guard wanted != "*" else { return true }
        return subject == wanted || subject.lowercased().contains(wanted.lowercased())
    }

    private static func open(file path: String) throws(SSLError) -> Certificate {
        let contents: Secret
        do {
            contents = try KeyStoreFile.read(path)
        } catch {
            throw SSLError(keyStore: error)
        }
        return try read(contents.span.octets)
    }

    private static func open(blob: [UInt8]) throws(SSLError) -> Certificate {
        try read(blob.span)
    }

    private static func read(_ bytes: Span<UInt8>) throws(SSLError) -> Certificate {
        do throws(KeyStoreError) {
            var certificates: [X509Certificate] = []
            var key: PrivateKey?
            for block in try KeyStoreBlock.blocks(in: bytes) {
                switch try block.read(bytes) {
                case .certificate(let certificate): certificates.append(certificate)
                case .privateKey(let found): key = key ?? found
                case .publicKey, .other: break
                }
            }
            guard let key, !certificates.isEmpty else { return Certificate(certificates: certificates) }
            return Certificate(identity: try TLSIdentity(certificateChain: certificates, privateKey: key))
        } catch {
            throw SSLError(keyStore: error)
        }
    }

    /// The certificates of a PEM text, with any other text between them.
    static func certificates(pem text: String, _ name: String) throws(SSLError) -> [X509Certificate] {
        let certificate = try read(Array(text.utf8).span)
        guard !certificate.isEmpty else {
            throw SSLError(.cannotOpenCertificateStore, "\(name) has no certificate")
        }
        return certificate.certificateChain
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
