/// Identities from PEM texts and from files.
extension TLSIdentity {
    /// Reads a PEM text that holds a certificate chain, the end entity's certificate first, and one private key.
    public init(pem text: String) throws(KeyStoreError) {
        try self.init(pem: Array(text.utf8))
    }

    /// Reads the bytes of a PEM text that holds a certificate chain, the end entity's certificate first, and one private
    /// key.
    public init(pem bytes: [UInt8]) throws(KeyStoreError) {
        var contents = KeyStoreContents()
        try contents.add(bytes.span)
        try self.init(contents)
    }

    /// Reads a certificate chain, the end entity's certificate first, from one file and its private key from another. Either
    /// is PEM or DER; both may be the same file.
    public init(certificateFile: String, keyFile: String) throws(KeyStoreError) {
        var contents = KeyStoreContents()
        try contents.add(file: certificateFile)
        if keyFile != certificateFile { try contents.add(file: keyFile) }
        try self.init(contents)
    }

    private init(_ contents: KeyStoreContents) throws(KeyStoreError) {
        let chain = try contents.requireCertificates()
        try self.init(certificateChain: chain, privateKey: try contents.requirePrivateKey())
    }
}
