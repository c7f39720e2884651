import TLSCertificates
import Testing

/// A name by its attributes, and how it is printed.
private struct Sample: Sendable, CustomTestStringConvertible {
    let attributes: [(type: OID, text: String)]
    let printed: String
    var testDescription: String { printed }

    init(_ printed: String, _ attributes: (type: OID, text: String)...) {
        self.attributes = attributes
        self.printed = printed
    }

    static let all = [
        Sample(
            "CN=www.example.test, OU=Test, C=US, E=a@b.test", (.commonName, "www.example.test"),
            (.organizationalUnit, "Test"), (.country, "US"), (.emailAddress, "a@b.test")),
        Sample(
            #"O="Example, Inc.", L=Town, S=Land"#, (.organization, "Example, Inc."), (.locality, "Town"),
            (.state, "Land")),
        Sample(#"CN="a \"quoted\" \\ name""#, (.commonName, #"a "quoted" \ name"#)),
        Sample(#"CN=" spaces ""#, (.commonName, " spaces ")),
        Sample(#"CN="a=b+c""#, (.commonName, "a=b+c")),
        Sample("CN=Müller 例え", (.commonName, "Müller 例え")),
        Sample("1.2.3.4=other", (OID(1, 2, 3, 4), "other")),
        Sample(
            "DC=example, UID=me, SN=S, G=G, T=T", (.domainComponent, "example"), (.userID, "me"), (.surname, "S"),
            (.givenName, "G"), (.title, "T")),
        Sample(""),
    ]
}

@Suite("Names as text")
struct NameTests {
    @Test("A name is printed in encoded order with short names, quoted where needed", arguments: Sample.all)
    private func printing(_ sample: Sample) throws {
        let name = try DistinguishedName(sample.attributes)
        #expect(name.description == sample.printed)
        #expect(name.attributes.map(\.text) == sample.attributes.map(\.text))
        #expect(name.attributes.map(\.type) == sample.attributes.map(\.type))
        #expect(try DistinguishedName(derBytes: name.derBytes) == name)
    }

    @Test("A printed name is read again", arguments: Sample.all.dropLast())
    private func parsing(_ sample: Sample) throws {
        #expect(try DistinguishedName(text: sample.printed) == DistinguishedName(sample.attributes))
    }

    @Test(
        "Control characters and those that reorder text are written in hexadecimal",
        arguments: [
            ("line\nfeed\u{1b}[31m", #"CN=line\0Afeed\1B[31m"#), ("right\u{202e}left", #"CN=right\E2\80\AEleft"#),
        ])
    func harmful(_ text: String, _ printed: String) throws {
        #expect(try DistinguishedName(commonName: text).description == printed)
    }

    @Test("Values of other types are # and hexadecimal; strings that break their encoding are refused")
    func otherTypes() throws {
        func name(_ tag: DERTag, _ content: [UInt8]) throws -> DistinguishedName {
            var writer = DERWriter()
            writer.sequence { name in
                name.constructed(.set) { relative in
                    relative.sequence { attribute in
                        attribute.objectIdentifier(.commonName)
                        attribute.value(tag, content)
                    }
                }
            }
            return try DistinguishedName(derBytes: writer.bytes)
        }
        #expect(try name(.bitString, [0x00, 0x70]).description == "CN=#03020070")
        #expect(try name(.printableString, [0xe9]).description == "CN=#1301e9")
        #expect(try name(.teletexString, [0x4d, 0xfc]).description == "CN=Mü")
        #expect(try name(.bmpString, [0x00, 0x4d, 0x4f, 0x8b]).description == "CN=M例")
        #expect(try name(.universalString, [0x00, 0x01, 0xf6, 0x00]).description == "CN=😀")
        let malformed: [(DERTag, [UInt8])] = [
            (.utf8String, [0xff]), (.utf8String, [0xc3]), (.utf8String, [0xc0, 0x80]),
            (.utf8String, [0xed, 0xa0, 0x80]),
            (.utf8String, [0xf4, 0x90, 0x80, 0x80]), (.utf8String, [0x41, 0xe2, 0x82]),
            (.bmpString, [0x00, 0x4d, 0x4f]),
            (.bmpString, [0xd8, 0x00]), (.bmpString, [0xd8, 0x00, 0xdc, 0x00]), (.universalString, [0, 0x11, 0, 0]),
            (.universalString, [0, 0, 0x41]), (.integer, [1]), (.null, []), (.octetString, [1]),
            (.bitString, []), (.bitString, [8, 0]), (.bitString, [1]), (.bitString, [4, 0xff]),
        ]
        for (tag, content) in malformed {
            #expect(throws: CertificateError.self, "\(tag) \(content)") { try name(tag, content) }
        }
        for text in ["", "a", "é", "例", "😀", "\u{10FFFF}", "\u{FFFD}"] {
            #expect(try name(.utf8String, Array(text.utf8)).attributes.first?.text == text)
        }
    }

    @Test(
        "Text that is not a name is refused",
        arguments: [
            "", "CN", "CN=", "X Y=a", #"CN="open"#, #"CN="a" b"#, "CN=a, ", "C=Deutschland", "E=ü@example.test", "C=D_",
        ])
    func malformed(_ text: String) {
        #expect(throws: CertificateError.self) { try DistinguishedName(text: text) }
    }

    @Test("Spaces around types and values do not count, and ST is a state")
    func spelling() throws {
        let name = try DistinguishedName(text: #"cn = a b ,ST=Land,  O="x, y" , 1.2.3.4=z"#)
        #expect(name.description == #"CN=a b, S=Land, O="x, y", 1.2.3.4=z"#)
        #expect(name.commonName == "a b")
    }
}
