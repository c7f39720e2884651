import TLSCertificates
import Testing

/// A name of relative names, each a list of attributes.
private func name(_ relativeNames: [[(OID, DERTag, [UInt8])]]) throws -> DistinguishedName {
    var writer = DERWriter()
    writer.sequence { name in
        for members in relativeNames {
            name.constructed(.set) { set in
                for (type, tag, content) in members {
                    set.sequence { attribute in
                        attribute.objectIdentifier(type)
                        attribute.value(tag, content)
                    }
                }
            }
        }
    }
    return try DistinguishedName(derBytes: writer.bytes)
}

private func commonName(_ tag: DERTag, _ content: [UInt8]) throws -> DistinguishedName {
    try name([[(.commonName, tag, content)]])
}

private func commonName(_ text: String) throws -> DistinguishedName {
    try commonName(.utf8String, Array(text.utf8))
}

@Suite("Comparing names: RFC 5280 §7.1")
struct NameComparisonTests {
    @Test(
        "ASCII case and white space that does not count make no difference",
        arguments: [
            ("Good CA", "good ca"), ("Good CA", "  Good   CA "), ("Good CA", "Good\t\u{0b}\r\nCA"), ("", "   "),
            ("Müller", " MüLLER"), ("例 え", "例   え"),
        ])
    func equal(_ left: String, _ right: String) throws {
        let (left, right) = (try commonName(left), try commonName(right))
        #expect(left.matches(right))
        #expect(right.matches(left))
        #expect(left.canonicalBytes == right.canonicalBytes)
        #expect(left.matches(left))
    }

    @Test(
        "Everything else does, as in libcrypto: letters beyond ASCII have case",
        arguments: [
            ("Good CA", "GoodCA"), ("Good CA", "Good CA2"), ("a", ""), ("É", "é"), ("a b", "a\u{a0}b"), ("a", "b"),
        ])
    func different(_ left: String, _ right: String) throws {
        let (left, right) = (try commonName(left), try commonName(right))
        #expect(!left.matches(right))
        #expect(!right.matches(left))
        #expect(left.canonicalBytes != right.canonicalBytes)
    }

    @Test("Text is the same in whatever string type it is written")
    func stringTypes() throws {
        let same = try [
            commonName(.utf8String, Array("Ab c".utf8)), commonName(.printableString, Array("aB  C".utf8)),
            commonName(.ia5String, Array(" ab c".utf8)), commonName(.teletexString, Array("AB C".utf8)),
            commonName(.bmpString, [0, 0x41, 0, 0x42, 0, 0x20, 0, 0x20, 0, 0x63, 0, 0x20]),
            commonName(.universalString, [0, 0, 0, 0x61, 0, 0, 0, 0x62, 0, 0, 0, 0x20, 0, 0, 0, 0x63]),
        ]
        for (index, left) in same.enumerated() {
            for (other, right) in same.enumerated() {
                #expect(left.matches(right), "\(index) \(other)")
            }
        }
        #expect(try commonName(.numericString, [0x31]).matches(commonName("1")))
        #expect(try commonName(.teletexString, [0xfc]).matches(commonName("ü")))
        #expect(try commonName(.bmpString, [0x4f, 0x8b]).matches(commonName("例")))
        #expect(try commonName(.universalString, [0, 1, 0xf6, 0]).matches(commonName("😀")))
    }

    @Test("What is no text is equal to the same bytes of the same type alone")
    func otherValues() throws {
        let high = try commonName(.printableString, [0xfc])
        #expect(high.matches(high))
        #expect(try !high.matches(commonName(.ia5String, [0xfc])))
        #expect(try !high.matches(commonName(.teletexString, [0xfc])))
        #expect(try !high.matches(commonName("ü")))
        let bits = try commonName(.bitString, [0, 0x41])
        #expect(try bits.matches(commonName(.bitString, [0, 0x41])))
        #expect(try !bits.matches(commonName(.bitString, [0, 0x61])))
        #expect(try !bits.matches(commonName("\0a")))
    }

    @Test("Types count, and the order of relative names, but not of the attributes in one")
    func structure() throws {
        let (a, b): ((OID, DERTag, [UInt8]), (OID, DERTag, [UInt8])) = (
            (.commonName, .utf8String, [0x61]), (.organization, .utf8String, [0x62])
        )
        #expect(try name([[a, b]]).matches(name([[b, a]])))
        #expect(try !name([[a], [b]]).matches(name([[b], [a]])))
        #expect(try !name([[a, b]]).matches(name([[a], [b]])))
        #expect(try !name([[a]]).matches(name([[a], [b]])))
        #expect(try !name([[a, a]]).matches(name([[a]])))
        #expect(try !name([[a, a, b]]).matches(name([[a, b, b]])))
        let other: (OID, DERTag, [UInt8]) = (.organization, .utf8String, [0x61])
        #expect(try !name([[a]]).matches(name([[other]])))
        #expect(DistinguishedName.empty.matches(.empty))
        #expect(DistinguishedName.empty.canonicalBytes.isEmpty)
        #expect(try !name([[a]]).matches(.empty))
        // Capitals sort before small letters: the set is in another order, and the same.
        let (upper, lower): ((OID, DERTag, [UInt8]), (OID, DERTag, [UInt8])) = (
            (.commonName, .utf8String, [0x42]), (.commonName, .utf8String, [0x62])
        )
        #expect(try name([[upper, a]]).matches(name([[a, lower]])))
    }

    @Test("A name is within the subtree of each name that it begins with: RFC 5280 §4.2.1.10")
    func subtrees() throws {
        let name = try DistinguishedName(text: "C=US, O=Example, OU=Unit, CN=x")
        for subtree in ["C=US", "C=us, O=EXAMPLE", "C=US, O=Example, OU= Unit, CN=X"] {
            #expect(try name.isWithin(DistinguishedName(text: subtree)), "\(subtree)")
        }
        #expect(name.isWithin(.empty))
        for other in ["O=Example", "C=US, O=Exam", "C=US, OU=Unit", "C=US, O=Example, OU=Unit, CN=x, CN=y"] {
            #expect(try !name.isWithin(DistinguishedName(text: other)), "\(other)")
        }
    }

    @Test("A certificate names its issuer by what the name says, not by how it is written")
    func issuers() throws {
        let authority = try SampleCertificate.make(subject: "CN=Some Authority")
        #expect(try SampleCertificate.make(issuer: "CN=Some Authority").names(issuer: authority))
        let spaced = try SampleCertificate.make(issuer: #"CN=" some  AUTHORITY""#)
        #expect(spaced.names(issuer: authority))
        #expect(spaced.canonicalIssuer == authority.canonicalSubject)
        #expect(spaced.canonicalIssuer == spaced.issuer.canonicalBytes)
        #expect(try !SampleCertificate.make(issuer: "CN=Another Authority").names(issuer: authority))
    }
}
