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

    /// What each side enables: in TLS 1.2 the certificate's curve must be among a client's groups. RFC 8422 §5.1.1.
    var groups: [NamedGroup] {
        version == .tls12 && group != .secp256r1 ? [group, .secp256r1] : [group]
    }

    /// libssl's names of the groups.
    var groupToken: String { groups.count > 1 ? "\(groupName):P-256" : groupName }

    var keyName: String { key == bench_key_rsa2048 ? "RSA-2048" : "ECDSA P-256" }

    var suiteName: String {
        switch suite {
        case .TLS_AES_256_GCM_SHA384: "AES-256-GCM"
        case .TLS_CHACHA20_POLY1305_SHA256: "ChaCha20-Poly1305"
        default: "AES-128-GCM"
        }
    }

    var version: ProtocolVersion {
        switch suite {
        case .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: .tls12
        default: .tls13
        }
    }

    /// For a title: the newest version goes without saying.
    var versionName: String { version == .tls12 ? "TLS 1.2 " : "" }

    /// Group, key and suite, for a title.
    var text: String { "\(groupName), \(keyName), \(suiteName)" }

    /// libssl's name of the suite.
    var suiteToken: String {
        switch suite {
        case .TLS_AES_256_GCM_SHA384: "TLS_AES_256_GCM_SHA384"
        case .TLS_CHACHA20_POLY1305_SHA256: "TLS_CHACHA20_POLY1305_SHA256"
        case .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: "ECDHE-ECDSA-AES128-GCM-SHA256"
        case .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: "ECDHE-RSA-AES128-GCM-SHA256"
        default: "TLS_AES_128_GCM_SHA256"
        }
    }
}
