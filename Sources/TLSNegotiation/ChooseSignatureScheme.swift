package import TLSMessages

/// The scheme a TLS 1.3 server signs with: its first that the key can do and the client accepts. RFC 9846 §4.3.3.
package func chooseSignatureScheme(
    offered: [SignatureScheme], enabled: [SignatureScheme], key: SignatureSchemeRow.Key
) -> SignatureSchemeRow? {
    for scheme in enabled where offered.contains(scheme) {
        if let row = SignatureSchemeTable.row(of: scheme), row.key == key, row.signsHandshake13 { return row }
    }
    return nil
}
