import TLSCertificates
import TLSKeyStores
import TLSPrimitives

/// The store that a certificate is selected from. What is set here counts for the next ``setSubject(_:)`` or
/// ``setEncoded(_:)``; the certificate that is selected stays until then.
extension Certificate {
    /// The kind of the store.
    public var storeType: CertStoreTypes {
        get { origin.type }
        set { origin.type = newValue }
    }

    /// The store: a name, a path or the content itself, as ``storeType`` says.
    public var store: String {
        get { origin.store.text }
        set { origin.store = KeptText(newValue) }
    }

    /// The bytes of ``store``.
    public var storeB: [UInt8] {
        get { origin.store.bytes }
        set { origin.store = KeptText(bytes: newValue) }
    }

    /// What opens the store. It is kept in memory that is wiped; the text given out is not.
    public var storePassword: String {
        get { origin.password.text }
        set { origin.password = KeptText(newValue) }
    }

    /// What opens the private key: that of the store until it is set.
    public var keyPassword: String {
        get { (origin.keyPassword ?? origin.password).text }
        set { origin.keyPassword = KeptText(newValue) }
    }

    /// Selects a certificate of the store by its subject: a whole distinguished name, or else a part of one in any case. `*`
    /// is the first that has a private key, or else the first; `Thumbprint=` and hexadecimal is the one with that hash.
    ///
    /// Where none fits, none is selected and ``subject`` is empty.
    ///
    /// - Throws: 271 when the store cannot be opened.
    public mutating func setSubject(_ subject: String) throws(SSLError) {
        take(subject.isEmpty ? nil : try StoreContents(origin).select(StoreSearch(subject)))
    }

    /// Takes a certificate, in PEM or the Base64 of its DER, and looks for its private key in the store. ``subject`` is empty
    /// where that is not found.
    ///
    /// - Throws: 271 when it cannot be read or the store cannot be opened.
    public mutating func setEncoded(_ encoded: String) throws(SSLError) {
        try setEncodedB(Array(encoded.utf8))
    }

    /// The same with bytes, which may be DER too.
    public mutating func setEncodedB(_ encoded: [UInt8]) throws(SSLError) {
        let certificates = try StoreContents(blob: encoded).requireCertificates("the encoded certificate")
        let found = try origin.isUnset ? nil : StoreContents(origin).selectKey(of: certificates)
        take(found ?? .certificates(certificates), missesKey: found == nil)
    }
}
