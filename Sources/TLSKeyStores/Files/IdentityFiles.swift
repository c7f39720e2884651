import TLSCertificates
import TLSPrimitives

/// Identities from PEM texts and from files.
extension TLSIdentity {
    /// Reads a PEM text that holds a certificate chain, the end entity's certificate first, and one private key.
    public init(pem text: String) throws(KeyStoreError) {
        try self.init(pem: Array(text.utf8))
    }

    /// Reads the bytes of a PEM text that holds a certificate chain, the end entity's certificate first, and one private
    /// key.
    public init(pem bytes: [UInt8]) throws(KeyStoreError) {
        var contents = IdentityContents()
        try contents.add(bytes.span)
        try self.init(contents)
    }

    /// Reads a certificate chain, the end entity's certificate first, from one file and its private key from another. Either
    /// is PEM or DER; both may be the same file.
    public init(certificateFile: String, keyFile: String) throws(KeyStoreError) {
        var contents = IdentityContents()
        try contents.add(file: certificateFile)
        if keyFile != certificateFile { try contents.add(file: keyFile) }
        try self.init(contents)
    }

    private init(_ contents: consuming IdentityContents) throws(KeyStoreError) {
        guard !contents.certificates.isEmpty else {
            throw KeyStoreError(
                .missingCertificate, reason: "there is no certificate",
                advice: "add the BEGIN CERTIFICATE block of the server, then those of its issuers")
        }
        guard let key = contents.privateKeys.first else {
            throw KeyStoreError(
                .missingPrivateKey, reason: "there is no private key",
                advice: "add the BEGIN PRIVATE KEY block that belongs to the first certificate")
        }
        guard contents.privateKeys.count == 1 else {
            throw KeyStoreError(
                .severalPrivateKeys, reason: "there are \(contents.privateKeys.count) private keys",
                advice: "leave only the one that belongs to the first certificate")
        }
        try self.init(certificateChain: contents.certificates, privateKey: key)
    }
}

/// What the files of an identity bring together.
private struct IdentityContents {
    var certificates: [X509Certificate] = []
    var privateKeys: [PrivateKey] = []

    /// Adds all certificates and private keys; whatever else is there is skipped.
    mutating func add(_ bytes: Span<UInt8>) throws(KeyStoreError) {
        for block in try KeyStoreBlock.blocks(in: bytes) {
            switch try block.read(bytes) {
            case .certificate(let certificate): certificates.append(certificate)
            case .privateKey(let key): privateKeys.append(key)
            case .publicKey, .other: break
            }
        }
    }

    mutating func add(file path: String) throws(KeyStoreError) {
        let contents = try KeyStoreFile.read(path)
        do {
            try add(contents.span.octets)
        } catch {
            throw error.within(path)
        }
    }
}
