public import TLSCertificates

extension OCSPResponse {
    /// Reads the response in a file, which is DER.
    public init(file: String) throws(KeyStoreError) {
        let bytes = try KeyStoreFile.readPublic(file, limit: KeyStoreLimits.ocspResponseSize)
        do {
            try self.init(derBytes: bytes)
        } catch {
            throw KeyStoreError(error, place: file)
        }
    }
}
