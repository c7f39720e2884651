import TLSMessages
import TLSNegotiation
import TLSPrimitives
import Testing

private let ecdsaAES128 = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
private let rsaAES128 = CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
private let rsaAES256 = CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
private let ecdsaChaCha = CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
private let rsaChaCha = CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
private let dheRSA = CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256
private let dheDSS = CipherSuite.TLS_DHE_DSS_WITH_AES_128_GCM_SHA256
private let transport = CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256
private let staticECDH = CipherSuite.TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256
private let grease = CipherSuite(rawValue: 0x2a2a)

private let schemes: [SignatureScheme] = [
    .ecdsaSecp256r1SHA256, .ecdsaSecp384r1SHA384, .rsaPSSRSAESHA256, .rsaPKCS1SHA256, .ed25519, .rsaPSSPSSSHA256,
]

/// A client's offer, ours, and the suite with all that goes with it.
private struct ChoiceCase: Sendable, CustomTestStringConvertible {
    /// What is taken: the suite, the certificate's place, group and scheme.
    struct Taken: Equatable {
        let suite: CipherSuite
        var certificate = 0
        var group: NamedGroup?
        var scheme: SignatureScheme?
    }

    let testDescription: String
    var offered: [CipherSuite]
    var groups: [NamedGroup]? = [.x25519, .secp256r1]
    var offeredSchemes: [SignatureScheme]? = schemes
    var pointFormats: [UInt8]?
    var enabled = CipherSuiteTable12.rows.map(\.suite)
    var enabledGroups: [NamedGroup] = [.x25519MLKEM768, .x25519, .secp256r1, .secp384r1, .ffdhe2048, .ffdhe3072]
    var enabledSchemes = schemes
    var certificates: [CertificateTraits]

    init(_ name: String, _ offered: [CipherSuite], _ certificates: [SignatureSchemeRow.Key]) {
        testDescription = name
        self.offered = offered
        self.certificates = certificates.map { CertificateTraits(key: $0) }
    }

    func with(_ change: (inout ChoiceCase) -> Void) -> ChoiceCase {
        var copy = self
        change(&copy)
        return copy
    }

    func choose() throws(NoSuite12) -> Taken {
        var extensions = ClientHelloExtensions()
        extensions.supportedGroups = groups
        extensions.signatureAlgorithms = offeredSchemes
        extensions.pointFormats = pointFormats
        let hello = ClientHello(
            random: [UInt8](repeating: 0, count: 32), cipherSuites: offered, extensions: extensions)
        let choice = try chooseSuite12(
            hello, enabled: Enabled12(cipherSuites: enabled, groups: enabledGroups, signatureSchemes: enabledSchemes),
            certificates: certificates)
        return Taken(
            suite: choice.row.suite, certificate: choice.certificate, group: choice.group,
            scheme: choice.scheme?.scheme)
    }

    static let taken: [(ChoiceCase, Taken)] = [
        (
            ChoiceCase("our order rules", [rsaAES256, rsaAES128], [.rsa]),
            Taken(suite: rsaAES128, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("our order rules, another", [rsaAES128, rsaAES256], [.rsa]).with {
                $0.enabled = [rsaAES256, rsaAES128]
            }, Taken(suite: rsaAES256, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("only suites that a certificate goes with", [ecdsaAES128, rsaAES128], [.rsa]),
            Taken(suite: rsaAES128, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("the certificate that goes with the suite", [rsaAES128, ecdsaAES128], [.rsa, .ec(.p256)]),
            Taken(suite: ecdsaAES128, certificate: 1, group: .x25519, scheme: .ecdsaSecp256r1SHA256)
        ),
        (
            ChoiceCase("the first certificate of two that go", [rsaAES128], [.rsa, .rsaPSS]),
            Taken(suite: rsaAES128, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase(
                "the second certificate, as the client cannot check the first's signatures", [rsaAES128],
                [
                    .rsaPSS, .rsa,
                ]
            ).with { $0.offeredSchemes = [.rsaPKCS1SHA256] },
            Taken(suite: rsaAES128, certificate: 1, group: .x25519, scheme: .rsaPKCS1SHA256)
        ),
        (
            ChoiceCase("the certificate's own schemes, in its order", [rsaAES128], []).with {
                $0.certificates = [CertificateTraits(key: .rsa, schemes: [.rsaPKCS1SHA256, .rsaPSSRSAESHA256])]
            }, Taken(suite: rsaAES128, group: .x25519, scheme: .rsaPKCS1SHA256)
        ),
        (
            ChoiceCase("the second certificate, as the client takes no scheme of the first's own", [rsaAES128], []).with
            {
                $0.certificates = [
                    CertificateTraits(key: .rsa, schemes: [.rsaPSSRSAESHA512]), CertificateTraits(key: .rsa),
                ]
            }, Taken(suite: rsaAES128, certificate: 1, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("ChaCha20 first", [grease, rsaChaCha, rsaAES128], [.rsa]),
            Taken(suite: rsaChaCha, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase(
                "ChaCha20 first, behind suites of TLS 1.3",
                [
                    .TLS_AES_128_GCM_SHA256, .TLS_CHACHA20_POLY1305_SHA256, ecdsaChaCha, rsaChaCha, rsaAES128,
                ], [.rsa]), Taken(suite: rsaChaCha, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("ChaCha20 second", [rsaAES128, rsaChaCha], [.rsa]),
            Taken(suite: rsaAES128, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("ChaCha20 first, but no certificate for it", [ecdsaChaCha, rsaAES128], [.rsa]),
            Taken(suite: rsaAES128, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("an Ed25519 certificate", [ecdsaAES128], [.ed25519]),
            Taken(suite: ecdsaAES128, group: .x25519, scheme: .ed25519)
        ),
        (
            ChoiceCase("ECDSA is not tied to a curve", [ecdsaAES128], [.ec(.p384)]).with {
                $0.groups = [.x25519, .secp384r1]
            }, Taken(suite: ecdsaAES128, group: .x25519, scheme: .ecdsaSecp256r1SHA256)
        ),
        (
            ChoiceCase(
                "a certificate whose curve the client does not have is passed over", [ecdsaAES128, rsaAES128],
                [
                    .ec(.p384), .rsa,
                ]), Taken(suite: rsaAES128, certificate: 1, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("no groups named: P-256", [ecdsaAES128], [.ec(.p384)]).with { $0.groups = nil },
            Taken(suite: ecdsaAES128, group: .secp256r1, scheme: .ecdsaSecp256r1SHA256)
        ),
        (
            ChoiceCase("a hybrid is not for TLS 1.2", [rsaAES128], [.rsa]).with {
                $0.groups = [.x25519MLKEM768, .secp256r1]
            },
            Taken(suite: rsaAES128, group: .secp256r1, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("no curve in common: DHE, to a client that names no such group", [rsaAES128, dheRSA], [.rsa])
                .with { $0.groups = [.x448] },
            Taken(suite: dheRSA, group: .ffdhe2048, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("the client's finite-field groups bind", [dheRSA], [.rsa]).with {
                $0.groups = [.x25519, .ffdhe8192, .ffdhe3072]
            }, Taken(suite: dheRSA, group: .ffdhe3072, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("DSA", [dheDSS], [.dsa]).with {
                $0.offeredSchemes = [.dsaSHA256]
                $0.enabledSchemes = [.dsaSHA256]
            }, Taken(suite: dheDSS, group: .ffdhe2048, scheme: .dsaSHA256)
        ),
        (
            ChoiceCase("RSA key transport needs no group", [transport], [.rsa]).with { $0.groups = [] },
            Taken(suite: transport)
        ),
        (
            ChoiceCase("static ECDH, with a curve of the client's", [staticECDH], [.ec(.p256)]),
            Taken(suite: staticECDH)
        ),
        (
            ChoiceCase("a key for signing only still signs", [transport, rsaAES128], [.rsa]).with {
                $0.enabled = [transport, rsaAES128]
                $0.certificates = [CertificateTraits(key: .rsa, uses: .digitalSignature)]
            }, Taken(suite: rsaAES128, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase("each key for its use", [transport, rsaAES128], [.rsa]).with {
                $0.certificates = [
                    CertificateTraits(key: .rsa, uses: .keyEncipherment),
                    CertificateTraits(key: .rsa, uses: .digitalSignature),
                ]
            }, Taken(suite: rsaAES128, certificate: 1, group: .x25519, scheme: .rsaPSSRSAESHA256)
        ),
        (
            ChoiceCase(
                "without signature_algorithms SHA-1 is meant, and taken where it is enabled", [rsaAES128], [.rsa]
            )
            .with {
                $0.offeredSchemes = nil
                $0.enabledSchemes = schemes + [.rsaPKCS1SHA1]
            }, Taken(suite: rsaAES128, group: .x25519, scheme: .rsaPKCS1SHA1)
        ),
        (
            ChoiceCase("point formats with the uncompressed one", [ecdsaAES128], [.ec(.p256)]).with {
                $0.pointFormats = [2, 1, 0]
            }, Taken(suite: ecdsaAES128, group: .x25519, scheme: .ecdsaSecp256r1SHA256)
        ),
    ]

    static let refused: [(ChoiceCase, NoSuite12)] = [
        (ChoiceCase("nothing in common", [grease, .TLS_AES_128_GCM_SHA256], [.rsa]), .noSuiteInCommon),
        (ChoiceCase("nothing offered", [], [.rsa]), .noSuiteInCommon),
        (ChoiceCase("nothing enabled", [rsaAES128], [.rsa]).with { $0.enabled = [] }, .noSuiteInCommon),
        (ChoiceCase("no certificate of that kind", [ecdsaAES128], [.rsa]), .noCertificate),
        (ChoiceCase("DSA that is not enabled", [dheDSS], [.dsa]), .noSignatureScheme),
        (ChoiceCase("no certificate at all", [ecdsaAES128, rsaAES128], []), .noCertificate),
        (ChoiceCase("an RSA-PSS key does not decrypt. RFC 4055 §1.2", [transport], [.rsaPSS]), .noCertificate),
        (
            ChoiceCase("a key for signing does not decrypt", [transport], [.rsa]).with {
                $0.certificates = [CertificateTraits(key: .rsa, uses: [.digitalSignature, .keyAgreement])]
            }, .noCertificate
        ),
        (
            ChoiceCase("a key for decrypting does not sign", [rsaAES128, dheRSA], [.rsa]).with {
                $0.certificates = [CertificateTraits(key: .rsa, uses: .keyEncipherment)]
            }, .noCertificate
        ),
        (
            ChoiceCase("a key for signing does not agree", [staticECDH], [.ec(.p256)]).with {
                $0.certificates = [CertificateTraits(key: .ec(.p256), uses: .digitalSignature)]
            }, .noCertificate
        ),
        (ChoiceCase("static ECDH on another curve", [staticECDH], [.ec(.p384)]), .noGroup),
        (ChoiceCase("no curve in common", [rsaAES128], [.rsa]).with { $0.groups = [.x448] }, .noGroup),
        (
            ChoiceCase("no groups named, and P-256 is not ours", [rsaAES128], [.rsa]).with {
                $0.groups = nil
                $0.enabledGroups = [.x25519]
            }, .noGroup
        ),
        (
            ChoiceCase("finite-field groups that we do not have, one of them unknown. RFC 7919 §4", [dheRSA], [.rsa])
                .with { $0.groups = [.x25519, .ffdhe8192, NamedGroup(rawValue: 0x01fe)] }, .noGroup
        ),
        (
            ChoiceCase("only compressed points", [ecdsaAES128, rsaAES128, staticECDH], [.ec(.p256), .rsa]).with {
                $0.pointFormats = [1, 2]
            }, .noGroup
        ),
        (
            ChoiceCase("no signature scheme in common", [rsaAES128], [.rsa]).with { $0.offeredSchemes = [.ed25519] },
            .noSignatureScheme
        ),
        (
            ChoiceCase("without signature_algorithms, where SHA-1 is not enabled", [rsaAES128], [.rsa]).with {
                $0.offeredSchemes = nil
            }, .noSignatureScheme
        ),
    ]
}

@Suite("A server takes its first suite of TLS 1.2 that all goes with. RFC 5246 §7.4.1.3, RFC 8422 §5, RFC 7919 §4")
struct SuiteChoice12Tests {
    @Test("The suite is chosen with certificate, group and scheme", arguments: ChoiceCase.taken)
    private func chooses(_ choice: ChoiceCase, _ taken: ChoiceCase.Taken) throws {
        #expect(try choice.choose() == taken)
    }

    @Test("Nothing goes, and it is told why", arguments: ChoiceCase.refused)
    private func refuses(_ choice: ChoiceCase, _ reason: NoSuite12) {
        #expect(throws: reason) { try choice.choose() }
    }

    @Test("A hello with every number there is costs one pass")
    func everySuite() throws {
        let all = (UInt16.min...UInt16.max).map(CipherSuite.init(rawValue:))
        #expect(try ChoiceCase("all", all, [.rsa]).choose().suite == rsaAES128)
    }
}
