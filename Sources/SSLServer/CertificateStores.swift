import TLSCertificates
import TLSPrimitives

/// Certificates from stores.
extension Certificate {
    /// Opens a store and takes the certificate of a subject from it: a whole distinguished name, or else a part of one in any
    /// case. `*` is the first that has a private key, or else the first; `Thumbprint=` and hexadecimal is the one with that
    /// MD5, SHA-1 or SHA-256 hash.
    ///
    /// - Parameters:
    ///   - store: A path for the types of files, the content for the others. Content may be in Base64.
    ///   - configurationString: Lines of `name=value`. `Thumbprint` selects the certificate by its hash;
    ///     `PersistPFXKey` and `UseInternalSecurityAPI` are known and change nothing here.
    /// - Throws: 271 when the store cannot be opened, 272 when it has no such certificate.
    public init(
        storeType: CertStoreTypes, store: String, storePassword: String = "", subject: String = "*",
        configurationString: String = ""
    ) throws(SSLError) {
        try self.init(storeType, KeptText(store), storePassword, subject, configurationString)
    }

    /// The same with the bytes of a store.
    public init(
        storeType: CertStoreTypes, store: [UInt8], storePassword: String = "", subject: String = "*",
        configurationString: String = ""
    ) throws(SSLError) {
        try self.init(storeType, KeptText(bytes: store), storePassword, subject, configurationString)
    }

    /// Takes a certificate, in PEM, DER or Base64, and looks for its private key in a store. Where that is not found,
    /// ``subject`` is empty and the certificate cannot serve.
    ///
    /// - Throws: 271 when the store cannot be opened or the certificate cannot be read.
    public init(
        storeType: CertStoreTypes, store: String, storePassword: String = "", encoded: [UInt8]
    ) throws(SSLError) {
        self.init()
        origin = StoreOrigin(type: storeType, store: KeptText(store), password: KeptText(storePassword))
        try setEncodedB(encoded)
    }

    /// The same with the bytes of a store.
    public init(
        storeType: CertStoreTypes, store: [UInt8], storePassword: String = "", encoded: [UInt8]
    ) throws(SSLError) {
        self.init()
        origin = StoreOrigin(type: storeType, store: KeptText(bytes: store), password: KeptText(storePassword))
        try setEncodedB(encoded)
    }

    /// Reads the certificates of a file, PEM or DER. There is no key with them.
    ///
    /// - Throws: 271 when it cannot be read or has no certificate.
    public init(certificateFile: String) throws(SSLError) {
        let contents = try StoreContents(file: certificateFile)
        self.init(certificates: try contents.requireCertificates(escapeForLog(certificateFile)))
        origin = StoreOrigin(type: .cstPublicKeyFile, store: KeptText(certificateFile))
    }

    /// Reads a certificate, in PEM, DER or Base64. There is no key with it.
    ///
    /// - Throws: 271 when it cannot be read.
    public init(encoded: [UInt8]) throws(SSLError) {
        self.init(certificates: try StoreContents(blob: encoded).requireCertificates("what is encoded"))
    }

    /// Opens a store by the number of its type.
    init(storeType: Int, store: String, storePassword: String, subject: String) throws(SSLError) {
        guard let type = CertStoreTypes(rawValue: storeType) else {
            throw SSLError(.invalidArgument, "\(storeType) is not a type of certificate store")
        }
        try self.init(storeType: type, store: store, storePassword: storePassword, subject: subject)
    }

    private init(
        _ type: CertStoreTypes, _ store: KeptText, _ password: String, _ subject: String, _ configuration: String
    ) throws(SSLError) {
        self.init()
        origin = StoreOrigin(type: type, store: store, password: KeptText(password))
        let search = try Self.thumbprint(in: configuration).map(StoreSearch.init(thumbprint:)) ?? StoreSearch(subject)
        guard let found = try StoreContents(origin).select(search) else {
            throw SSLError(.cannotFindCertificate, escapeForLog(subject))
        }
        take(found)
    }

    /// The hash in a configuration string, all of which has to be known.
    private static func thumbprint(in configuration: String) throws(SSLError) -> String? {
        var thumbprint: String?
        for line in configuration.split(whereSeparator: \.isNewline) {
            let option = ConfigString(String(line))
            switch option.name.lowercased() {
            case "thumbprint": thumbprint = option.value
            case "persistpfxkey", "useinternalsecurityapi":
                _ = try Setting.readBool(option.name, option.value ?? "")
            default:
                throw SSLError(.invalidArgument, "\(escapeForLog(option.name)) is not an option of certificates")
            }
        }
        return thumbprint
    }

    /// The certificates of a PEM text, with any other text between them.
    static func certificates(pem text: String, _ name: String) throws(SSLError) -> [X509Certificate] {
        do throws(SSLError) {
            return try StoreContents(blob: Array(text.utf8)).requireCertificates(name)
        } catch {
            guard !error.detail.contains(name) else { throw error }
            throw SSLError(error.code, "\(name): \(error.detail)")
        }
    }
}
