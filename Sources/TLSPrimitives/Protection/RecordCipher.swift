/// What protects the records of TLS 1.2, as its suite and its extensions say. RFC 5246 §6.2.3.
package enum RecordCipher: Hashable, Sendable {
    /// RFC 5288, RFC 6655, RFC 7905.
    case aead(AEADAlgorithm)
    /// RFC 5246 §6.2.3.2; with encrypt_then_mac, RFC 7366.
    case block(BlockCipher, mac: HashAlgorithm, encryptsThenMACs: Bool)
    /// RFC 5246 §6.2.3.1. RC4 is the only one.
    case rc4(mac: HashAlgorithm)
}

/// A cipher in CBC mode.
package enum BlockCipher: Hashable, Sendable, CaseIterable {
    case aes128, aes256, tripleDES, des

    package var keyLength: Int {
        switch self {
        case .aes128: 16
        case .aes256: 32
        case .tripleDES: 24
        case .des: 8
        }
    }

    package var blockLength: Int {
        switch self {
        case .aes128, .aes256: 16
        case .tripleDES, .des: 8
        }
    }
}

extension RecordCipher {
    /// The length of each MAC key in the key block. RFC 5246 §6.3.
    package var macKeyLength: Int {
        switch self {
        case .aead: 0
        case .block(_, let mac, _), .rc4(let mac): mac.digestLength
        }
    }

    /// The length of each encryption key in the key block.
    package var keyLength: Int {
        switch self {
        case .aead(let algorithm): algorithm.keyLength
        case .block(let cipher, _, _): cipher.keyLength
        case .rc4: 16
        }
    }

    /// The length of each IV in the key block: what the nonce has that no record carries. RFC 5288 §3, RFC 7905 §2.
    package var fixedIVLength: Int {
        switch self {
        case .aead(.chaCha20Poly1305): 12
        case .aead: 4
        case .block, .rc4: 0
        }
    }
}

extension RecordCipher {
    /// Whether this libcrypto has the cipher: DES and RC4 are in its legacy provider, which may not be installed and is
    /// loaded when this is asked.
    package var isAvailable: Bool {
        do throws(CryptoError) {
            try requireAvailable()
            return true
        } catch {
            return false
        }
    }

    /// Throws what is missing.
    package func requireAvailable() throws(CryptoError) {
        switch self {
        // SAFETY: the pointers are only compared with nil.
        case .aead(let algorithm): _ = try unsafe Libcrypto.shared.aead(algorithm.fetched)
        case .block(let cipher, _, _): _ = try unsafe BlockCiphers.shared.cipher(cipher)
        case .rc4: _ = try unsafe LegacyProvider.shared.requireRC4()
        }
    }
}
