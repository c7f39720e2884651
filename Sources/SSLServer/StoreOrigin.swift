import TLSPrimitives
import TLSProvider

/// Where a certificate is looked for: a store and what opens it.
struct StoreOrigin: Sendable {
    var type = CertStoreTypes.cstUser
    /// A name, a path or the content itself.
    var store = KeptText("MY")
    var password = KeptText("")
    /// That of the private key, where it is another one.
    var keyPassword: KeptText?

    /// Whether no store was named, so that there is none to search.
    var isUnset: Bool { type == .cstUser && store.text == "MY" }
}

/// A text that may be a password or a private key: kept in memory that is wiped, and not printed.
struct KeptText: Sendable {
    private let box: SecretBox

    init(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    init(bytes: [UInt8]) {
        var copy = bytes
        box = SecretBox(Secret(wiping: &copy))
    }

    /// What was kept, for the one who asks for it back.
    var bytes: [UInt8] {
        box.withSecret { secret in
            let octets = secret.span.octets
            return octets.indices.map { octets[$0] }
        }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    func withBytes<Result, Failure>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try box.withSecret { secret throws(Failure) in try body(secret.span.octets) }
    }
}
