import TLSCertificates
import TLSPrimitives

/// What the labels of PEM blocks stand for. RFC 7468 §4, and the traditional ones of OpenSSL.
enum PEMForm {
    static let certificate = "CERTIFICATE"
    static let privateKey = "PRIVATE KEY"
    static let publicKey = "PUBLIC KEY"
    static let revocationList = "X509 CRL"

    /// Decodes a block; errors say which one it is.
    static func read(_ block: PEMBlock, _ text: Span<UInt8>) throws(KeyStoreError) -> KeyStoreItem {
        if let form = PrivateKeyForm(label: block.label) {
            return .privateKey(try readPrivateKey(block, form, text))
        }
        switch block.label {
        case certificate, "X509 CERTIFICATE":
            let bytes = try decode(block, text)
            do { return .certificate(try KeyStoreBlock.certificate(bytes)) } catch { throw error.within(block.place) }
        case publicKey:
            let bytes = try decode(block, text)
            do { return .publicKey(try KeyStoreBlock.publicKey(bytes)) } catch { throw error.within(block.place) }
        case "RSA PUBLIC KEY":
            return .publicKey(SubjectPublicKeyInfo(rsaPublicKey: try decode(block, text)))
        case "TRUSTED CERTIFICATE":
            throw unsupported(
                block, "certificates with OpenSSL's trust settings", "openssl x509 -in FILE -out FILE.pem")
        case "OPENSSH PRIVATE KEY":
            throw unsupported(block, "keys of this form", "openssl pkey or ssh-keygen -p -m PKCS8")
        default:
            return .other(block.label)
        }
    }

    private static func readPrivateKey(
        _ block: PEMBlock, _ form: PrivateKeyForm, _ text: Span<UInt8>
    ) throws(KeyStoreError) -> PrivateKey {
        guard !block.hasHeader else {
            throw KeyStoreError(
                .unsupported, place: block.place, reason: "encrypted private keys are not supported yet",
                advice: "decrypt it: openssl pkey -in FILE -out FILE.pem")
        }
        let secret = try block.decodeSecret(text)
        do {
            return try PrivateKeyReader.read(secret.span.octets, as: form)
        } catch {
            throw error.within(block.place)
        }
    }

    private static func decode(_ block: PEMBlock, _ text: Span<UInt8>) throws(KeyStoreError) -> [UInt8] {
        guard !block.hasHeader else {
            throw KeyStoreError(
                .malformed, place: block.place, reason: "the block has a header, which only keys may have")
        }
        return try block.decode(text)
    }

    private static func unsupported(_ block: PEMBlock, _ what: String, _ command: String) -> KeyStoreError {
        KeyStoreError(
            .unsupported, place: block.place, reason: "\(what) are not supported yet", advice: "convert it: \(command)")
    }
}
