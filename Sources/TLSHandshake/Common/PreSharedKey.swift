package import TLSPrimitives

/// A key that both sides have before a handshake. RFC 9846 §2.2, §4.3.11.
package final class PreSharedKey: Sendable {
    /// Where a key comes from; its binder says so. RFC 9846 §7.1, RFC 9258 §5.2.
    package enum Origin: Hashable, Sendable {
        /// A ticket of an earlier connection.
        case resumption
        /// Established outside of TLS.
        case external
        /// Derived from such a one for one protocol and hash.
        case imported

        var binderLabel: StaticString {
            switch self {
            case .resumption: "res binder"
            case .external: "ext binder"
            case .imported: "imp binder"
            }
        }
    }

    package let origin: Origin
    package let hash: HashAlgorithm
    /// All that is ever needed of the key: it is computed once, whatever the key is used for. RFC 9846 §7.1.
    let earlySecret: Secret

    package init(_ origin: Origin, hash: HashAlgorithm, secret: borrowing Secret) throws(CryptoError) {
        self.origin = origin
        self.hash = hash
        let zeros = Digest(zeros: hash.digestLength)
        earlySecret = try HKDF.extract(hash, salt: zeros.span, inputKey: secret.span)
    }
}
