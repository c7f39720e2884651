import TLSCertificates
import Testing

/// A certificate of a path, by what it says of policies. `*` is anyPolicy, other letters are policies of ours.
private struct Link: Sendable {
    var policies: String?
    var mappings: [String] = []
    var explicit: Int?
    var mapping: Int?
    var any: Int?
    var isSelfIssued = false

    init(
        _ policies: String?, mappings: [String] = [], explicit: Int? = nil, mapping: Int? = nil, any: Int? = nil,
        isSelfIssued: Bool = false
    ) {
        self.policies = policies
        self.mappings = mappings
        self.explicit = explicit
        self.mapping = mapping
        self.any = any
        self.isSelfIssued = isSelfIssued
    }

    func certificate() throws -> X509Certificate {
        var extensions: [X509Extension] = []
        if let policies {
            extensions.append(
                SampleCertificate.value(.certificatePolicies) { value in
                    value.sequence { list in
                        for policy in policies { list.sequence { $0.objectIdentifier(identifier(policy)) } }
                    }
                })
        }
        if !mappings.isEmpty {
            extensions.append(
                SampleCertificate.value(.policyMappings) { value in
                    value.sequence { list in
                        for pair in mappings {
                            list.sequence { fields in
                                for policy in pair { fields.objectIdentifier(identifier(policy)) }
                            }
                        }
                    }
                })
        }
        if explicit != nil || mapping != nil {
            extensions.append(
                SampleCertificate.value(.policyConstraints) { value in
                    value.sequence { fields in
                        if let explicit { fields.value(.context(0), [UInt8(explicit)]) }
                        if let mapping { fields.value(.context(1), [UInt8(mapping)]) }
                    }
                })
        }
        if let any { extensions.append(SampleCertificate.value(.inhibitAnyPolicy) { $0.integer(any) }) }
        return try SampleCertificate.make(issuer: isSelfIssued ? "CN=subject" : "CN=issuer", extensions: extensions)
    }
}

private func identifier(_ policy: Character) -> OID {
    policy == "*" ? .anyPolicy : OID(1, 2, 3, UInt64(policy.unicodeScalars.first?.value ?? 0))
}

/// A path and the acceptable policies under which it is valid and not.
private struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let path: [Link]
    var anchor: Link?
    /// What the authorities agree on; nil when no policy is left.
    let authority: String?
    var inhibitsMapping = false
    var inhibitsAnyPolicy = false
    var testDescription: String { name }

    func check(acceptable: String, requiresExplicitPolicy: Bool = true) throws -> PolicyOutcome? {
        var requirements = PolicyRequirements()
        requirements.acceptable = Set(acceptable.map(identifier))
        requirements.requiresExplicitPolicy = requiresExplicitPolicy
        requirements.inhibitsMapping = inhibitsMapping
        requirements.inhibitsAnyPolicy = inhibitsAnyPolicy
        return try PolicyGraph.check(
            path.map { try $0.certificate() }, requirements, anchor: anchor.map { try $0.certificate() })
    }

    static let all = [
        Row(name: "one policy all the way", path: [Link("a"), Link("a"), Link("a")], authority: "a"),
        Row(name: "what is common to all", path: [Link("abc"), Link("bcd"), Link("cde")], authority: "c"),
        Row(name: "nothing in common", path: [Link("a"), Link("b"), Link("ab")], authority: nil),
        Row(name: "a certificate without policies", path: [Link("a"), Link(nil), Link("a")], authority: nil),
        Row(name: "an end entity without policies", path: [Link("a"), Link(nil)], authority: nil),
        Row(name: "anyPolicy stands for what is above", path: [Link("ab"), Link("*"), Link("b")], authority: "b"),
        Row(name: "anyPolicy at the end", path: [Link("a"), Link("*")], authority: "a"),
        Row(name: "anyPolicy everywhere", path: [Link("*"), Link("*")], authority: "*"),
        Row(name: "anyPolicy and then a policy", path: [Link("*"), Link("a")], authority: "a"),
        Row(name: "a mapping", path: [Link("a", mappings: ["ab"]), Link("b")], authority: "a"),
        Row(name: "a mapped policy by its old name", path: [Link("a", mappings: ["ab"]), Link("a")], authority: nil),
        Row(name: "a mapping to two", path: [Link("a", mappings: ["ab", "ac"]), Link("c")], authority: "a"),
        Row(name: "a mapping of two to one", path: [Link("ab", mappings: ["ac", "bc"]), Link("c")], authority: "ab"),
        Row(
            name: "two mappings in a row", path: [Link("a", mappings: ["ab"]), Link("b", mappings: ["bc"]), Link("c")],
            authority: "a"),
        Row(
            name: "a mapping of what anyPolicy stands for", path: [Link("*", mappings: ["ab"]), Link("b")],
            authority: "a"),
        Row(
            name: "a mapping of a policy that is not there", path: [Link("c", mappings: ["ab"]), Link("b")],
            authority: nil),
        Row(
            name: "a mapping, and anyPolicy below", path: [Link("a", mappings: ["ab"]), Link("*"), Link("b")],
            authority: "a"),
        Row(
            name: "a mapping that the requirements forbid", path: [Link("ac", mappings: ["ab"]), Link("bc")],
            authority: "c", inhibitsMapping: true),
        Row(
            name: "a mapping that is forbidden above",
            path: [Link("a", mapping: 0), Link("a", mappings: ["ab"]), Link("b")], authority: nil),
        Row(
            name: "a mapping before it is forbidden",
            path: [Link("a", mapping: 1), Link("a", mappings: ["ab"]), Link("b")], authority: "a"),
        Row(
            name: "a self-issued certificate does not count",
            path: [Link("a", mapping: 1), Link("a", isSelfIssued: true), Link("a", mappings: ["ab"]), Link("b")],
            authority: "a"),
        Row(
            name: "anyPolicy that is forbidden above", path: [Link("a", any: 0), Link("*"), Link("a")], authority: nil),
        Row(name: "anyPolicy before it is forbidden", path: [Link("a", any: 1), Link("*"), Link("a")], authority: "a"),
        Row(
            name: "anyPolicy that is forbidden, in a self-issued certificate",
            path: [Link("a", any: 0), Link("*", isSelfIssued: true), Link("a")], authority: "a"),
        Row(
            name: "anyPolicy that is forbidden, in a self-issued end entity",
            path: [Link("a", any: 0), Link("*", isSelfIssued: true)], authority: nil),
        Row(
            name: "anyPolicy that the requirements forbid", path: [Link("a*"), Link("ab")], authority: "a",
            inhibitsAnyPolicy: true),
        Row(name: "an anchor's policies", path: [Link("ab"), Link("ab")], anchor: Link("a"), authority: "a"),
        Row(name: "an anchor without policies", path: [Link("a"), Link("a")], anchor: Link(nil), authority: "a"),
        Row(name: "an anchor's mapping", path: [Link("b")], anchor: Link("a", mappings: ["ab"]), authority: "a"),
        Row(
            name: "an anchor's end of anyPolicy", path: [Link("*"), Link("a")], anchor: Link(nil, any: 0),
            authority: nil),
        Row(
            name: "and after one certificate", path: [Link("*"), Link("a")], anchor: Link(nil, any: 1), authority: "a"),
    ]
}

@Suite("The policies of a path: RFC 9618 §5")
struct PolicyGraphTests {
    @Test("The policies that the authorities agree on, and of these the acceptable ones", arguments: Row.all)
    private func outcomes(_ row: Row) throws {
        guard let authority = row.authority else {
            #expect(throws: PathFault.self) { try row.check(acceptable: "*") }
            #expect(try row.check(acceptable: "*", requiresExplicitPolicy: false)?.authorityConstrained ?? [] == [])
            return
        }
        let agreed = Set(authority.map(identifier))
        #expect(try row.check(acceptable: "*") == PolicyOutcome(agreed, agreed))
        for policy in "abc" {
            guard authority == "*" || authority.contains(policy) else {
                let fault = #expect(throws: PathFault.self) { try row.check(acceptable: String(policy)) }
                #expect(fault?.code == .policyNotAcceptable)
                continue
            }
            #expect(try row.check(acceptable: "z\(policy)")?.userConstrained.contains(identifier(policy)) == true)
        }
    }

    @Test("No path is refused for its policies unless somebody asks")
    func notAsked() throws {
        for path in [
            [Link("a"), Link("b")], [Link(nil)], [Link("a", mappings: ["ab"], mapping: 0, any: 0), Link("*")],
        ] {
            #expect(try PolicyGraph.check(path.map { try $0.certificate() }, PolicyRequirements()) == nil)
        }
        var requirements = PolicyRequirements()
        requirements.acceptable = [identifier("z")]
        let outcome = try PolicyGraph.check([Link("a")].map { try $0.certificate() }, requirements)
        #expect(outcome == PolicyOutcome([identifier("a")], []))
    }

    @Test(
        "A certificate that requires an explicit policy asks: RFC 5280 §6.1.4 (h), (i), §6.1.5 (a), (b)",
        arguments: [
            ([Link("a", explicit: 0), Link("a")], true), ([Link("a", explicit: 0), Link("b")], false),
            ([Link(nil, explicit: 0), Link("a")], false), ([Link("a", explicit: 1), Link("b")], false),
            ([Link("a", explicit: 2), Link("b")], true), ([Link(nil), Link(nil, explicit: 0)], false),
            ([Link("a"), Link("a", explicit: 0)], true), ([Link(nil), Link(nil, explicit: 1)], true),
            ([Link(nil, explicit: 2), Link(nil), Link(nil)], false),
            ([Link(nil, explicit: 3), Link(nil), Link(nil)], true),
            ([Link(nil, explicit: 2), Link(nil, isSelfIssued: true), Link(nil)], true),
            ([Link(nil, explicit: 9), Link(nil, explicit: 1), Link(nil)], false),
            ([Link(nil, explicit: 1), Link(nil, explicit: 9), Link(nil)], false),
        ] as [([Link], Bool)])
    private func explicitPolicy(_ path: [Link], _ isValid: Bool) throws {
        let certificates = try path.map { try $0.certificate() }
        do throws(PathFault) {
            #expect(try PolicyGraph.check(certificates, PolicyRequirements()) != nil)
            #expect(isValid)
        } catch {
            #expect(!isValid && error.code == .policyNotAcceptable)
        }
    }

    @Test("Constraints that are not critical count as well: RFC 3280 §4.2.1.12")
    func notCritical() throws {
        let value = SampleCertificate.value(.policyConstraints, isCritical: false) { value in
            value.sequence { $0.value(.context(0), [0]) }
        }
        let path = try [SampleCertificate.make(extensions: [value]), SampleCertificate.make()]
        let fault = #expect(throws: PathFault.self) { try PolicyGraph.check(path, PolicyRequirements()) }
        #expect(fault?.code == .policyNotAcceptable)
    }

    @Test("An anchor whose extensions count requires too", arguments: [(1, false), (2, false), (3, true)])
    func anchor(_ count: Int, _ isValid: Bool) throws {
        let path = try [Link(nil), Link(nil)].map { try $0.certificate() }
        let anchor = try Link(nil, explicit: count).certificate()
        let outcome = try? PolicyGraph.check(path, PolicyRequirements(), anchor: anchor)
        #expect((outcome != nil) == isValid)
    }

    @Test("What must be understood is, whether or not somebody asks")
    func unreadable() throws {
        let unknown = SampleCertificate.value(.certificatePolicies) { value in
            value.sequence { list in
                list.sequence { policy in
                    policy.objectIdentifier(OID(1, 2, 3))
                    policy.sequence { qualifiers in
                        qualifiers.sequence { qualifier in
                            qualifier.objectIdentifier(OID(1, 2, 5))
                            qualifier.null()
                        }
                    }
                }
            }
        }
        let ignored = X509Extension(identifier: unknown.identifier, isCritical: false, value: unknown.value)
        let notCritical = SampleCertificate.value(.inhibitAnyPolicy, isCritical: false) { $0.integer(0) }
        let empty = SampleCertificate.value(.policyConstraints) { $0.sequence { _ in } }
        for (value, isRead) in [(unknown, false), (ignored, true), (notCritical, false), (empty, false)] {
            let path = [try SampleCertificate.make(extensions: [value])]
            do throws(PathFault) {
                #expect(try PolicyGraph.check(path, PolicyRequirements()) == nil)
                #expect(isRead)
            } catch {
                #expect(!isRead && error.code == .malformed)
            }
        }
    }

    @Test("Mappings that would double a tree with each certificate do not; more than is held is refused")
    func growth() throws {
        // Each of 26 policies is mapped to each: a tree would have 26 to the power of the path's length.
        let letters = (0..<26).map { Character(Unicode.Scalar(UInt8(97 + $0))) }
        func link(_ count: Int) -> Link {
            let used = letters.prefix(count)
            return Link(String(used), mappings: used.flatMap { left in used.map { String([left, $0]) } })
        }
        let row = Row(name: "", path: [Link](repeating: link(5), count: 16), authority: "abcde")
        #expect(try row.check(acceptable: "a")?.authorityConstrained == Set("abcde".map(identifier)))
        let large = Row(name: "", path: [Link](repeating: link(26), count: 8), authority: nil)
        let fault = #expect(throws: PathFault.self) { try large.check(acceptable: "a") }
        #expect(fault?.code == .policyBudgetExceeded)
    }
}

extension PolicyOutcome {
    fileprivate init(_ authority: Set<OID>, _ user: Set<OID>) {
        self.init(authorityConstrained: authority, userConstrained: user)
    }
}
