internal import CLibssl
import TLSMessages

/// IANA's numbers in libssl's words, and back.
enum CodePoints {
    private struct Group {
        let group: NamedGroup
        let name: String
        let number: Int32
    }

    private static let groups: [Group] = [
        Group(group: .x25519, name: "X25519", number: NID_X25519),
        Group(group: .x448, name: "X448", number: NID_X448),
        Group(group: .secp256r1, name: "P-256", number: NID_X9_62_prime256v1),
        Group(group: .secp384r1, name: "P-384", number: NID_secp384r1),
        Group(group: .secp521r1, name: "P-521", number: NID_secp521r1),
        Group(group: .ffdhe2048, name: "ffdhe2048", number: NID_ffdhe2048),
        Group(group: .ffdhe3072, name: "ffdhe3072", number: NID_ffdhe3072),
        Group(group: .ffdhe4096, name: "ffdhe4096", number: NID_ffdhe4096),
        Group(group: .ffdhe6144, name: "ffdhe6144", number: NID_ffdhe6144),
        Group(group: .ffdhe8192, name: "ffdhe8192", number: NID_ffdhe8192),
    ]

    /// libssl's name of a group; one that is not in the table may be known to a newer libssl by its registered name.
    static func name(of group: NamedGroup) -> String {
        groups.first { $0.group == group }?.name ?? group.description
    }

    /// Whether ML-KEM takes part in a group: libssl has it from 3.5 on.
    static func usesMLKEM(_ group: NamedGroup) -> Bool {
        let groups: [NamedGroup] = [
            .x25519MLKEM768, .secp256r1MLKEM768, .secp384r1MLKEM1024, .mlkem768, .mlkem1024,
        ]
        return groups.contains(group)
    }

    /// The group behind libssl's number; one without a number of its own comes as the code point with a flag.
    static func group(number: Int) -> NamedGroup? {
        let flag = 0x100_0000
        if number & flag != 0 { return NamedGroup(rawValue: UInt16(truncatingIfNeeded: number)) }
        return groups.first { Int($0.number) == number }?.group
    }

    /// The names of the TLS 1.3 suites.
    static func name13(of suite: CipherSuite) -> String? {
        switch suite.rawValue {
        case 0x1301: "TLS_AES_128_GCM_SHA256"
        case 0x1302: "TLS_AES_256_GCM_SHA384"
        case 0x1303: "TLS_CHACHA20_POLY1305_SHA256"
        case 0x1304: "TLS_AES_128_CCM_SHA256"
        case 0x1305: "TLS_AES_128_CCM_8_SHA256"
        default: nil
        }
    }
}
