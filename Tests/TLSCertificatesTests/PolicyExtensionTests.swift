import TLSCertificates
import Testing

/// DER values, put together.
private func sequence(_ parts: [UInt8]...) -> [UInt8] {
    var writer = DERWriter()
    writer.value(.sequence, parts.flatMap { $0 })
    return writer.bytes
}

private func identifier(_ identifier: OID) -> [UInt8] {
    var writer = DERWriter()
    writer.objectIdentifier(identifier)
    return writer.bytes
}

private let policy = identifier(OID(1, 2, 3))
private let other = identifier(OID(1, 2, 4))
private let anyPolicy = identifier(.anyPolicy)
private let null: [UInt8] = [0x05, 0x00]

private func certificate(_ extension: OID, _ value: [UInt8], isCritical: Bool = false) throws -> X509Certificate {
    try SampleCertificate.make(extensions: [
        X509Extension(identifier: `extension`, isCritical: isCritical, value: value)
    ])
}

@Suite("Reading the extensions for policies: RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11, §4.2.1.14")
struct PolicyExtensionTests {
    @Test("Policies are listed in order, once each, and qualifiers are passed over")
    func policies() throws {
        func read(_ value: [UInt8], isCritical: Bool = false) throws -> [OID]? {
            try certificate(.certificatePolicies, value, isCritical: isCritical).certificatePolicies
        }
        let statement = sequence(identifier(OID(1, 3, 6, 1, 5, 5, 7, 2, 1)), [0x16, 0x01, 0x61])
        let notice = sequence(identifier(OID(1, 3, 6, 1, 5, 5, 7, 2, 2)), sequence())
        let unknown = sequence(identifier(OID(1, 2, 5)), null)
        #expect(try SampleCertificate.make().certificatePolicies == nil)
        #expect(try read(sequence(sequence(policy), sequence(anyPolicy))) == [OID(1, 2, 3), .anyPolicy])
        for isCritical in [false, true] {
            let value = sequence(sequence(policy, sequence(statement, notice)), sequence(other))
            #expect(try read(value, isCritical: isCritical) == [OID(1, 2, 3), OID(1, 2, 4)])
        }
        #expect(try read(sequence(sequence(policy, sequence(unknown)))) == [OID(1, 2, 3)])
        #expect(throws: CertificateError.self) {
            try read(sequence(sequence(policy, sequence(unknown))), isCritical: true)
        }
        let malformed = [
            sequence(), sequence(sequence()), sequence(policy), sequence(sequence(policy), sequence(policy)),
            sequence(sequence(policy, sequence())), sequence(sequence(policy, null)), sequence(sequence(policy), null),
            sequence(sequence(policy, sequence(statement), null)), sequence(sequence(policy)) + null,
            sequence(sequence(policy, sequence(sequence(identifier(OID(1, 2, 5)))))),
            sequence(sequence(policy, sequence(sequence(identifier(OID(1, 2, 5)), null, null)))),
            sequence(sequence(anyPolicy, sequence(unknown))),
        ]
        for value in malformed { #expect(throws: CertificateError.self, "\(value)") { try read(value) } }
    }

    @Test("Mappings are pairs of policies, neither of which is anyPolicy")
    func mappings() throws {
        func read(_ value: [UInt8]) throws -> [PolicyMapping]? {
            try certificate(.policyMappings, value).policyMappings
        }
        let found = try read(sequence(sequence(policy, other), sequence(policy, policy)))
        #expect(found?.map(\.issuerDomainPolicy) == [OID(1, 2, 3), OID(1, 2, 3)])
        #expect(found?.map(\.subjectDomainPolicy) == [OID(1, 2, 4), OID(1, 2, 3)])
        #expect(try SampleCertificate.make().policyMappings == nil)
        let malformed = [
            sequence(), sequence(sequence()), sequence(sequence(policy)), sequence(sequence(policy, other, null)),
            sequence(sequence(policy, anyPolicy)), sequence(sequence(anyPolicy, policy)), sequence(policy, other),
            sequence(sequence(policy, other)) + null,
        ]
        for value in malformed { #expect(throws: CertificateError.self, "\(value)") { try read(value) } }
    }

    @Test("Constraints say at least one number of certificates")
    func constraints() throws {
        func read(_ value: [UInt8]) throws -> PolicyConstraints? {
            try certificate(.policyConstraints, value).policyConstraints
        }
        let both = try read(sequence([0x80, 0x01, 0x00, 0x81, 0x01, 0x05]))
        #expect(both?.requireExplicitPolicy == 0)
        #expect(both?.inhibitPolicyMapping == 5)
        let second = try read(sequence([0x81, 0x02, 0x00, 0x80]))
        #expect(second?.requireExplicitPolicy == nil)
        #expect(second?.inhibitPolicyMapping == 128)
        #expect(try read(sequence([0x80, 0x01, 0x02]))?.inhibitPolicyMapping == nil)
        #expect(try SampleCertificate.make().policyConstraints == nil)
        let malformed: [[UInt8]] = [
            sequence(), sequence([0x80, 0x00]), sequence([0x80, 0x01, 0xff]), sequence([0x80, 0x02, 0x00, 0x01]),
            sequence([0x81, 0x01, 0x00, 0x80, 0x01, 0x00]), sequence([0x02, 0x01, 0x00]),
            sequence([0x80, 0x01, 0x00]) + null, sequence([0x80, 0x05, 0x01, 0, 0, 0, 0]),
        ]
        for value in malformed { #expect(throws: CertificateError.self, "\(value)") { try read(value) } }
    }

    @Test("inhibitAnyPolicy is a number of certificates")
    func inhibitAnyPolicy() throws {
        func read(_ value: [UInt8]) throws -> Int? { try certificate(.inhibitAnyPolicy, value).inhibitAnyPolicy }
        #expect(try read([0x02, 0x01, 0x00]) == 0)
        #expect(try read([0x02, 0x01, 0x07]) == 7)
        #expect(try SampleCertificate.make().inhibitAnyPolicy == nil)
        for value in [[0x02, 0x01, 0xff], [0x02, 0x00], [0x30, 0x00], [0x02, 0x01, 0x00, 0x05, 0x00]] as [[UInt8]] {
            #expect(throws: CertificateError.self, "\(value)") { try read(value) }
        }
    }
}
