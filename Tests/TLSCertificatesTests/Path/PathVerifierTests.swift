import TLSCertificates
import TLSPrimitives
import Testing

private typealias Draft = CertificateDraft

/// A path of a root, one authority and an end entity, and what of it a case makes wrong.
private struct PathSetting: Sendable {
    var root: Draft
    var authority: Draft
    var leaf: Draft
    var constraints = TrustAnchor.Constraints.all
    var role: TrustAnchor.Role = [.authority, .selfSigned]
    var profile = CertificateProfile.webPKI
    var requirements = PathRequirements(
        time: CertificateTime(secondsSinceEpoch: Draft.now), purpose: .server, host: "a.example.test")

    init() throws {
        root = try .root()
        authority = try .authority("CN=Authority", key: 2, by: "CN=Root", signer: 0)
        leaf = try .endEntity(by: "CN=Authority", signer: 2)
    }

    var store: TrustStore {
        get throws {
            TrustStore([
                TrustAnchor(try root.make(), constraints: constraints, role: role, profile: profile)
            ])
        }
    }

    /// Who broke a rule.
    enum Place: String, Sendable {
        case leaf, authority, root, nobody
    }

    func verdict() throws -> (Result<VerifiedPath, PathFailure>, [Place: X509Certificate]) {
        let made: [Place: X509Certificate] = [
            .leaf: try leaf.make(), .authority: try authority.make(), .root: try root.make(),
        ]
        let anchor = TrustAnchor(
            try #require(made[.root]), constraints: constraints, role: role, profile: profile)
        let chain = [try #require(made[.leaf]), try #require(made[.authority])]
        do throws(PathFailure) {
            return (.success(try PathVerifier(TrustStore([anchor])).verify(chain, requirements)), made)
        } catch {
            return (.failure(error), made)
        }
    }
}

/// One rule, and what breaks it.
private struct RuleCase: Sendable, CustomTestStringConvertible {
    let title: String
    let code: PathFailure.Code
    let place: PathSetting.Place
    let reason: String
    /// The profiles that have the rule.
    let profiles: [CertificateProfile]
    let change: @Sendable (inout PathSetting) throws -> Void

    init(
        _ title: String, _ code: PathFailure.Code, _ place: PathSetting.Place, _ reason: String,
        _ profiles: [CertificateProfile] = CertificateProfile.allCases,
        change: @escaping @Sendable (inout PathSetting) throws -> Void
    ) {
        self.title = title
        self.code = code
        self.place = place
        self.reason = reason
        self.profiles = profiles
        self.change = change
    }

    var testDescription: String { title }

    static let unknown = OID(1, 2, 3, 4)
    static let later = CertificateTime(secondsSinceEpoch: Draft.now + 100_000)

    static let paths: [RuleCase] = [
        RuleCase("no anchor", .unknownAuthority, .authority, "its issuer, CN=Root, is not among those that are trusted")
        {
            $0.root = try .root("CN=Another")
        },
        RuleCase(
            "signed itself", .unknownAuthority, .leaf, "it has signed itself, and is not among those that are trusted"
        ) {
            $0.leaf.issuer = $0.leaf.subject
        },
        RuleCase(
            "end entity expired", .expired, .leaf,
            "it was valid until 2027-01-15 07:59:59 UTC, and now is 2027-01-15 08:00:00 UTC"
        ) {
            $0.leaf.notAfter = Draft.now - 1
        },
        RuleCase("authority expired", .expired, .authority, "it was valid until") {
            $0.authority.notAfter = Draft.now - 1
        },
        RuleCase("anchor expired", .expired, .root, "it was valid until") { $0.root.notAfter = Draft.now - 1 },
        RuleCase("end entity too early", .notYetValid, .leaf, "it is valid from 2027-01-15 08:00:01 UTC on") {
            $0.leaf.notBefore = Draft.now + 1
        },
        RuleCase("authority too early", .notYetValid, .authority, "it is valid from") {
            $0.authority.notBefore = Draft.now + 1
        },
        RuleCase("end entity's signature", .badSignature, .leaf, "its signature was not made with its issuer's key") {
            $0.leaf.isSignatureGood = false
        },
        RuleCase(
            "authority signed by another key", .badSignature, .authority,
            "its signature was not made with its issuer's key"
        ) {
            $0.authority.signer = Draft.keys[3]
        },
        RuleCase("SHA-1", .weakAlgorithm, .leaf, "it is signed over SHA-1, which can be forged") {
            $0.leaf.signature = .ecdsa(.sha1)
        },
        RuleCase("small RSA key", .weakAlgorithm, .leaf, "its RSA key has 1024 bits, and 2048 are asked for") {
            $0.leaf.publicKeyInfo = RSASample.info(bits: 1024)
        },
        RuleCase("no basicConstraints", .notAuthority, .authority, "its basicConstraints make it no authority") {
            $0.authority.remove(.basicConstraints)
        },
        RuleCase("cA FALSE", .notAuthority, .authority, "its basicConstraints make it no authority") {
            $0.authority.set(.basicConstraints, isCritical: true) { $0.sequence { _ in } }
        },
        RuleCase("no keyCertSign", .notAuthority, .authority, "its keyUsage does not allow signing certificates") {
            $0.authority.set(.keyUsage, isCritical: true) { $0.namedBits([0x02]) }
        },
        RuleCase("anchor without keyCertSign", .notAuthority, .root, "its keyUsage does not allow signing certificates")
        {
            $0.root.set(.keyUsage, isCritical: true) { $0.namedBits([0x02]) }
        },
        RuleCase("anchor without basicConstraints", .notAuthority, .root, "its basicConstraints make it no authority") {
            $0.root.remove(.basicConstraints)
        },
        RuleCase("anchor's path length", .pathTooLong, .authority, "allows no other below it") {
            $0.root = try .authority("CN=Root", key: 0, by: "CN=Root", signer: 0, pathLength: 0)
        },
        RuleCase("verifier's length", .pathTooLong, .authority, "or the verifier, allows no other below it") {
            $0.requirements.maximumIntermediates = 0
        },
        RuleCase("end entity's purpose", .wrongPurpose, .leaf, "its extendedKeyUsage does not list serverAuth") {
            $0.leaf.setPurposes([.clientAuthentication])
        },
        RuleCase("authority's purpose", .wrongPurpose, .authority, "its extendedKeyUsage does not list serverAuth") {
            $0.authority.setPurposes([.clientAuthentication])
        },
        RuleCase("client's purpose", .wrongPurpose, .leaf, "its extendedKeyUsage does not list clientAuth") {
            $0.requirements.purpose = .client
        },
        RuleCase("another host", .nameMismatch, .leaf, "it is not for b.example.test, but for a.example.test") {
            $0.requirements.host = "b.example.test"
        },
        RuleCase("an address that is not named", .nameMismatch, .leaf, "it is not for 192.0.2.1, but for") {
            $0.requirements.host = "192.0.2.1"
        },
        RuleCase("excluded name", .nameNotPermitted, .leaf, "a.example.test is excluded by a name constraint") {
            $0.authority.setConstraints(excluded: [try SampleCertificate.encodedName("dns:example.test")])
        },
        RuleCase("name outside", .nameNotPermitted, .leaf, "a.example.test is not among the names that are permitted") {
            $0.authority.setConstraints(permitted: [try SampleCertificate.encodedName("dns:other.test")])
        },
        RuleCase("anchor's constraints", .nameNotPermitted, .leaf, "is not among the names that are permitted") {
            $0.root.setConstraints(permitted: [try SampleCertificate.encodedName("dns:other.test")])
        },
        RuleCase("a policy is asked for", .policyNotAcceptable, .leaf, "there is no policy that is acceptable") {
            var policies = PolicyRequirements()
            policies.requiresExplicitPolicy = true
            $0.requirements.policies = policies
        },
        RuleCase("an authority asks for a policy", .policyNotAcceptable, .leaf, "there is no policy that is acceptable")
        {
            $0.authority.set(.policyConstraints, isCritical: true) { $0.sequence { $0.value(.context(0), [0]) } }
        },
        RuleCase(
            "critical extension of the end entity", .unknownCriticalExtension, .leaf,
            "the critical extension 1.2.3.4 is not understood"
        ) {
            $0.leaf.set(unknown, isCritical: true) { $0.null() }
        },
        RuleCase(
            "critical extension of the authority", .unknownCriticalExtension, .authority,
            "the critical extension 1.2.3.4 is not understood"
        ) {
            $0.authority.set(unknown, isCritical: true) { $0.null() }
        },
        RuleCase(
            "critical extension of the anchor", .unknownCriticalExtension, .root,
            "the critical extension 1.2.3.4 is not understood"
        ) {
            $0.root.set(unknown, isCritical: true) { $0.null() }
        },
        RuleCase("an extension that cannot be read", .malformed, .authority, "basicConstraints") {
            $0.authority.set(.basicConstraints, isCritical: true) { $0.null() }
        },
        RuleCase("empty keyUsage of the end entity", .malformed, .leaf, "its keyUsage is empty") {
            $0.leaf.set(.keyUsage, isCritical: true) { $0.namedBits([0]) }
        },
        RuleCase("empty keyUsage of the authority", .malformed, .authority, "its keyUsage is empty") {
            $0.authority.set(.keyUsage, isCritical: true) { $0.namedBits([0]) }
        },
        RuleCase("no list, and one is asked for", .revocationUnknown, .leaf, "whether it was revoked is not known") {
            $0.requirements.revocation = RevocationRequirements(lists: RevocationLists([]), scope: .endEntity)
        },
        RuleCase("a statement that is none", .badStatusResponse, .leaf, "") {
            $0.requirements.revocation.staple = .response([1, 2, 3])
        },
        RuleCase("names and constraints", .nameConstraintBudgetExceeded, .nobody, "than are compared") {
            let names = try (0..<1_024).map { try SampleCertificate.encodedName("dns:h\($0).example.test") }
            $0.authority.setConstraints(excluded: names)
            $0.leaf.setNames(
                try (0..<1_024).map { try SampleCertificate.encodedName("dns:g\($0).example.test") }
                    + [SampleCertificate.encodedName("dns:a.example.test")])
        },
    ]

    // What only profiles ask.
    static let profiled: [RuleCase] = [
        RuleCase("serial number of zero", .malformed, .leaf, "its serial number is not positive", [.rfc5280, .webPKI]) {
            $0.leaf.serialNumber = [0]
        },
        RuleCase(
            "negative serial number", .malformed, .authority, "its serial number is not positive", [.rfc5280, .webPKI]
        ) {
            $0.authority.serialNumber = [0x80]
        },
        RuleCase("critical key identifier", .malformed, .leaf, "2.5.29.35 must not be critical", [.rfc5280, .webPKI]) {
            $0.leaf.mark(.authorityKeyIdentifier, isCritical: true)
        },
        RuleCase(
            "critical subject key identifier", .malformed, .root, "2.5.29.14 must not be critical", [.rfc5280, .webPKI]
        ) {
            $0.root.mark(.subjectKeyIdentifier, isCritical: true)
        },
        RuleCase(
            "uncritical policyConstraints", .malformed, .authority, "2.5.29.36 must be critical", [.rfc5280, .webPKI]
        ) {
            $0.authority.set(.policyConstraints) { $0.sequence { $0.value(.context(1), [0]) } }
        },
        RuleCase(
            "uncritical inhibitAnyPolicy", .malformed, .authority, "2.5.29.54 must be critical", [.rfc5280, .webPKI]
        ) {
            $0.authority.set(.inhibitAnyPolicy) { $0.integer(0) }
        },
        RuleCase(
            "keyCertSign of an end entity", .malformed, .leaf, "its keyUsage is an authority's, and it is none",
            [.rfc5280, .webPKI]
        ) {
            $0.leaf.set(.keyUsage, isCritical: true) { $0.namedBits([0x84]) }
        },
        RuleCase(
            "no authorityKeyIdentifier", .malformed, .leaf, "it has no authorityKeyIdentifier", [.rfc5280, .webPKI]
        ) {
            $0.leaf.remove(.authorityKeyIdentifier)
        },
        RuleCase(
            "authorityKeyIdentifier without a key", .malformed, .leaf, "does not identify a key", [.rfc5280, .webPKI]
        ) {
            $0.leaf.set(.authorityKeyIdentifier) { $0.sequence { _ in } }
        },
        RuleCase(
            "authority without subjectKeyIdentifier", .malformed, .authority, "has no subjectKeyIdentifier",
            [.rfc5280, .webPKI]
        ) {
            $0.authority.remove(.subjectKeyIdentifier)
        },
        RuleCase(
            "uncritical basicConstraints", .malformed, .authority, "its basicConstraints must be critical",
            [.rfc5280, .webPKI]
        ) {
            $0.authority.mark(.basicConstraints, isCritical: false)
        },
        RuleCase(
            "uncritical nameConstraints", .malformed, .authority, "its nameConstraints must be critical", [.rfc5280]
        ) {
            $0.authority.setConstraints(permitted: [try SampleCertificate.encodedName("dns:example.test")])
            $0.authority.mark(.nameConstraints, isCritical: false)
        },
        RuleCase(
            "constraint with a dot in front", .malformed, .authority, "have a host with a dot in front",
            [.rfc5280, .webPKI]
        ) {
            $0.authority.setConstraints(permitted: [try SampleCertificate.encodedName("dns:.example.test")])
        },
        RuleCase("path length of an end entity", .malformed, .leaf, "has a pathLenConstraint", [.rfc5280, .webPKI]) {
            $0.leaf.set(.basicConstraints, isCritical: true) { $0.sequence { $0.integer(0) } }
        },
        RuleCase(
            "no subject, uncritical names", .malformed, .leaf, "its subjectAltName must be critical",
            [.rfc5280, .webPKI]
        ) {
            $0.leaf.subject = [0x30, 0]
        },
        RuleCase(
            "underscore in a name", .malformed, .leaf, "its DNS name x_y.example.test has not the form of one",
            [.rfc5280, .webPKI]
        ) {
            $0.leaf.setNames(
                try ["dns:a.example.test", "dns:x_y.example.test"].map(SampleCertificate.encodedName))
        },
        RuleCase("root with purposes", .malformed, .root, "it is a root's and has an extendedKeyUsage", [.webPKI]) {
            $0.root.setPurposes([.serverAuthentication])
        },
        RuleCase(
            "root that names another key", .malformed, .root,
            "its authorityKeyIdentifier is not its subjectKeyIdentifier", [.webPKI]
        ) {
            $0.root.setKeyIdentifiers(0, 9)
        },
        RuleCase("end entity that is an authority", .malformed, .leaf, "it is an authority's", [.webPKI]) {
            $0.leaf.set(.basicConstraints, isCritical: true) { $0.sequence { $0.boolean(true) } }
            $0.leaf.set(.keyUsage, isCritical: true) { $0.namedBits([0x84]) }
        },
        RuleCase("no extendedKeyUsage", .wrongPurpose, .leaf, "it has no extendedKeyUsage", [.webPKI]) {
            $0.leaf.remove(.extKeyUsage)
        },
        RuleCase("every purpose", .wrongPurpose, .leaf, "its extendedKeyUsage lists every purpose", [.webPKI]) {
            $0.leaf.setPurposes([.anyExtendedKeyUsage])
        },
        RuleCase("critical extendedKeyUsage", .malformed, .leaf, "its extendedKeyUsage must not be critical", [.webPKI])
        {
            $0.leaf.mark(.extKeyUsage, isCritical: true)
        },
        RuleCase(
            "critical names beside a subject", .malformed, .leaf, "its subjectAltName must not be critical", [.webPKI]
        ) {
            $0.leaf.mark(.subjectAltName, isCritical: true)
        },
        RuleCase(
            "wildcard of a top-level domain", .malformed, .leaf,
            "its wildcard *.test stands for a whole top-level domain", [.webPKI]
        ) {
            $0.leaf.setNames(try ["dns:a.example.test", "dns:*.test"].map(SampleCertificate.encodedName))
        },
        RuleCase(
            "common name of another host", .malformed, .leaf, "its common name is not one of its alternative names",
            [.webPKI]
        ) {
            $0.leaf.subject = try DistinguishedName(text: "CN=b.example.test").derBytes
        },
        RuleCase("Ed25519 key", .weakAlgorithm, .leaf, "its key is neither of RSA nor on a curve of NIST", [.webPKI]) {
            $0.leaf.publicKeyInfo = SubjectPublicKeyInfo(try PrivateKey.generate(.ed25519).publicKey).derBytes
        },
        RuleCase("RSA key of no whole octets", .weakAlgorithm, .leaf, "its RSA key has 2049 bits", [.webPKI]) {
            $0.leaf.publicKeyInfo = RSASample.info(bits: 2049)
        },
    ]

    // What is asked strictly.
    static let strict: [RuleCase] = [
        RuleCase("purpose not by its name", .wrongPurpose, .leaf, "does not list serverAuth by name", [.pathOnly]) {
            $0.requirements.purposeStrictness = .strictEndEntity
            $0.leaf.setPurposes([.anyExtendedKeyUsage])
        },
        RuleCase(
            "code signing beside it", .wrongPurpose, .leaf, "its extendedKeyUsage also lists codeSigning", [.pathOnly]
        ) {
            $0.requirements.purposeStrictness = .strictEndEntity
            $0.leaf.setPurposes([.serverAuthentication, .codeSigning])
        },
        RuleCase("an authority", .wrongPurpose, .leaf, "it is an authority's", [.pathOnly]) {
            $0.requirements.purposeStrictness = .strictEndEntity
            $0.leaf.set(.basicConstraints, isCritical: true) { $0.sequence { $0.boolean(true) } }
        },
        RuleCase("issuer lists any", .wrongPurpose, .authority, "does not list serverAuth by name", [.pathOnly]) {
            $0.requirements.purposeStrictness = .strict
            $0.authority.setPurposes([.anyExtendedKeyUsage])
        },
        RuleCase("issuer of clients says nothing", .wrongPurpose, .authority, "it has no extendedKeyUsage", [.pathOnly])
        {
            $0.requirements.purposeStrictness = .strict
            $0.requirements.purpose = .client
            $0.leaf.setPurposes([.clientAuthentication])
        },
        RuleCase("issuer with time stamping", .wrongPurpose, .authority, "also lists timeStamping", [.pathOnly]) {
            $0.requirements.purposeStrictness = .strict
            $0.authority.setPurposes([.serverAuthentication, .timeStamping])
        },
    ]
}

/// Keys of RSA that nobody has: their numbers are only as long as they should be.
enum RSASample {
    static func info(bits: Int, exponent: [UInt8] = [1, 0, 1]) -> [UInt8] {
        var modulus = [UInt8](repeating: 0xa5, count: (bits + 7) / 8)
        modulus[0] = 1 << UInt8((bits - 1) % 8)
        var key = DERWriter()
        key.sequence { numbers in
            numbers.unsignedInteger(modulus)
            numbers.unsignedInteger(exponent)
        }
        var info = DERWriter()
        info.sequence { fields in
            fields.sequence { algorithm in
                algorithm.objectIdentifier(.rsaEncryption)
                algorithm.null()
            }
            fields.bitString(key.bytes)
        }
        return info.bytes
    }
}

@Suite("Each rule of a path, one by one")
struct PathVerifierTests {
    @Test("Nothing is wrong with the path that the cases change", arguments: CertificateProfile.allCases)
    func good(_ profile: CertificateProfile) throws {
        var setting = try PathSetting()
        setting.profile = profile
        let (verdict, made) = try setting.verdict()
        let path = try verdict.get()
        #expect(path.certificates == [made[.leaf], made[.authority]])
        #expect(path.anchor?.certificate == made[.root])
        #expect(path.chain.count == 3)
    }

    @Test("A broken rule is named, with whose certificate broke it", arguments: RuleCase.paths + RuleCase.strict)
    private func broken(_ rule: RuleCase) throws {
        for profile in rule.profiles { try expect(rule, profile) }
    }

    @Test("A rule of a profile is that profile's alone", arguments: RuleCase.profiled)
    private func profiled(_ rule: RuleCase) throws {
        for profile in CertificateProfile.allCases {
            if rule.profiles.contains(profile) {
                try expect(rule, profile)
            } else {
                var setting = try PathSetting()
                setting.profile = profile
                try rule.change(&setting)
                let (verdict, _) = try setting.verdict()
                #expect(throws: Never.self, "\(profile)") { try verdict.get() }
            }
        }
    }

    private func expect(_ rule: RuleCase, _ profile: CertificateProfile) throws {
        var setting = try PathSetting()
        setting.profile = profile
        try rule.change(&setting)
        let (verdict, made) = try setting.verdict()
        guard case .failure(let failure) = verdict else {
            Issue.record("\(profile): the path is accepted")
            return
        }
        #expect(failure.code == rule.code, "\(profile): \(failure)")
        #expect(failure.certificate == made[rule.place], "\(profile): \(failure)")
        #expect(failure.reason.contains(rule.reason), "\(profile): \(failure)")
    }

    @Test("An empty chain has no path")
    func empty() throws {
        let setting = try PathSetting()
        #expect {
            try PathVerifier(try setting.store).verify([], setting.requirements)
        } throws: { ($0 as? PathFailure)?.code == .unknownAuthority }
    }

    @Test("Both ends of a certificate's time are part of it")
    func ends() throws {
        var setting = try PathSetting()
        setting.leaf.notBefore = Draft.now
        setting.leaf.notAfter = Draft.now
        #expect(throws: Never.self) { try setting.verdict().0.get() }
    }

    // MARK: Rules left out

    @Test(
        "A rule that is left out is left out, and no other",
        arguments: [IgnoredRules.validity, .unknownAuthority, .purpose, .name])
    func ignored(_ ignored: IgnoredRules) throws {
        let changes: [(IgnoredRules, PathFailure.Code, (inout PathSetting) throws -> Void)] = [
            (.validity, .expired, { $0.leaf.notAfter = Draft.now - 1 }),
            (.validity, .notYetValid, { $0.authority.notBefore = Draft.now + 1 }),
            (.unknownAuthority, .unknownAuthority, { $0.root = try .root("CN=Another") }),
            (.purpose, .wrongPurpose, { $0.leaf.setPurposes([.clientAuthentication]) }),
            (.name, .nameMismatch, { $0.requirements.host = "b.example.test" }),
            ([], .badSignature, { $0.leaf.isSignatureGood = false }),
            ([], .notAuthority, { $0.authority.remove(.basicConstraints) }),
        ]
        for (rule, code, change) in changes {
            var setting = try PathSetting()
            setting.profile = .pathOnly
            setting.requirements.unsafelyIgnoring = ignored
            try change(&setting)
            let (verdict, _) = try setting.verdict()
            switch verdict {
            case .success(let path):
                #expect(rule == ignored, "\(code)")
                #expect((path.anchor == nil) == (ignored == .unknownAuthority))
            case .failure(let failure):
                #expect(rule != ignored && failure.code == code, "\(failure)")
            }
        }
    }

    // MARK: Anchors

    @Test("Of an anchor's certificate counts what its constraints say")
    func constraints() throws {
        let changes: [(TrustAnchor.Constraints, (inout PathSetting) throws -> Void)] = [
            (.validity, { $0.root.notAfter = Draft.now - 1 }),
            (.basicConstraints, { $0.root.remove(.basicConstraints) }),
            (.extensions, { $0.root.set(.keyUsage, isCritical: true) { $0.namedBits([0x80]) } }),
            (.extensions, { $0.root.setPurposes([.clientAuthentication]) }),
            (.extensions, { $0.root.setConstraints(excluded: [try SampleCertificate.encodedName("dns:test")]) }),
            (.extensions, { $0.root.set(RuleCase.unknown, isCritical: true) { $0.null() } }),
        ]
        for (constraint, change) in changes {
            for kept in [constraint, []] {
                var setting = try PathSetting()
                setting.profile = .pathOnly
                setting.constraints = kept
                try change(&setting)
                let (verdict, _) = try setting.verdict()
                let isAccepted = if case .success = verdict { true } else { false }
                #expect(isAccepted == kept.isEmpty)
            }
        }
    }

    @Test("An anchor does what its role is")
    func roles() throws {
        var other = try Draft.endEntity(by: "CN=Nobody", signer: 5)
        var own = try Draft.endEntity(by: "CN=a.example.test", signer: 1)
        own.remove(.authorityKeyIdentifier)
        other.notAfter = Draft.now + 1
        let requirements = try PathSetting().requirements
        let cases: [(TrustAnchor.Role, Draft, Bool)] = [
            (.authority, own, false), (.authority, other, false), (.selfSigned, own, true),
            (.selfSigned, other, false), (.endEntity, own, true), (.endEntity, other, true), ([], own, false),
        ]
        for (role, draft, isAccepted) in cases {
            let certificate = try draft.make()
            let store = TrustStore([TrustAnchor(certificate, role: role, profile: .pathOnly)])
            let path = try? PathVerifier(store).verify([certificate], requirements)
            #expect((path != nil) == isAccepted, "\(role)")
            if let path {
                #expect(path.chain == [certificate])
                #expect(throws: PathFailure.self) {
                    try PathVerifier(store).verify(
                        [certificate], PathRequirements(time: RuleCase.later, purpose: .server))
                }
            }
        }
        var setting = try PathSetting()
        setting.role = [.endEntity, .selfSigned]
        let (verdict, _) = try setting.verdict()
        #expect(throws: PathFailure.self) { try verdict.get() }
    }

    @Test("A certificate that says it has signed itself, and has not, is not taken for it")
    func notSelfSigned() throws {
        var own = try Draft.endEntity(by: "CN=a.example.test", signer: 1)
        own.isSignatureGood = false
        let certificate = try own.make()
        let store = TrustStore([TrustAnchor(certificate, role: .selfSigned)])
        #expect(throws: PathFailure.self) {
            try PathVerifier(store).verify([certificate], try PathSetting().requirements)
        }
    }

    // MARK: Several paths

    @Test("After a path that fails the next one is tried")
    func backtracking() throws {
        let setting = try PathSetting()
        let wrong: [(inout Draft) -> Void] = [
            { $0.notAfter = Draft.now - 1 }, { $0.isSignatureGood = false }, { $0.remove(.basicConstraints) },
            { $0.setPurposes([.clientAuthentication]) }, { $0.signer = Draft.keys[7] },
            { $0.publicKeyInfo = SubjectPublicKeyInfo(Draft.keys[7].publicKey).derBytes },
        ]
        for change in wrong {
            var first = setting.authority
            change(&first)
            let (bad, good) = (try first.make(), try setting.authority.make())
            for others in [[bad, good], [good, bad]] {
                let path = try PathVerifier(try setting.store).verify(
                    [try setting.leaf.make()] + others, setting.requirements)
                #expect(path.certificates.last == good)
            }
        }
    }

    @Test("A cross-signed authority leads to the root that is trusted")
    func crossSigned() throws {
        let setting = try PathSetting()
        let old = try Draft.authority("CN=Root", key: 0, by: "CN=Old Root", signer: 8).make()
        let chain = [try setting.leaf.make(), try setting.authority.make(), old]
        #expect(try PathVerifier(try setting.store).verify(chain, setting.requirements).certificates.count == 2)
        let oldStore = TrustStore([try Draft.root("CN=Old Root", key: 8).make()])
        #expect(try PathVerifier(oldStore).verify(chain, setting.requirements).certificates == chain)
    }

    @Test("A failure shows at most sixteen candidates, and those")
    func candidates() throws {
        let setting = try PathSetting()
        let bad = try (0..<40).map { index in
            var draft = setting.authority
            draft.serialNumber = [UInt8(1 + index)]
            draft.publicKeyInfo = SubjectPublicKeyInfo(Draft.keys[20 + index].publicKey).derBytes
            draft.notAfter = Draft.now - 1
            return try draft.make()
        }
        let leaf = try setting.leaf.make()
        for (count, shown) in [(1, 1), (5, 5), (40, 16)] {
            do throws(PathFailure) {
                _ = try PathVerifier(TrustStore([])).verify([leaf] + bad.prefix(count), setting.requirements)
                Issue.record("the path is accepted")
            } catch {
                #expect(error.code == .expired)
                #expect(error.candidates.count == shown)
                #expect(error.candidates.allSatisfy { $0.code == .expired && $0.certificates.count == 2 })
            }
        }
    }

    @Test("An error about the wrong host names ten of ten thousand names, in less than a kilobyte")
    func manyNames() throws {
        var leaf = try Draft.endEntity()
        leaf.setNames(
            try (0..<10_000).map { try SampleCertificate.encodedName("dns:host-\($0).example.test") })
        let certificate = try leaf.make()
        let requirements = try PathSetting().requirements
        do throws(PathFailure) {
            _ = try PathVerifier(TrustStore([])).verify([certificate], requirements)
            Issue.record("the path is accepted")
        } catch {
            #expect(error.code == .nameMismatch)
            #expect(error.description.utf8.count < 1_024)
            #expect(error.reason.contains("host-9.example.test and 9990 others"))
            #expect(!error.reason.contains("host-10.example.test"))
        }
    }

    // MARK: What was proved

    @Test("What one path has proved helps no other that is not good")
    func proved() throws {
        let setting = try PathSetting()
        let chain = [try setting.leaf.make(), try setting.authority.make()]
        let verifier = PathVerifier(try setting.store)
        let first = try verifier.verify(chain, setting.requirements)
        #expect(try verifier.verify(chain, setting.requirements) == first)

        // Its time is over later on.
        var later = setting.requirements
        later.time = RuleCase.later
        #expect(throws: PathFailure.self) { try verifier.verify(chain, later) }

        // An end entity that the authority has not signed.
        var forged = setting.leaf
        forged.signer = Draft.keys[9]
        let forgedLeaf = try forged.make()
        #expect(throws: PathFailure.self) { try verifier.verify([forgedLeaf, chain[1]], setting.requirements) }

        // An anchor of the same name with another key, and none.
        let look = TrustStore([try Draft.root(key: 10).make()])
        for store in [look, TrustStore([])] {
            #expect(throws: PathFailure.self) { try PathVerifier(store).verify(chain, setting.requirements) }
        }

        // Both anchors, of which the wrong one comes first, with the authority proved by the right one.
        let right = try setting.store
        let both = PathVerifier(look.adding(right))
        for _ in 0..<2 {
            #expect(try both.verify(chain, setting.requirements).anchor == right.anchors.first)
        }

        // What the authority was proved for is not what it is asked for next.
        var strict = setting.requirements
        strict.maximumIntermediates = 0
        #expect(throws: PathFailure.self) { try verifier.verify(chain, strict) }
        var client = setting.requirements
        client.purpose = .client
        #expect(throws: PathFailure.self) { try verifier.verify(chain, client) }
    }
}
