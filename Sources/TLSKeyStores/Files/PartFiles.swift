public import TLSCertificates
public import TLSPrimitives

/// Certificates alone, such as trusted authorities.
extension X509Certificate {
    /// Reads all certificates of a PEM text, or of the DER of one, in order. Throws when there is none.
    public static func certificates(in bytes: [UInt8]) throws(KeyStoreError) -> [X509Certificate] {
        var contents = KeyStoreContents()
        try contents.add(bytes.span)
        return try contents.requireCertificates()
    }

    /// Reads all certificates of a file, PEM or DER, in order. Throws when there is none.
    public static func certificates(file: String) throws(KeyStoreError) -> [X509Certificate] {
        var contents = KeyStoreContents()
        try contents.add(file: file)
        return try contents.requireCertificates()
    }
}

/// Private keys alone.
extension PrivateKey {
    /// Reads the one private key of a PEM text, or of DER: PKCS#8, PKCS#1 or SEC 1, not encrypted.
    public static func privateKey(in bytes: [UInt8]) throws(KeyStoreError) -> PrivateKey {
        var contents = KeyStoreContents()
        try contents.add(bytes.span)
        return try contents.requirePrivateKey()
    }

    /// Reads the one private key of a file, PEM or DER: PKCS#8, PKCS#1 or SEC 1, not encrypted.
    public static func privateKey(file: String) throws(KeyStoreError) -> PrivateKey {
        var contents = KeyStoreContents()
        try contents.add(file: file)
        return try contents.requirePrivateKey()
    }
}
