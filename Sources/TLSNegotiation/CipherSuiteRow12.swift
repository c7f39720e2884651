package import TLSMessages
package import TLSPrimitives

/// What a cipher suite of TLS 1.2 consists of. RFC 5246 §A.5.
package struct CipherSuiteRow12: Hashable, Sendable {
    /// The cipher with its MAC, where it has one.
    package enum Bulk: Hashable, Sendable {
        case aead(AEADAlgorithm)
        case block(BlockCipher, mac: HashAlgorithm)
        case rc4(mac: HashAlgorithm)
    }

    package let suite: CipherSuite
    package let keyExchange: KeyExchange12
    package let bulk: Bulk
    /// The hash of PRF and Finished. RFC 5246 §5.
    package let hash: HashAlgorithm

    /// What protects the records; encrypt_then_mac has a meaning for block ciphers only. RFC 7366 §3.
    package func recordCipher(encryptsThenMACs: Bool) -> RecordCipher {
        switch bulk {
        case .aead(let algorithm): .aead(algorithm)
        case .block(let cipher, let mac): .block(cipher, mac: mac, encryptsThenMACs: encryptsThenMACs)
        case .rc4(let mac): .rc4(mac: mac)
        }
    }

    package var usesBlockCipher: Bool {
        if case .block = bulk { true } else { false }
    }

    /// The bits of the bulk cipher's key.
    package var strength: Int {
        switch bulk {
        case .aead(let algorithm): algorithm.keyLength * 8
        case .block(.aes128, _), .rc4: 128
        case .block(.aes256, _): 256
        case .block(.tripleDES, _): 168
        case .block(.des, _): 56
        }
    }

    /// Whether it is spoken without being named: an AEAD of full strength with ECDHE.
    package var isDefault: Bool {
        guard keyExchange.groups == .ellipticCurve, case .aead(let algorithm) = bulk else { return false }
        switch algorithm {
        case .aes128GCM, .aes256GCM, .chaCha20Poly1305: return true
        case .aes128CCM, .aes128CCM8, .aes256CCM, .aes256CCM8: return false
        }
    }

    /// Why it is not to be used any more; empty for a suite that can be.
    package var weaknesses: [CipherSuiteWeakness] {
        var found: [CipherSuiteWeakness] = []
        switch keyExchange {
        case .rsa: found.append(.keyTransport)
        case .dheRSA: found.append(.finiteField)
        case .dheDSS: found += [.finiteField, .dsa]
        case .ecdhRSA, .ecdhECDSA: found.append(.staticKey)
        case .ecdheRSA, .ecdheECDSA: break
        }
        switch bulk {
        case .aead(.aes128CCM8), .aead(.aes256CCM8): found.append(.shortTag)
        case .aead: break
        case .block(.des, _): found += [.cbc, .des]
        case .block(.tripleDES, _): found += [.cbc, .tripleDES]
        case .block: found.append(.cbc)
        case .rc4: found.append(.rc4)
        }
        return found
    }
}

/// What speaks against a suite that is spoken only when it is named.
package enum CipherSuiteWeakness: Hashable, Sendable, CaseIterable {
    case keyTransport
    case finiteField
    case dsa
    case staticKey
    case shortTag
    case cbc
    case tripleDES
    case des
    case rc4
}

extension CipherSuiteWeakness: CustomStringConvertible {
    /// In a few words, for a log.
    package var description: String {
        switch self {
        case .keyTransport: "RSA key transport has no forward secrecy (RFC 9325 §4.1)"
        case .finiteField: "finite-field key exchange is fragile (RFC 9325 §4.1)"
        case .dsa: "DSA certificates are obsolete (FIPS 186-5)"
        case .staticKey: "static ECDH has no forward secrecy (RFC 9325 §4.1)"
        case .shortTag: "tags of 8 bytes are easier to forge (RFC 6655 §6.1)"
        case .cbc: "CBC with a MAC leaks by timing where anyone slips (Lucky Thirteen, RFC 7366)"
        case .tripleDES: "blocks of 64 bits repeat within a long connection (Sweet32)"
        case .des: "56 bits of key can be searched"
        case .rc4: "RC4 is biased and prohibited (RFC 7465)"
        }
    }
}
