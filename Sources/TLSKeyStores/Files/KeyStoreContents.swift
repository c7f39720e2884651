import TLSCertificates
import TLSPrimitives

/// The certificates and private keys of one or several files, in order.
struct KeyStoreContents {
    private(set) var certificates: [X509Certificate] = []
    private(set) var privateKeys: [PrivateKey] = []

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

    /// The same of a file.
    mutating func add(file path: String) throws(KeyStoreError) {
        let contents = try KeyStoreFile.read(path)
        do {
            try add(contents.span.octets)
        } catch {
            throw error.within(path)
        }
    }

    /// The certificates, of which there must be one.
    func requireCertificates() throws(KeyStoreError) -> [X509Certificate] {
        guard !certificates.isEmpty else {
            throw KeyStoreError(
                .missingCertificate, reason: "there is no certificate",
                advice: "add the BEGIN CERTIFICATE block, and those of its issuers after it")
        }
        return certificates
    }

    /// The one private key.
    func requirePrivateKey() throws(KeyStoreError) -> PrivateKey {
        guard let key = privateKeys.first else {
            throw KeyStoreError(
                .missingPrivateKey, reason: "there is no private key",
                advice: "add the BEGIN PRIVATE KEY block that belongs to the first certificate")
        }
        guard privateKeys.count == 1 else {
            throw KeyStoreError(
                .severalPrivateKeys, reason: "there are \(privateKeys.count) private keys",
                advice: "leave only the one that belongs to the first certificate")
        }
        return key
    }
}
