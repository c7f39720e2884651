import CLibsslBench
import TLSMessages
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
        case .x25519MLKEM768: "X25519MLKEM768"
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

    /// Group, key and suite, for a title.
    var text: String { "\(groupName), \(keyName), \(suiteName)" }

    /// libssl's name of the suite.
    var suiteToken: String {
        switch suite {
        case .TLS_AES_256_GCM_SHA384: "TLS_AES_256_GCM_SHA384"
        case .TLS_CHACHA20_POLY1305_SHA256: "TLS_CHACHA20_POLY1305_SHA256"
        default: "TLS_AES_128_GCM_SHA256"
        }
    }
}
