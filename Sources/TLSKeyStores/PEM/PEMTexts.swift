public import TLSCertificates
public import TLSPrimitives

extension X509Certificate {
    /// The certificate as a PEM text. RFC 7468 §5.
    public var pemText: String { PEMWriter.text(PEMForm.certificate, derBytes.span) }
}

extension SubjectPublicKeyInfo {
    /// The key as a PEM text. RFC 7468 §13.
    public var pemText: String { PEMWriter.text(PEMForm.publicKey, derBytes.span) }
}

extension PublicKey {
    /// The key as a PEM text. RFC 7468 §13.
    public var pemText: String { SubjectPublicKeyInfo(self).pemText }
}

extension PrivateKey {
    /// The key as an unencrypted PEM text, PKCS#8. RFC 7468 §10. Whoever has it has the key.
    ///
    /// Throws when libcrypto does not give the key out.
    public func exportPEM() throws(KeyStoreError) -> String {
        let secret = try PKCS8Writer.write(self)
        return PEMWriter.text(PEMForm.privateKey, secret.span.octets)
    }
}
