import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

@Suite("Whoever signs in TLS 1.2 takes the first scheme that fits key and peer. RFC 5246 §7.4.1.4.1, RFC 8422 §5.1.3")
struct SignatureScheme12Tests {
    private static let everything = SignatureSchemeTable12.rows.map(\.scheme)

    @Test(
        "The scheme is chosen",
        arguments: [
            ([.rsaPKCS1SHA256, .rsaPSSRSAESHA256], everything, .rsa, .rsaPSSRSAESHA256),
            ([.rsaPKCS1SHA512, .rsaPKCS1SHA256], everything, .rsa, .rsaPKCS1SHA256),
            ([.rsaPKCS1SHA256], [.rsaPKCS1SHA256], .rsa, .rsaPKCS1SHA256),
            ([.rsaPSSRSAESHA256], everything, .rsaPSS, nil),
            ([.rsaPSSPSSSHA384], everything, .rsaPSS, .rsaPSSPSSSHA384),
            ([.ecdsaSecp521r1SHA512], everything, .ec(.p256), .ecdsaSecp521r1SHA512),
            ([.ecdsaSecp256r1SHA256], everything, .ec(.p521), .ecdsaSecp256r1SHA256),
            ([.ed25519, .ed448], everything, .ed448, .ed448),
            ([.ed25519], everything, .ec(.p256), nil),
            ([.rsaPKCS1SHA1, .rsaPKCS1SHA224], everything, .rsa, .rsaPKCS1SHA224),
            ([.rsaPKCS1SHA1], [.rsaPKCS1SHA256], .rsa, nil),
            (nil, everything, .rsa, .rsaPKCS1SHA1),
            (nil, everything, .ec(.p256), .ecdsaSHA1),
            (nil, [.rsaPKCS1SHA256, .ecdsaSecp256r1SHA256], .rsa, nil),
            (nil, everything, .ed25519, nil),
            (nil, everything, .dsa, .dsaSHA1),
            ([.dsaSHA1, .dsaSHA512], everything, .dsa, .dsaSHA512),
            ([.rsaPKCS1SHA256], everything, .dsa, nil),
            ([SignatureScheme(rawValue: 0x3a3a)], everything, .rsa, nil),
        ] as [([SignatureScheme]?, [SignatureScheme], SignatureSchemeRow.Key, SignatureScheme?)])
    func chooses(
        _ offered: [SignatureScheme]?, _ enabled: [SignatureScheme], _ key: SignatureSchemeRow.Key,
        _ chosen: SignatureScheme?
    ) {
        #expect(chooseSignatureScheme12(offered: offered, enabled: enabled, key: key)?.scheme == chosen)
    }

    @Test("Hash and kind of key are the two bytes of the code point. RFC 5246 §7.4.1.4.1")
    func codePoints() {
        let hashes: [UInt16: HashAlgorithm] = [2: .sha1, 3: .sha224, 4: .sha256, 5: .sha384, 6: .sha512]
        let kinds: [UInt16: SignatureSchemeRow12.Kind] = [1: .rsa, 2: .dsa, 3: .ec]
        let rows = SignatureSchemeTable12.rows.filter { $0.scheme.rawValue < 0x0700 }
        #expect(rows.count == hashes.count * kinds.count)
        for row in rows {
            #expect(row.algorithm.hash == hashes[row.scheme.rawValue >> 8], "\(row.scheme)")
            #expect(row.kind == kinds[row.scheme.rawValue & 0xff], "\(row.scheme)")
        }
    }

    @Test("Rows stand once; SHA-1, SHA-224 and DSA are for those who name them. RFC 9155 §2")
    func table() {
        let rows = SignatureSchemeTable12.rows
        #expect(Set(rows.map(\.scheme)).count == rows.count)
        for row in rows {
            let name = row.scheme.description
            #expect(
                row.isLegacy == (name.hasSuffix("sha1") || name.hasSuffix("sha224") || name.hasPrefix("dsa")), "\(name)"
            )
        }
        // All that signs in TLS 1.3 does so here too.
        for row in SignatureSchemeTable.rows {
            #expect(SignatureSchemeTable12.row(of: row.scheme)?.fits(row.key) ?? false, "\(row.scheme)")
            #expect(SignatureSchemeTable12.row(of: row.scheme)?.algorithm == row.algorithm)
        }
    }
}

@Suite("Groups of TLS 1.2. RFC 8422 §5.1, RFC 7919 §4")
struct Group12Tests {
    private static let enabled: [NamedGroup] = [
        .x25519MLKEM768, .secp384r1, .x25519, .secp256r1, .ffdhe3072, .ffdhe2048,
    ]

    private func offer(_ groups: [NamedGroup]?, pointFormats: [UInt8]? = nil) -> ClientHelloExtensions {
        var extensions = ClientHelloExtensions()
        extensions.supportedGroups = groups
        extensions.pointFormats = pointFormats
        return extensions
    }

    @Test(
        "Our first curve that the client supports",
        arguments: [
            ([.x25519, .secp384r1], .secp384r1), ([.secp256r1, .x25519], .x25519), ([.x25519MLKEM768], nil),
            ([.mlkem1024], nil),
            ([.ffdhe2048, .x448], nil), ([], nil), (nil, .secp256r1),
        ] as [([NamedGroup]?, NamedGroup?)])
    func curves(_ groups: [NamedGroup]?, _ chosen: NamedGroup?) {
        #expect(chooseCurve12(offer(groups), enabled: Self.enabled) == chosen)
        #expect(chooseCurve12(offer(groups, pointFormats: [1, 0]), enabled: Self.enabled) == chosen)
        #expect(chooseCurve12(offer(groups, pointFormats: [1]), enabled: Self.enabled) == nil)
    }

    @Test(
        "Our first finite-field group that the client supports, or our first where it has never heard of them",
        arguments: [
            ([.ffdhe2048], .ffdhe2048), ([.ffdhe2048, .ffdhe3072], .ffdhe3072), ([.ffdhe8192], nil),
            ([NamedGroup(rawValue: 0x01ff)], nil), ([NamedGroup(rawValue: 0x0100)], .ffdhe2048),
            ([.x25519], .ffdhe3072), ([NamedGroup(rawValue: 0x0200)], .ffdhe3072), ([], .ffdhe3072), (nil, .ffdhe3072),
        ] as [([NamedGroup]?, NamedGroup?)])
    func finiteFields(_ groups: [NamedGroup]?, _ chosen: NamedGroup?) {
        #expect(chooseFiniteFieldGroup12(offer(groups), enabled: Self.enabled) == chosen)
        #expect(chooseFiniteFieldGroup12(offer(groups), enabled: [.x25519, .secp256r1]) == nil)
    }

    @Test("A certificate's curve is one of the client's, if it names any", arguments: EllipticCurve.allCases)
    func certificateCurve(_ curve: EllipticCurve) {
        let group = GroupTable.group(of: curve)
        #expect(takesCurve12(curve, offer(nil)))
        #expect(takesCurve12(curve, offer([.x25519, group])))
        #expect(!takesCurve12(curve, offer([.x25519])))
        #expect(!takesCurve12(curve, offer([group], pointFormats: [1])))
        #expect(GroupTable.isCurve12(group))
    }
}

@Suite("A client that retries at less than it can have is told. RFC 7507 §3")
struct FallbackTests {
    @Test(
        "The fallback is inappropriate",
        arguments: [
            (true, .tls12, [.tls12, .tls13], true), (true, .tls12, [.tls12], false),
            (true, .tls13, [.tls12, .tls13], false), (false, .tls12, [.tls12, .tls13], false),
            (true, .tls12, [], false),
        ] as [(Bool, ProtocolVersion, [ProtocolVersion], Bool)])
    func fallback(_ signals: Bool, _ version: ProtocolVersion, _ enabled: [ProtocolVersion], _ isInappropriate: Bool) {
        let suites: [CipherSuite] = [.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256] + (signals ? [.TLS_FALLBACK_SCSV] : [])
        let hello = ClientHello(random: [UInt8](repeating: 0, count: 32), cipherSuites: suites)
        #expect(isInappropriateFallback(hello, version: version, enabled: enabled) == isInappropriate)
    }
}

@Suite("A version without a suite is not spoken")
struct VersionWithSuiteTests {
    @Test("Versions are kept in their order where a suite goes with them")
    func versions() {
        let both: [ProtocolVersion] = [.tls13, .tls12]
        let old = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, new = CipherSuite.TLS_AES_128_GCM_SHA256
        #expect(versionsWithSuite(both, cipherSuites: [old, new]) == both)
        #expect(versionsWithSuite(both, cipherSuites: [old]) == [.tls12])
        #expect(versionsWithSuite(both, cipherSuites: [new]) == [.tls13])
        #expect(versionsWithSuite([.tls12], cipherSuites: [new]) == [])
        #expect(versionsWithSuite([.tls11], cipherSuites: [old, new]) == [])
    }
}
