import TLSCertificates
import Testing

/// A nameConstraints extension with these subtrees; of a side that is nil there is no field.
private func constraints(
    permitted: [String]? = nil, excluded: [String]? = nil, after base: [UInt8] = []
) throws -> X509Extension {
    let sides = try [permitted, excluded].map { try $0?.map(SampleCertificate.encodedName) }
    return SampleCertificate.value(.nameConstraints) { value in
        value.sequence { fields in
            for (number, side) in sides.enumerated() {
                guard let side else { continue }
                fields.constructed(.contextConstructed(UInt8(number))) { subtrees in
                    for name in side { subtrees.sequence { $0.encoded(name + base) } }
                }
            }
        }
    }
}

private func read(_ value: X509Extension) throws -> NameConstraints? {
    try SampleCertificate.make(extensions: [value]).nameConstraints
}

/// What became of a certificate with these names, or of one with this subject, below one with these constraints.
private func outcome(
    permitted: [String]? = nil, excluded: [String]? = nil, names: [String], subject: String = "",
    budget: Int = 1000
) throws -> PathFailure.Code? {
    var state = NameConstraintState()
    if let found = try read(constraints(permitted: permitted, excluded: excluded)) { state.add(found) }
    return try outcome(state, names: names, subject: subject, budget: budget)
}

private func outcome(
    _ state: NameConstraintState, names: [String], subject: String = "", issuer: String = "CN=issuer",
    isEndEntity: Bool = true, budget: Int = 1000
) throws -> PathFailure.Code? {
    let certificate = try SampleCertificate.make(
        subject: subject, issuer: issuer, names: names, isAuthority: !isEndEntity)
    var budget = ComparisonBudget(budget)
    do throws(PathFault) {
        try state.check(certificate, isEndEntity: isEndEntity, budget: &budget)
        return nil
    } catch {
        #expect(error.reason.utf8.count < 400)
        return error.code
    }
}

/// A name and a subtree, and whether the one is in the other.
private struct Comparison: Sendable, CustomTestStringConvertible {
    let subtree: String
    let within: [String]
    let outside: [String]
    var testDescription: String { subtree }

    static let all = [
        Comparison(
            subtree: "dns:example.test",
            within: ["example.test", "www.example.test", "a.b.EXAMPLE.test", "*.example.test"],
            outside: ["test", "notexample.test", "example.test.example", "example.testing", "*.test"]),
        Comparison(subtree: "dns:Example.TEST", within: ["example.test", "x.example.test"], outside: ["test"]),
        Comparison(subtree: "dns:test", within: ["test", "a.test", "*.test"], outside: ["attest", "test.a"]),
        Comparison(subtree: "dns:", within: ["test", "a.b.test", "*.a.test"], outside: []),
        Comparison(
            subtree: "mail:root@Example.test", within: ["root@example.test", "root@EXAMPLE.TEST"],
            outside: ["Root@example.test", "root@www.example.test", "xroot@example.test", "oot@example.test"]),
        Comparison(
            subtree: "mail:example.test", within: ["root@example.test", "Any.One@Example.test"],
            outside: ["root@www.example.test", "root@test", "root@anexample.test"]),
        Comparison(
            subtree: "mail:.example.test", within: ["root@www.example.test", "root@a.b.Example.test"],
            outside: ["root@example.test", "root@wwwexample.test"]),
        Comparison(subtree: "mail:*@example.test", within: ["*@example.test"], outside: ["root@example.test"]),
        Comparison(
            subtree: "ip:192.0.2.0/255.255.255.0", within: ["192.0.2.0", "192.0.2.255"],
            outside: ["192.0.3.0", "193.0.2.0", "::ffff:192.0.2.1", "2001:db8::1"]),
        Comparison(
            subtree: "ip:192.0.2.64/255.255.255.192", within: ["192.0.2.64", "192.0.2.127"],
            outside: ["192.0.2.63", "192.0.2.128"]),
        Comparison(subtree: "ip:0.0.0.0/0.0.0.0", within: ["0.0.0.0", "255.255.255.255"], outside: ["::"]),
        Comparison(
            subtree: "ip:2001:db8::/ffff:ffff::", within: ["2001:db8::", "2001:db8:ffff::1"],
            outside: ["2001:db9::", "32.1.13.184"]),
        Comparison(
            subtree: "uri:host.example.test",
            within: [
                "https://host.example.test", "HTTPS://HOST.example.TEST:443/path", "x://host.example.test:/",
            ],
            outside: ["https://example.test", "https://a.host.example.test/", "https://host.example.test.evil.test/"]),
        Comparison(
            subtree: "uri:.example.test", within: ["https://a.example.test/", "https://a.b.example.test"],
            outside: ["https://example.test", "https://anexample.test"]),
        Comparison(
            subtree: "dir:C=US, O=Example",
            within: ["C=US, O=Example", "C=us, O=EXAMPLE, CN=x"],
            outside: ["C=US", "O=Example, C=US", "C=US, O=Example2", "C=US, OU=Example"]),
    ]

    /// The names in the form of the subtree.
    func prefixed(_ list: [String]) -> [String] {
        let form = subtree.prefix { $0 != ":" }
        return list.map { form + ":" + $0 }
    }
}

@Suite("Name constraints: RFC 5280 §4.2.1.10")
struct NameConstraintTests {
    @Test("A name in a permitted subtree is permitted, another of its form is not", arguments: Comparison.all)
    private func permitted(_ row: Comparison) throws {
        for name in row.prefixed(row.within) {
            #expect(try outcome(permitted: [row.subtree], names: [name]) == nil, "\(name)")
        }
        for name in row.prefixed(row.outside) {
            #expect(try outcome(permitted: [row.subtree], names: [name]) == .nameNotPermitted, "\(name)")
        }
    }

    @Test("A name in an excluded subtree is not permitted, another is", arguments: Comparison.all)
    private func excluded(_ row: Comparison) throws {
        for name in row.prefixed(row.within) {
            #expect(try outcome(excluded: [row.subtree], names: [name]) == .nameNotPermitted, "\(name)")
        }
        // A wildcard stands for names on both sides.
        for name in row.prefixed(row.outside) where !name.contains("*.") {
            #expect(try outcome(excluded: [row.subtree], names: [name]) == nil, "\(name)")
        }
    }

    @Test("A wildcard is excluded when one of its names is, and permitted when all are")
    func wildcards() throws {
        let name = ["dns:*.example.test"]
        for excluded in ["dns:www.example.test", "dns:WWW.example.test", "dns:example.test", "dns:test", "dns:"] {
            #expect(try outcome(excluded: [excluded], names: name) == .nameNotPermitted, "\(excluded)")
        }
        for other in ["dns:a.www.example.test", "dns:www.example2.test", "dns:www.test", "dns:ample.test"] {
            #expect(try outcome(excluded: [other], names: name) == nil, "\(other)")
        }
        #expect(try outcome(permitted: ["dns:www.example.test"], names: name) == .nameNotPermitted)
        #expect(try outcome(permitted: ["dns:a.example.test", "dns:example.test"], names: name) == nil)
    }

    @Test(
        "A name that is not what its form says is refused once the form is constrained",
        arguments: [
            "dns:.example.test", "dns:a..example.test", "dns:*", "dns:*a.example.test", "dns:a.*.example.test",
            "dns:example.test.", "dns:", "dns:192.0.2.1", "dns:é.example.test", "odd:", "mail:example.test",
            "mail:a@b@example.test", "mail:@example.test", "mail:\"a\"@example.test", "mail:a@[192.0.2.1]", "mail:a@",
            "ip:", "ip:192.0.2.0/255.255.255.0", "uri:https:/a", "uri:mailto:a@example.test", "uri://example.test",
            "uri:https://192.0.2.1/", "uri:https://[2001:db8::1]/", "uri:https://", "uri:https://a b.example.test/",
            "uri:https://example.test:x/", "uri:example.test", "uri:https://u@example.test/",
            "uri:https://example.test?q",
            "uri:https://example.test#@a.test", "uri:https://example.test:80@a.test/", "uri:https://example.test./",
            #"uri:https://a.test\@example.test"#, "uri:https://:80/",
        ])
    func malformedNames(_ name: String) throws {
        let all = ["dns:unrelated.test", "mail:unrelated.test", "ip:10.0.0.0/255.0.0.0", "uri:unrelated.test"]
        #expect(try outcome(excluded: all, names: [name]) == .nameNotPermitted)
        #expect(try outcome(excluded: ["dir:CN=other"], names: [name]) == nil)
    }

    @Test("A form that has no subtree is free, and one that is not understood is refused where it stands")
    func forms() throws {
        let names = ["dns:a.test", "mail:a@a.test", "ip:192.0.2.1", "uri:https://a.test", "dir:CN=a", "id:", "other:"]
        for (index, name) in names.enumerated() {
            let others = names.enumerated().filter { $0.offset != index }.map(\.element)
            let subtree =
                switch index {
                case 1: "mail:a.test"
                case 2: "ip:192.0.2.0/255.255.255.0"
                case 3: "uri:a.test"
                default: name
                }
            #expect(try outcome(excluded: [subtree], names: others) == nil, "\(name)")
            #expect(try outcome(excluded: [subtree], names: others + [name]) == .nameNotPermitted, "\(name)")
        }
        #expect(try outcome(permitted: ["other:"], names: ["other:"]) == .nameNotPermitted)
        // Constraints of these forms that are none say nothing, but a name of the form cannot be judged.
        for (constraint, name) in [("mail:a@b@c", "mail:a@a.test"), ("uri:https://a.test", "uri:https://a.test")] {
            #expect(try outcome(permitted: [constraint], names: ["dns:a.test"]) == nil)
            #expect(try outcome(permitted: [constraint], names: [name]) == .nameNotPermitted)
            #expect(try outcome(excluded: [constraint], names: [name]) == .nameNotPermitted)
        }
    }

    @Test("The subject is a directory name too, unless it is empty; a common name is no host")
    func subjects() throws {
        #expect(try outcome(permitted: ["dir:C=US"], names: ["dns:a.test"], subject: "C=US, CN=x") == nil)
        #expect(try outcome(permitted: ["dir:C=US"], names: ["dir:C=US"], subject: "C=DE") == .nameNotPermitted)
        #expect(try outcome(permitted: ["dir:C=US"], names: ["dir:C=DE"], subject: "C=US") == .nameNotPermitted)
        #expect(try outcome(permitted: ["dir:C=US"], names: ["dns:a.test"], subject: "") == nil)
        #expect(try outcome(excluded: ["dir:C=US"], names: [], subject: "C=US, CN=x") == .nameNotPermitted)
        #expect(try outcome(permitted: ["dns:a.test"], names: [], subject: "CN=b.test") == nil)
        #expect(try outcome(excluded: ["dns:a.test"], names: [], subject: "CN=a.test") == nil)
    }

    @Test("Mail addresses of the subject count, whether or not the subjectAltName has some")
    func subjectMailboxes() throws {
        let permitted = ["mail:a.test"]
        #expect(try outcome(permitted: permitted, names: [], subject: "CN=x, E=x@a.test") == nil)
        #expect(try outcome(permitted: permitted, names: [], subject: "E=x@a.test, E=x@b.test") == .nameNotPermitted)
        #expect(try outcome(permitted: permitted, names: ["dns:a"], subject: "E=x@b.test") == .nameNotPermitted)
        #expect(try outcome(permitted: permitted, names: ["mail:x@a.test"], subject: "E=x@b.test") == .nameNotPermitted)
        // RFC 2985 §5.2.1: the attribute has no case.
        #expect(try outcome(excluded: ["mail:x@a.test"], names: [], subject: "E=X@a.test") == .nameNotPermitted)
        #expect(try outcome(permitted: ["mail:x@a.test"], names: [], subject: "E=X@a.test") == .nameNotPermitted)
        #expect(try outcome(excluded: ["mail:x@a.test"], names: ["mail:X@a.test"]) == nil)
    }

    @Test("Of a path, every permitted list and no excluded one must hold a name: RFC 5280 §6.1.4 (g)")
    func accumulation() throws {
        var state = NameConstraintState()
        let levels: [(permitted: [String]?, excluded: [String]?)] = [
            (["dns:a.test", "dns:b.test"], nil), (["dns:b.test", "dns:c.test"], ["dns:x.b.test"]),
            (nil, ["dns:y.b.test"]), (["ip:192.0.2.0/255.255.255.0"], nil),
        ]
        for level in levels {
            let found = try read(constraints(permitted: level.permitted, excluded: level.excluded))
            state.add(try #require(found))
        }
        #expect(try outcome(state, names: ["dns:b.test", "ip:192.0.2.1"]) == nil)
        for refused in ["dns:a.test", "dns:c.test", "dns:x.b.test", "dns:y.b.test", "ip:192.0.3.1"] {
            #expect(try outcome(state, names: ["dns:b.test", refused]) == .nameNotPermitted, "\(refused)")
        }
    }

    @Test("A self-issued certificate is free unless it is the last: RFC 5280 §6.1.3 (b)")
    func selfIssued() throws {
        var state = NameConstraintState()
        state.add(try #require(try read(constraints(permitted: ["dns:a.test"]))))
        let names = ["dns:b.test"]
        #expect(try outcome(state, names: names, subject: "CN=i", issuer: "CN=i", isEndEntity: false) == nil)
        #expect(
            try outcome(state, names: names, subject: "CN=i", issuer: "CN=i", isEndEntity: true) == .nameNotPermitted)
        #expect(
            try outcome(state, names: names, subject: "CN=i", issuer: "CN=j", isEndEntity: false) == .nameNotPermitted)
    }

    @Test("An end entity that is no authority has no constraints to make")
    func endEntity() throws {
        let value = try constraints(permitted: ["dns:a.test"])
        for isAuthority in [false, true] {
            let certificate = try SampleCertificate.make(isAuthority: isAuthority, extensions: [value])
            var budget = ComparisonBudget()
            let state = NameConstraintState()
            do throws(PathFault) {
                try state.check(certificate, isEndEntity: true, budget: &budget)
                #expect(isAuthority)
            } catch {
                #expect(!isAuthority && error.code == .malformed)
            }
        }
    }

    @Test("A subjectAltName that cannot be read is malformed when there are constraints")
    func malformedList() throws {
        var state = NameConstraintState()
        state.add(try #require(try read(constraints(permitted: ["dns:a.test"]))))
        for content in [[0x30, 0x02, 0x02, 0x00], [0x30, 0x02, 0x82, 0x01], [0x30, 0x00, 0x00], [0x31, 0x00]]
            as [[UInt8]]
        {
            let value = SampleCertificate.value(.subjectAltName) { $0.encoded(content) }
            let certificate = try SampleCertificate.make(extensions: [value])
            var budget = ComparisonBudget()
            do throws(PathFault) {
                try state.check(certificate, isEndEntity: true, budget: &budget)
                Issue.record("\(content) was read")
            } catch {
                #expect(error.code == .malformed)
            }
        }
    }

    @Test("Comparisons are counted over the path, and there are no more than the budget")
    func budget() throws {
        let names = (0..<20).map { "dns:n\($0).test" }
        let subtrees = names + ["dns:test"]
        // Every name is read, which counts as six, and compared with 21 subtrees.
        #expect(try outcome(permitted: subtrees, names: names, budget: 540) == nil)
        #expect(try outcome(permitted: subtrees, names: names, budget: 539) == .nameConstraintBudgetExceeded)
        #expect(try outcome(excluded: ["dns:a"], names: names, budget: 140) == nil)
        #expect(try outcome(excluded: ["dns:a"], names: names, budget: 139) == .nameConstraintBudgetExceeded)
        #expect(try outcome(permitted: ["ip:192.0.2.0/255.255.255.0"], names: names, budget: 0) == nil)
        let long = "dns:" + String(repeating: "a234567.", count: 16) + "test"
        #expect(try outcome(excluded: ["dns:a"], names: [long], budget: 7) == nil)
        // What is beyond 16 octets of both counts too, one for each 12.
        let longer = "dns:" + String(repeating: "x234567.", count: 16) + "test"
        #expect(try outcome(excluded: [longer], names: [long], budget: 16) == nil)
        #expect(try outcome(excluded: [longer], names: [long], budget: 15) == .nameConstraintBudgetExceeded)
        let many = (0..<1024).map { "dns:n\($0).test" }
        let excluded = (0..<1024).map { "dns:x\($0).test" }
        #expect(
            try outcome(excluded: excluded, names: many, budget: Limits.nameComparisons)
                == .nameConstraintBudgetExceeded)
    }
}

@Suite("Reading name constraints: RFC 5280 §4.2.1.10")
struct NameConstraintReadingTests {
    @Test("At least one side, and of each side at least one subtree, in order and nothing after")
    func structure() throws {
        #expect(try SampleCertificate.make().nameConstraints == nil)
        for (permitted, excluded) in [(["dns:a"], nil), (nil, ["dns:a"]), (["dns:a"], ["dns:b"])]
            as [([String]?, [String]?)]
        {
            #expect(try read(constraints(permitted: permitted, excluded: excluded)) != nil)
        }
        for (permitted, excluded) in [(nil, nil), ([], nil), (nil, []), (["dns:a"], [])] as [([String]?, [String]?)] {
            #expect(throws: CertificateError.self) { try read(constraints(permitted: permitted, excluded: excluded)) }
        }
        let right = try constraints(permitted: ["dns:a"]).value
        var broken = [right + [0x05, 0x00], [0x30, 0x02, 0x80, 0x00], [0x30, 0x02, 0xa2, 0x00], [0x05, 0x00]]
        broken += (0..<right.count).map { Array(right[..<$0]) }
        for value in broken {
            let value = X509Extension(identifier: .nameConstraints, isCritical: true, value: value)
            #expect(throws: CertificateError.self) { try read(value) }
        }
    }

    @Test("minimum is zero and there is no maximum")
    func distances() throws {
        #expect(try read(constraints(permitted: ["dns:a"], after: [0x80, 0x01, 0x00])) != nil)
        for distance in [
            [0x80, 0x01, 0x01], [0x81, 0x01, 0x00], [0x80, 0x01, 0x00, 0x81, 0x01, 0x00], [0x80, 0x00], [5, 0],
        ]
            as [[UInt8]]
        {
            #expect(throws: CertificateError.self) { try read(constraints(permitted: ["dns:a"], after: distance)) }
        }
    }

    @Test(
        "A host or an address that is none is malformed: no wildcard, no gaps in a mask",
        arguments: [
            "dns:*.example.test", "dns:..example.test", "dns:example.test.", "dns:.", "dns:a..b", "dns:a b", "dns:-é",
            "ip:192.0.2.1",
            "ip:::1",
            "ip:192.0.2.0/255.0.255.0", "ip:192.0.2.0/255.255.255.1", "ip:192.0.2.0/0.255.255.255",
            "ip:2001:db8::/ffff:0:ffff::", "ip:192.0.2.0/ffff::", "ip:",
        ])
    func malformed(_ subtree: String) throws {
        #expect(throws: CertificateError.self) { try read(constraints(permitted: [subtree])) }
        #expect(throws: CertificateError.self) { try read(constraints(excluded: ["dns:a", subtree])) }
    }
}
