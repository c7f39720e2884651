package import TLSMessages

/// The scheme that is signed with in TLS 1.2: our first that the key can do and the peer accepts.
/// RFC 5246 §7.4.1.4.1, §7.4.3.
///
/// - Parameter offered: the peer's signature_algorithms; without them SHA-1 is meant, which has to be enabled.
package func chooseSignatureScheme12(
    offered: [SignatureScheme]?, enabled: [SignatureScheme], key: SignatureSchemeRow.Key
) -> SignatureSchemeRow12? {
    for scheme in enabled where (offered ?? impliedSchemes12).contains(scheme) {
        if let row = SignatureSchemeTable12.row(of: scheme), row.fits(key) { return row }
    }
    return nil
}

/// What a client without signature_algorithms is taken to have said. RFC 5246 §7.4.1.4.1.
package let impliedSchemes12: [SignatureScheme] = [.rsaPKCS1SHA1, .dsaSHA1, .ecdsaSHA1]
