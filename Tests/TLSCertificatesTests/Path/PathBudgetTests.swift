import TLSCertificates
import TLSPrimitives
import Testing

private typealias Draft = CertificateDraft

@Suite("What an attacker makes large is refused before it costs much")
struct PathBudgetTests {
    private static let requirements = PathRequirements(
        time: CertificateTime(secondsSinceEpoch: Draft.now), purpose: .server, host: "a.example.test")

    private func code(
        _ chain: [X509Certificate], _ roots: [X509Certificate], helpers: [X509Certificate] = [],
        _ requirements: PathRequirements = requirements
    ) -> PathFailure.Code? {
        let anchors = roots.map { TrustAnchor($0, profile: .pathOnly) }
        do throws(PathFailure) {
            _ = try PathVerifier(TrustStore(anchors), intermediates: helpers).verify(chain, requirements)
            return nil
        } catch {
            #expect(error.candidates.count <= 16)
            #expect(error.description.utf8.count < 1_024)
            return error.code
        }
    }

    /// A hundred authorities of one name, of as many keys or of one, signed with a key.
    private func hundred(_ signer: PrivateKey, hasOneKey: Bool = false) throws -> [X509Certificate] {
        try (0..<100).map { index in
            var draft = try Draft.authority("CN=Authority", key: 2, by: "CN=Root", signer: 0)
            draft.serialNumber = [UInt8(1 + index)]
            draft.signer = signer
            if !hasOneKey {
                let key = index < 50 ? Draft.keys[10 + index] : try PrivateKey.generate(.ec(.p256))
                draft.publicKeyInfo = SubjectPublicKeyInfo(key.publicKey).derBytes
            }
            return try draft.make()
        }
    }

    @Test("A hundred authorities that a look-alike of the root has signed", arguments: [false, true])
    func lookAlike(_ hasOneKey: Bool) throws {
        let leaf = try Draft.endEntity(by: "CN=Authority", signer: 2).make()
        let chain = [leaf] + (try hundred(Draft.keys[9], hasOneKey: hasOneKey))
        #expect(code(chain, [try Draft.root().make()]) == .pathBudgetExceeded)
    }

    @Test("The right one among a few wrong ones is found all the same")
    func rightOne() throws {
        let leaf = try Draft.endEntity(by: "CN=Authority", signer: 2).make()
        let right = try Draft.authority("CN=Authority", key: 2, by: "CN=Root", signer: 0).make()
        let wrong = try hundred(Draft.keys[9]).prefix(20)
        #expect(code([leaf] + wrong + [right], [try Draft.root().make()]) == nil)
    }

    @Test("A hundred good authorities, none of which has signed the end entity")
    func badEndEntity() throws {
        var leaf = try Draft.endEntity(by: "CN=Authority", signer: 2)
        leaf.isSignatureGood = false
        let chain = [try leaf.make()] + (try hundred(Draft.keys[0]))
        #expect(code(chain, [try Draft.root().make()]) == .pathBudgetExceeded)
    }

    @Test("A hundred authorities whose root has expired")
    func expiredRoot() throws {
        var root = try Draft.root()
        root.notAfter = Draft.now - 1
        let leaf = try Draft.endEntity(by: "CN=Authority", signer: 2).make()
        #expect(code([leaf] + (try hundred(Draft.keys[0])), [try root.make()]) == .expired)
    }

    @Test("Authorities that have all signed one another", arguments: [false, true])
    func crossSigned(_ isRooted: Bool) throws {
        var pool: [X509Certificate] = []
        for own in 0..<8 {
            for other in 0..<8 where own != other {
                pool.append(
                    try Draft.authority("CN=X\(own)", key: 2 + own, by: "CN=X\(other)", signer: 2 + other).make())
            }
            guard isRooted else { continue }
            pool.append(try Draft.authority("CN=X\(own)", key: 2 + own, by: "CN=Root", signer: 0).make())
        }
        var leaf = try Draft.endEntity(by: "CN=X0", signer: 2)
        leaf.isSignatureGood = false
        let root = try Draft.root().make()
        let expected: PathFailure.Code = isRooted ? .badSignature : .pathBudgetExceeded
        #expect(code([try leaf.make()], [root], helpers: pool) == expected)
        leaf.isSignatureGood = true
        #expect(code([try leaf.make()], [root], helpers: pool) == (isRooted ? nil : .pathBudgetExceeded))
    }

    @Test("A chain longer than is allowed")
    func longChain() throws {
        for (count, expected) in [(8, nil), (9, PathFailure.Code.pathTooLong), (40, .pathTooLong)] {
            var chain = [try Draft.endEntity(by: "CN=X\(count - 1)", signer: 1 + count).make()]
            for index in (0..<count).reversed() {
                chain.append(
                    try Draft.authority(
                        "CN=X\(index)", key: 2 + index, by: index == 0 ? "CN=Root" : "CN=X\(index - 1)",
                        signer: index == 0 ? 0 : 1 + index
                    ).make())
            }
            #expect(code(chain, [try Draft.root().make()]) == expected, "\(count)")
        }
    }

    @Test(
        "1,024 names and 1,024 constraints of every form, short and long",
        arguments: [
            ("dns:a", ".example.test"), ("ip:2001:db8::", ""), ("dir:O=Example,CN=", ""), ("mail:m", "@example.test"),
            ("uri:https://h", ".example.test"),
            ("dns:a", "." + String(repeating: String(repeating: "a", count: 59) + ".", count: 3) + "test"),
            ("mail:m", "@" + String(repeating: String(repeating: "a", count: 59) + ".", count: 3) + "test"),
        ])
    func names(_ start: String, _ end: String) throws {
        let isAddress = start.hasPrefix("ip:")
        let bound = isAddress ? "/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" : ""
        let base = start.replacing("https://", with: "")
        var authority = try Draft.authority("CN=Authority", key: 2, by: "CN=Root", signer: 0)
        authority.setConstraints(
            excluded: try (0..<1_024).map {
                try SampleCertificate.encodedName(base + String(0x2000 + $0, radix: 16) + end + bound)
            })
        var leaf = try Draft.endEntity(by: "CN=Authority", signer: 2)
        leaf.setNames(
            try [SampleCertificate.encodedName("dns:a.example.test")]
                + (0..<1_024).map {
                    try SampleCertificate.encodedName(start + String(0x1000 + $0, radix: 16) + end)
                })
        let found = code([try leaf.make(), try authority.make()], [try Draft.root().make()])
        #expect(found == .nameConstraintBudgetExceeded)
    }

    @Test("RSA numbers that cost too much, or are none, are refused wherever they stand")
    func rsaNumbers() throws {
        let numbers: [(Int, [UInt8])] = [
            (1023, [3]), (8193, [3]), (16_384, [3]), (2048, [1]), (2048, [2]), (2048, [1, 0, 0, 0, 1, 0]),
            (2048, [1, 0, 0, 0, 0, 0, 0, 0, 1]),
        ]
        let signer = try PrivateKey.generate(.rsa(bits: 2048))
        for (bits, exponent) in numbers {
            let info = RSASample.info(bits: bits, exponent: exponent)
            var leaf = try Draft.endEntity(by: "CN=Authority", signer: 2)
            leaf.signer = signer
            leaf.signature = .rsaPKCS1(.sha256)
            var authority = try Draft.authority("CN=Authority", key: 2, by: "CN=Root", signer: 0)
            authority.publicKeyInfo = info
            var anchor = try Draft.root("CN=Authority", key: 2)
            anchor.publicKeyInfo = info
            let chain = [try leaf.make(), try authority.make()]
            #expect(code(chain, [try Draft.root().make()]) == .weakAlgorithm, "\(bits) \(exponent)")
            #expect(code([chain[0]], [try anchor.make()]) == .weakAlgorithm, "\(bits) \(exponent)")
            var owner = try Draft.endEntity(by: "CN=Root", signer: 0)
            owner.publicKeyInfo = info
            #expect(code([try owner.make()], [try Draft.root().make()]) == .weakAlgorithm, "\(bits) \(exponent)")
        }
    }

    @Test("Policies that multiply from authority to authority")
    func policies() throws {
        func policy(_ level: Int, _ number: Int) -> OID { OID(1, 2, 3, UInt64(level), UInt64(number)) }
        var chain: [X509Certificate] = []
        for level in 0..<6 {
            var authority = try Draft.authority(
                "CN=P\(level)", key: 2 + level, by: level == 0 ? "CN=Root" : "CN=P\(level - 1)",
                signer: level == 0 ? 0 : 1 + level)
            authority.setPolicies((0..<20).map { policy(level, $0) })
            authority.set(.policyMappings, isCritical: true) { value in
                value.sequence { list in
                    for from in 0..<20 {
                        for to in 0..<20 {
                            list.sequence { pair in
                                pair.objectIdentifier(policy(level, from))
                                pair.objectIdentifier(policy(level + 1, to))
                            }
                        }
                    }
                }
            }
            chain.insert(try authority.make(), at: 0)
        }
        var leaf = try Draft.endEntity(by: "CN=P5", signer: 7)
        leaf.setPolicies((0..<20).map { policy(6, $0) })
        var requirements = Self.requirements
        requirements.policies = PolicyRequirements()
        requirements.policies?.requiresExplicitPolicy = true
        let root = try Draft.root().make()
        #expect(code([try leaf.make()] + chain, [root], requirements) == .policyBudgetExceeded)
    }
}
