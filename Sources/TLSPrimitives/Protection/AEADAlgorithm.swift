/// Authenticated encryption with associated data, RFC 5116: what protects records and tickets.
package enum AEADAlgorithm: Hashable, Sendable, CaseIterable {
    case aes128GCM, aes256GCM, chaCha20Poly1305, aes128CCM, aes128CCM8, aes256CCM, aes256CCM8

    package var keyLength: Int {
        switch self {
        case .aes128GCM, .aes128CCM, .aes128CCM8: 16
        case .aes256GCM, .chaCha20Poly1305, .aes256CCM, .aes256CCM8: 32
        }
    }

    package var tagLength: Int {
        switch self {
        case .aes128CCM8, .aes256CCM8: 8
        default: 16
        }
    }

    package var nonceLength: Int { 12 }

    /// CCM wants the whole message in one piece and its length first.
    var isCCM: Bool {
        switch self {
        case .aes128CCM, .aes128CCM8, .aes256CCM, .aes256CCM8: true
        default: false
        }
    }

    var fetched: FetchedCipher {
        switch self {
        case .aes128GCM: .aes128GCM
        case .aes256GCM: .aes256GCM
        case .chaCha20Poly1305: .chaCha20Poly1305
        case .aes128CCM, .aes128CCM8: .aes128CCM
        case .aes256CCM, .aes256CCM8: .aes256CCM
        }
    }
}
