import TLSMessages
import TLSProvider

/// The names of the settings for groups.
enum GroupTokens {
    private static let rows: [(token: String, group: NamedGroup, strength: Int)] = [
        ("ecdhe_x25519", .x25519, 255), ("ecdhe_x448", .x448, 448), ("ecdhe_secp256r1", .secp256r1, 256),
        ("ecdhe_secp384r1", .secp384r1, 384), ("ecdhe_secp521r1", .secp521r1, 521), ("ffdhe_2048", .ffdhe2048, 2048),
        ("ffdhe_3072", .ffdhe3072, 3072), ("ffdhe_4096", .ffdhe4096, 4096), ("ffdhe_6144", .ffdhe6144, 6144),
        ("ffdhe_8192", .ffdhe8192, 8192),
        // As strong as the better half, and told as the traditional one: ML-KEM has categories instead of bits.
        ("x25519_mlkem768", .x25519MLKEM768, 255), ("secp256r1_mlkem768", .secp256r1MLKEM768, 256),
        ("secp384r1_mlkem1024", .secp384r1MLKEM1024, 384),
        // ML-KEM alone goes by its parameter set.
        ("mlkem_768", .mlkem768, 768), ("mlkem_1024", .mlkem1024, 1024),
    ]

    static func token(of group: NamedGroup) -> String {
        rows.first { $0.group == group }?.token ?? group.description
    }

    static func strength(of group: NamedGroup) -> Int? {
        rows.first { $0.group == group }?.strength
    }

    /// Whether ECDHE suites of TLS 1.2 have it.
    static func isCurve12(_ group: NamedGroup) -> Bool { token(of: group).hasPrefix("ecdhe_") }

    /// Whether DHE suites of TLS 1.2 have it.
    static func isFiniteField(_ group: NamedGroup) -> Bool { token(of: group).hasPrefix("ffdhe_") }

    static func parse(_ text: String) throws(SSLError) -> [NamedGroup] {
        try TokenList.parse(text, "group") { token in rows.first { $0.token == token }.map { [$0.group] } }
    }

    /// Of TLS 1.2: curves alone.
    static func parse12(_ text: String) throws(SSLError) -> [NamedGroup] {
        try TokenList.parse(text, "curve") { token in
            rows.first { $0.token == token && isCurve12($0.group) }.map { [$0.group] }
        }
    }

    static func describe(_ groups: [NamedGroup]) -> String {
        groups.map(token(of:)).joined(separator: ",")
    }
}

/// The names of the settings for signature algorithms.
package enum SignatureTokens {
    /// Each token and its schemes: RSA-PSS has one for each form of public key. RFC 9846 §4.3.3.
    private static let rows: [(token: String, schemes: [SignatureScheme])] = [
        ("rsa_pss_sha256", [.rsaPSSRSAESHA256, .rsaPSSPSSSHA256]),
        ("rsa_pss_sha384", [.rsaPSSRSAESHA384, .rsaPSSPSSSHA384]),
        ("rsa_pss_sha512", [.rsaPSSRSAESHA512, .rsaPSSPSSSHA512]),
        ("rsa_pkcs1_sha256", [.rsaPKCS1SHA256]), ("rsa_pkcs1_sha384", [.rsaPKCS1SHA384]),
        ("rsa_pkcs1_sha512", [.rsaPKCS1SHA512]), ("ecdsa_secp256r1_sha256", [.ecdsaSecp256r1SHA256]),
        ("ecdsa_secp384r1_sha384", [.ecdsaSecp384r1SHA384]), ("ecdsa_secp521r1_sha512", [.ecdsaSecp521r1SHA512]),
        ("ed25519", [.ed25519]), ("ed448", [.ed448]),
    ]

    /// The default of the setting, in its order.
    static let defaultSchemes = rows.flatMap(\.schemes)

    static func parse(_ text: String) throws(SSLError) -> [SignatureScheme] {
        try TokenList.parse(text, "signature algorithm") { token in rows.first { $0.token == token }?.schemes }
    }

    /// The tokens of schemes; one that has none goes by its registered name.
    static func describe(_ schemes: [SignatureScheme]) -> String {
        var tokens: [String] = []
        for scheme in schemes {
            let token = rows.first { $0.schemes.contains(scheme) }?.token ?? scheme.description
            if !tokens.contains(token) { tokens.append(token) }
        }
        return tokens.joined(separator: ",")
    }
}

/// The names of the settings for signature algorithms of TLS 1.2: a hash and a kind of key.
enum SignatureTokens12 {
    private static let hashes: [(token: String, number: UInt16)] = [
        ("sha512", 6), ("sha384", 5), ("sha256", 4), ("sha224", 3), ("sha1", 2),
    ]
    private static let keys: [(token: String, number: UInt16)] = [("ecdsa", 3), ("rsa", 1), ("dsa", 2)]

    /// Each token with its code point. RFC 5246 §7.4.1.4.1.
    private static let rows: [(token: String, scheme: SignatureScheme)] = hashes.flatMap { hash in
        keys.map { ("\(hash.token)-\($0.token)", SignatureScheme(rawValue: hash.number << 8 | $0.number)) }
    }

    private static let strong: [SignatureScheme] = [
        .ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .ecdsaSecp521r1SHA512,
        .rsaPKCS1SHA256, .rsaPKCS1SHA384, .rsaPKCS1SHA512,
    ]
    private static let strongDSA: [SignatureScheme] = [.dsaSHA256, .dsaSHA384, .dsaSHA512]

    /// Reads names separated by commas or semicolons; none at all is a list too.
    static func parse(_ text: String) throws(SSLError) -> [SignatureScheme]? {
        guard !TokenList.split(text).isEmpty else { return [] }
        return try TokenList.parse(text, "signature algorithm") { token in
            rows.first { $0.token == token }.map { [$0.scheme] }
        }
    }

    /// The tokens of schemes; one that has none goes by its registered name. The default reads as all tokens.
    static func describe(_ schemes: [SignatureScheme]?) -> String {
        guard let schemes else { return rows.map(\.token).joined(separator: ",") }
        return schemes.map { scheme in rows.first { $0.scheme == scheme }?.token ?? scheme.description }
            .joined(separator: ",")
    }

    /// What is spoken: the schemes without a token here as TLS 1.3's setting has them, then those named.
    ///
    /// - Parameter usesDSA: whether a suite with DSA is enabled.
    static func spoken(
        _ named: [SignatureScheme]?, tls13: [SignatureScheme], usesDSA: Bool
    ) -> [SignatureScheme] {
        let others = tls13.filter { scheme in !rows.contains { $0.scheme == scheme } }
        let own = named ?? strong + (usesDSA ? strongDSA : [])
        return others + own.filter { !others.contains($0) }
    }
}

/// Lists of names in settings.
enum TokenList {
    /// The names of a list, without the spaces around them.
    static func split(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == ";" }.map(\.trimmed).filter { !$0.isEmpty }
    }

    /// The values of a list of names, each once, in its order.
    static func parse<Value: Equatable>(
        _ text: String, _ kind: String, _ values: (String) -> [Value]?
    ) throws(SSLError) -> [Value] {
        var all: [Value] = []
        for token in split(text) {
            guard let found = values(token.lowercased()) else {
                throw SSLError(.invalidArgument, "\(kind) \(escapeForLog(token)) is not known to this build")
            }
            for value in found where !all.contains(value) { all.append(value) }
        }
        guard !all.isEmpty else { throw SSLError(.invalidArgument, "the list must name a \(kind)") }
        return all
    }
}
