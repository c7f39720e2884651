import CLibsslBench
import TLSProvider

/// What both servers agree on with the client.
struct Parameters {
    var key: bench_key = bench_key_p256
    var group: NamedGroup = .x25519
    var suite: CipherSuite = .TLS_AES_128_GCM_SHA256

    var groupName: String {
        switch group {
        case .secp256r1: "P-256"
        case .secp384r1: "P-384"
        default: "X25519"
        }
    }

    var keyName: String { key == bench_key_rsa2048 ? "RSA-2048" : "ECDSA P-256" }

    var suiteName: String {
        switch suite {
        case .TLS_AES_256_GCM_SHA384: "AES-256-GCM"
        case .TLS_CHACHA20_POLY1305_SHA256: "ChaCha20-Poly1305"
        default: "AES-128-GCM"
        }
    }

    /// libssl's name of the suite.
    var suiteToken: String {
        switch suite {
        case .TLS_AES_256_GCM_SHA384: "TLS_AES_256_GCM_SHA384"
        case .TLS_CHACHA20_POLY1305_SHA256: "TLS_CHACHA20_POLY1305_SHA256"
        default: "TLS_AES_128_GCM_SHA256"
        }
    }
}

/// The identities of a run, made once.
struct Identities {
    let ecdsa = Identity(bench_key_p256, names: 1)
    let rsa = Identity(bench_key_rsa2048, names: 1)
    /// One whose certificate has about 1.3 KB.
    let long = Identity(bench_key_rsa2048, names: 14)

    func of(_ key: bench_key) -> Identity {
        key == bench_key_rsa2048 ? rsa : ecdsa
    }
}

/// A certificate and its key, in libcrypto's form and in DER.
struct Identity {
    let handle: UnsafeMutablePointer<bench_identity>
    let certificate: [UInt8]
    let key: [UInt8]

    init(_ kind: bench_key, names: Int32) {
        handle = bench_identity_new(kind, names)
        let made = handle.pointee
        certificate = Array(UnsafeBufferPointer(start: made.certificate_der, count: made.certificate_count))
        key = Array(UnsafeBufferPointer(start: made.key_der, count: made.key_count))
    }
}
