package import TLSPrimitives

/// A key that both sides have from outside of TLS, to be used instead of certificates. RFC 9846 §2.2, §4.3.11.
///
/// It must be random: what a person can remember can be found by trying. RFC 9257 says how to deal with such keys.
public struct TLSPreSharedKey: Sendable {
    /// The hash that a key is used with.
    public enum Hash: Hashable, Sendable {
        /// For suites with SHA-256.
        case sha256
        /// For suites with SHA-384.
        case sha384

        package var algorithm: HashAlgorithm {
            switch self {
            case .sha256: .sha256
            case .sha384: .sha384
            }
        }

        /// The key derivation function's number. RFC 9258 §4.1.
        fileprivate var kdf: UInt16 {
            switch self {
            case .sha256: 1
            case .sha384: 2
            }
        }
    }

    /// What the key is called on the wire, in the clear. 1 to 65,535 bytes.
    public let identity: [UInt8]
    /// The hash it is used with.
    public let hash: Hash
    /// Whether it was derived by an importer.
    package let isImported: Bool
    package let key: SecretBox

    /// Makes a key of its bytes.
    ///
    /// - Parameters:
    ///   - identity: its name, 1 to 65,535 bytes.
    ///   - key: at least 16 random bytes.
    ///   - hash: the hash that both ends use it with.
    /// - Throws: `invalidConfiguration`.
    public init(identity: [UInt8], key: [UInt8], hash: Hash = .sha256) throws(TLSError) {
        guard (1...65_535).contains(identity.count) else {
            throw ConfigurationRules.invalid("a pre-shared key's identity has 1 to 65535 bytes, not \(identity.count)")
        }
        guard key.count >= 16 else {
            throw ConfigurationRules.invalid("a pre-shared key has at least 16 random bytes, not \(key.count)")
        }
        self.init(identity, SecretBox(Secret(copying: key.span.bytes)), hash, isImported: false)
    }

    private init(_ identity: [UInt8], _ key: SecretBox, _ hash: Hash, isImported: Bool) {
        self.identity = identity
        self.key = key
        self.hash = hash
        self.isImported = isImported
    }

    /// The key to use with TLS 1.3 and one hash, so that one outside key serves several without being used twice.
    /// RFC 9258 §4, §5.
    ///
    /// - Parameters:
    ///   - context: what both sides say of the use, such as their names; may be empty.
    ///   - target: the hash of the key that comes out. The key's own `hash` is what derives it.
    /// - Throws: `invalidConfiguration` when identity and context are too long together.
    public func imported(context: [UInt8] = [], for target: Hash) throws(TLSError) -> TLSPreSharedKey {
        let count = identity.count + context.count + 8
        guard count <= 65_535, !isImported else {
            throw ConfigurationRules.invalid(
                isImported ? "the key was imported already" : "identity and context take \(count) bytes; 65535 fit")
        }
        var name: [UInt8] = []
        func append(_ number: Int) {
            name += [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
        }
        append(identity.count)
        name += identity
        append(context.count)
        name += context
        append(0x0304)
        append(Int(target.kdf))
        do throws(CryptoError) {
            let derived = try derive(name, target)
            return TLSPreSharedKey(name, SecretBox(derived), target, isImported: true)
        } catch {
            throw TLSError(.cryptographyFailed, "\(error)")
        }
    }

    /// RFC 9258 §5.1.
    private func derive(_ importedIdentity: [UInt8], _ target: Hash) throws(CryptoError) -> Secret {
        let own = hash.algorithm
        let zeros = Digest(zeros: own.digestLength)
        let extracted = try key.withSecret { key throws(CryptoError) in
            try HKDF.extract(own, salt: zeros.span, inputKey: key.span)
        }
        let context = try own.digest(of: importedIdentity.span.bytes)
        return try HKDF.expandLabel(
            own, secret: extracted.span, label: "derived psk", context: context.span,
            count: target.algorithm.digestLength)
    }
}

extension TLSPreSharedKey: CustomStringConvertible, CustomReflectable {
    /// Says nothing of the key.
    public var description: String { "a pre-shared key" }
    /// Shows nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A secret that several hold.
package final class SecretBox: Sendable {
    private let secret: Secret

    package init(_ secret: consuming Secret) {
        self.secret = secret
    }

    package func withSecret<R: ~Copyable, E>(_ body: (borrowing Secret) throws(E) -> R) throws(E) -> R {
        try body(secret)
    }
}
