public import TLSCertificates

/// Revocation lists out of files, which may be longer than those of keys.
extension CertificateRevocationList {
    /// Reads all revocation lists of a PEM text, or of the DER of one, in order. Throws when there is none.
    public static func revocationLists(in bytes: [UInt8]) throws(KeyStoreError) -> [CertificateRevocationList] {
        guard bytes.first != DERTag.sequence.rawValue else { return [try read(bytes, place: "")] }
        var lists: [CertificateRevocationList] = []
        for block in try PEMReader.blocks(in: bytes.span, limit: KeyStoreLimits.revocationFileSize)
        where block.label == PEMForm.revocationList {
            guard !block.hasHeader else {
                throw KeyStoreError(
                    .malformed, place: block.place, reason: "the block has a header, which only keys may have")
            }
            lists.append(try read(try block.decode(bytes.span), place: block.place))
        }
        guard !lists.isEmpty else {
            throw KeyStoreError(
                .missingRevocationList, reason: "there is no revocation list",
                advice: "a list in PEM has a line -----BEGIN X509 CRL-----")
        }
        return lists
    }

    /// Reads all revocation lists of a file, PEM or DER, in order. Throws when there is none.
    public static func revocationLists(file: String) throws(KeyStoreError) -> [CertificateRevocationList] {
        let bytes = try KeyStoreFile.readPublic(file, limit: KeyStoreLimits.revocationFileSize)
        do {
            return try revocationLists(in: bytes)
        } catch {
            throw error.within(file)
        }
    }

    private static func read(_ bytes: [UInt8], place: String) throws(KeyStoreError) -> CertificateRevocationList {
        do {
            return try CertificateRevocationList(derBytes: bytes)
        } catch {
            throw KeyStoreError(error, place: place)
        }
    }
}
