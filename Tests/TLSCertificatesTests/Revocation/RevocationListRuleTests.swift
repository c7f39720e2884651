import TLSCertificates
import TLSPrimitives
import Testing

/// A list put together by hand, each part of which can be replaced.
private struct Parts {
    static let algorithm: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70]
    static func utc(_ text: String) -> [UInt8] { [0x17, 0x0d] + Array(text.utf8) }
    static func sequence(_ content: [UInt8]) -> [UInt8] { wrapped(.sequence, content) }
    static func wrapped(_ tag: DERTag, _ content: [UInt8]) -> [UInt8] {
        var writer = DERWriter()
        writer.value(tag, content)
        return writer.bytes
    }
    static func anExtension(_ identifier: OID, critical: [UInt8] = [], _ value: [UInt8]) -> [UInt8] {
        var writer = DERWriter()
        writer.sequence { entry in
            entry.objectIdentifier(identifier)
            entry.encoded(critical)
            entry.value(.octetString, value)
        }
        return writer.bytes
    }
    static func entry(_ serialNumber: [UInt8] = [0x02, 0x01, 0x05], _ extensions: [UInt8]...) -> [UInt8] {
        let list = extensions.isEmpty ? [] : sequence(extensions.flatMap { $0 })
        return sequence(serialNumber + utc("260101000000Z") + list)
    }
    static let critical: [UInt8] = [0x01, 0x01, 0xff]

    var version: [UInt8] = [0x02, 0x01, 0x01]
    var signature = algorithm
    var issuer: [UInt8] = [0x30, 0x00]
    var thisUpdate = utc("260101000000Z")
    var nextUpdate = utc("270101000000Z")
    var entries: [[UInt8]]? = [Parts.entry()]
    var extensions: [[UInt8]]? = [Parts.anExtension(.crlNumber, [0x02, 0x01, 0x07])]
    var afterExtensions: [UInt8] = []
    var outerSignature = algorithm
    var signatureValue: [UInt8] = [0x03, 0x02, 0x00, 0xaa]
    var afterTBS: [UInt8] = []

    var bytes: [UInt8] {
        let revoked = entries.map { Self.sequence($0.flatMap { $0 }) } ?? []
        let list = extensions.map { Self.wrapped(.contextConstructed(0), Self.sequence($0.flatMap { $0 })) } ?? []
        let tbs = Self.sequence(
            version + signature + issuer + thisUpdate + nextUpdate + revoked + list + afterExtensions)
        return Self.sequence(tbs + outerSignature + signatureValue + afterTBS)
    }
}

@Suite("The rules of a revocation list's structure: RFC 5280 §5")
struct RevocationListRuleTests {
    private func list(_ change: (inout Parts) -> Void) throws(CertificateError) -> CertificateRevocationList {
        var parts = Parts()
        change(&parts)
        return try CertificateRevocationList(derBytes: parts.bytes)
    }

    private func error(_ change: (inout Parts) -> Void) -> CertificateError? {
        do throws(CertificateError) {
            _ = try list(change)
            return nil
        } catch {
            return error
        }
    }

    @Test("The list that is changed below is right as it is")
    func unchanged() throws {
        let list = try list { _ in }
        #expect(list.version == 2)
        #expect(list.entryCount == 1)
        #expect(list.issuer.isEmpty)
        #expect(list.thisUpdate.description == "2026-01-01 00:00:00 UTC")
        #expect(list.nextUpdate?.description == "2027-01-01 00:00:00 UTC")
        #expect(list.crlNumber == [7])
        #expect(list.entries.map(\.serialNumber) == [[5]])
        #expect(list.extensions.map(\.identifier) == [.crlNumber])
        #expect(list.entry(serialNumber: [5])?.revocationDate == list.thisUpdate)
        #expect(list.entry(serialNumber: [6]) == nil)
        #expect(list.entry(serialNumber: []) == nil)
        #expect(!list.isDelta && !list.isIndirect && list.issuingDistributionPoint == nil)
    }

    @Test("Version 2 is said, version 1 left out, and extensions need 2: RFC 5280 §5.1.2.1")
    func versions() throws {
        #expect(error { $0.version = [0x02, 0x01, 0x00] }?.field == "version")
        #expect(error { $0.version = [0x02, 0x01, 0x02] }?.field == "version")
        #expect(error { $0.version = [] }?.field == "crlExtensions")
        let first = try list {
            $0.version = []
            $0.extensions = nil
        }
        #expect(first.version == 1)
        let reason = Parts.entry([0x02, 0x01, 0x05], Parts.anExtension(.crlReason, [0x0a, 0x01, 0x01]))
        #expect(
            error {
                $0.version = []; $0.extensions = nil; $0.entries = [reason]
            }?.field == "crlEntryExtensions")
    }

    @Test("The algorithm outside the signed part is the one inside: RFC 5280 §5.1.1.2")
    func algorithms() {
        #expect(
            error { $0.outerSignature = [0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x71] }?.field == "signatureAlgorithm")
        #expect(error { $0.signatureValue = [0x03, 0x02, 0x01, 0xaa] }?.field == "signatureValue")
        #expect(error { $0.afterTBS = [0x05, 0x00] }?.field == "CertificateList")
        #expect(error { $0.afterExtensions = [0x05, 0x00] }?.field == "tbsCertList")
    }

    @Test("nextUpdate and the entries may be missing; a list without entries may be empty")
    func optionalFields() throws {
        #expect(try list { $0.nextUpdate = [] }.nextUpdate == nil)
        #expect(try list { $0.entries = nil }.entryCount == 0)
        #expect(try list { $0.entries = [] }.entryCount == 0)
        #expect(try list { $0.extensions = nil }.extensions.isEmpty)
        #expect(error { $0.extensions = [] }?.field == "crlExtensions")
        #expect(error { $0.thisUpdate = [] } == nil, "nextUpdate takes its place, and none is left")
        #expect(
            error {
                $0.thisUpdate = []; $0.nextUpdate = []
            }?.field == "thisUpdate")
        #expect(error { $0.thisUpdate = Parts.utc("261301000000Z") }?.field == "thisUpdate")
    }

    @Test("Entries: serial numbers of at most 20 octets, dates, nothing behind")
    func entries() throws {
        let twenty = [UInt8](repeating: 0x7f, count: 20)
        #expect(try list { $0.entries = [Parts.entry([0x02, 0x14] + twenty)] }.entry(serialNumber: twenty) != nil)
        #expect(error { $0.entries = [Parts.entry([0x02, 0x15, 0x01] + twenty)] }?.code == .limitExceeded)
        #expect(error { $0.entries = [Parts.entry([0x02, 0x02, 0x00, 0x01])] }?.field == "userCertificate")
        #expect(error { $0.entries = [Parts.sequence([0x02, 0x01, 0x01])] }?.field == "revocationDate")
        #expect(error { $0.entries = [Parts.entry() + [0x05, 0x00]] }?.field == "revokedCertificates")
        #expect(try list { $0.entries = [Parts.entry([0x02, 0x01, 0xff])] }.entry(serialNumber: [0xff]) != nil)
        let tail = Parts.sequence([0x02, 0x01, 0x05] + Parts.utc("260101000000Z") + [0x30, 0x00])
        #expect(error { $0.entries = [tail] }?.field == "crlEntryExtensions")
    }

    @Test("Extensions of entries are read: reason, date, another issuer: RFC 5280 §5.3")
    func entryExtensions() throws {
        func entry(_ extensions: [UInt8]...) -> [UInt8] {
            Parts.sequence(
                [0x02, 0x01, 0x05] + Parts.utc("260101000000Z") + Parts.sequence(extensions.flatMap { $0 }))
        }
        for number: UInt8 in 0...11 {
            let change = { (parts: inout Parts) in
                parts.entries = [entry(Parts.anExtension(.crlReason, [0x0a, 0x01, number]))]
            }
            if number == 7 || number == 11 {
                #expect(error(change)?.field == "reasonCode")
            } else {
                #expect(try list(change).entry(serialNumber: [5])?.reason == RevocationReason(rawValue: number))
            }
        }
        let date = [0x18, 0x0f] + Array("20251224120000Z".utf8)
        let dated = try list { $0.entries = [entry(Parts.anExtension(.invalidityDate, date))] }
        #expect(dated.entry(serialNumber: [5])?.invalidityDate?.description == "2025-12-24 12:00:00 UTC")
        #expect(
            error {
                $0.entries = [entry(Parts.anExtension(.invalidityDate, Parts.utc("251224120000Z")))]
            }?.field == "invalidityDate")
        let reason = Parts.anExtension(.crlReason, [0x0a, 0x01, 0x01])
        #expect(error { $0.entries = [entry(reason, reason)] }?.field == "crlEntryExtensions")
        let many = (1...9).map { Parts.anExtension(OID(1, 2, $0), [0x05, 0x00]) }
        #expect(error { $0.entries = [entry(many.flatMap { $0 })] }?.code == .limitExceeded)
        #expect(error { $0.entries = [entry(many.dropLast().flatMap { $0 })] } == nil)

        let unknown = try list { $0.entries = [entry(Parts.anExtension(OID(1, 2, 3), critical: Parts.critical, []))] }
        #expect(unknown.hasUnknownCriticalEntryExtension)
        #expect(!unknown.isIndirect)
        let important = try list {
            $0.entries = [entry(Parts.anExtension(.crlReason, critical: Parts.critical, [0x0a, 0x01, 0x01]))]
        }
        #expect(important.hasUnknownCriticalEntryExtension)
        #expect(important.entry(serialNumber: [5])?.reason == .keyCompromise)
        let other = try list {
            $0.entries = [entry(Parts.anExtension(.certificateIssuer, critical: Parts.critical, [0x30, 0x00]))]
        }
        #expect(other.isIndirect)
        #expect(!other.hasUnknownCriticalEntryExtension)
    }

    @Test("No extension stands twice; critical ones that are not known are noted: RFC 5280 §5.2")
    func listExtensions() throws {
        let number = Parts.anExtension(.crlNumber, [0x02, 0x01, 0x07])
        #expect(error { $0.extensions = [number, number] }?.field == "extension")
        for (known, wrong) in [
            (OID.crlNumber, [0x02, 0x01, 0xff]), (.crlNumber, [0x02, 0x01, 0x01, 0x05, 0x00]),
            (.deltaCRLIndicator, [0x05, 0x00]), (.authorityKeyIdentifier, [0x30, 0x02, 0x05, 0x00]),
        ] as [(OID, [UInt8])] {
            #expect(error { $0.extensions = [Parts.anExtension(known, wrong)] } != nil)
        }
        let unknown = try list { $0.extensions = [Parts.anExtension(OID(1, 2, 3), critical: Parts.critical, [])] }
        #expect(unknown.unknownCriticalExtensions == [OID(1, 2, 3)])
        let numbered = try list {
            $0.extensions = [Parts.anExtension(.crlNumber, critical: Parts.critical, [0x02, 0x01, 0x07])]
        }
        #expect(numbered.unknownCriticalExtensions == [.crlNumber], "which may not be critical")
        let delta = try list {
            $0.extensions = [
                number, Parts.anExtension(.deltaCRLIndicator, critical: Parts.critical, [0x02, 0x01, 0x01]),
            ]
        }
        #expect(delta.isDelta)
        #expect(delta.unknownCriticalExtensions.isEmpty)
    }

    @Test("An issuing distribution point is read whole: RFC 5280 §5.2.5")
    func issuingDistributionPoints() throws {
        func point(_ content: [UInt8]) -> (inout Parts) -> Void {
            { $0.extensions = [Parts.anExtension(.issuingDistributionPoint, Parts.sequence(content))] }
        }
        #expect(try list(point([])).issuingDistributionPoint == IssuingDistributionPoint())
        #expect(try list(point([0x81, 1, 0xff])).issuingDistributionPoint?.onlyContainsUserCertificates == true)
        #expect(try list(point([0x82, 1, 0xff])).issuingDistributionPoint?.onlyContainsAuthorityCertificates == true)
        #expect(try list(point([0x85, 1, 0xff])).issuingDistributionPoint?.onlyContainsAttributeCertificates == true)
        #expect(try list(point([0x84, 1, 0xff])).isIndirect)
        #expect(try !list(point([0x84, 1, 0x00])).isIndirect)
        #expect(
            try list(point([0x83, 2, 6, 0x40])).issuingDistributionPoint?.onlySomeReasons == .keyCompromise)
        let address: [UInt8] = [0x86, 3] + Array("a:b".utf8)
        #expect(
            try list(point([0xa0, 7, 0xa0, 5] + address)).issuingDistributionPoint?.name
                == .fullName([.uniformResourceIdentifier("a:b")]))
        let attribute: [UInt8] = [0x30, 8, 0x06, 3, 0x55, 4, 3, 0x0c, 1, 0x61]
        #expect(
            try list(point([0xa0, 12, 0xa1, 10] + attribute)).issuingDistributionPoint?.name
                == .relativeToIssuer([0x31, 10] + attribute))
        for wrong in [
            [0x81, 1, 0xff, 0x82, 1, 0xff], [0x82, 1, 0xff, 0x81, 1, 0xff], [0x81, 1, 1], [0x81, 0], [0xa0, 0],
            [0xa0, 2, 0xa0, 0], [0xa0, 2, 0xa1, 0], [0x83, 1, 1], [0x83, 4, 0, 1, 1, 1], [0x86, 0],
            [0xa0, 9, 0xa0, 5] + address + [5, 0],
        ] as [[UInt8]] {
            #expect(error(point(wrong)) != nil, "\(wrong)")
        }
        #expect(
            error {
                $0.extensions = [Parts.anExtension(.issuingDistributionPoint, [0x30, 0, 5, 0])]
            }?.field == "crlExtensions")
    }

    @Test("Every entry of a long list is found, and no other; of two with one number the first stands")
    func manyEntries() throws {
        let count = 5000
        let list = try list { parts in
            parts.entries = (0..<count).map { index in
                Parts.entry([0x02, 0x03, 0x01, UInt8(index >> 8), UInt8(index & 0xff)])
            }
        }
        #expect(list.entryCount == count)
        for index in 0..<65536 {
            let found = list.entry(serialNumber: [0x01, UInt8(index >> 8), UInt8(index & 0xff)])
            #expect((found != nil) == (index < count))
        }
        let twice = try self.list {
            $0.entries = [
                Parts.sequence([0x02, 0x01, 0x05] + Parts.utc("250101000000Z")), Parts.entry(), Parts.entry(),
            ]
        }
        #expect(twice.entryCount == 3)
        #expect(twice.entry(serialNumber: [5])?.revocationDate.year == 2025)
    }

    @Test("Every prefix is refused, and damage never traps")
    func damage() throws {
        let bytes = try RevocationSample.shared.get().list {
            $0.entries = [
                RevocationSample.entry(),
                RevokedCertificate(
                    serialNumber: [1], revocationDate: RevocationSample.now, reason: .superseded,
                    invalidityDate: RevocationSample.yesterday),
            ]
            var point = IssuingDistributionPoint()
            point.name = .fullName([.uniformResourceIdentifier("http://crl.test/a")])
            point.onlySomeReasons = [.keyCompromise, .aaCompromise]
            $0.issuingDistributionPoint = point
        }.derBytes
        for count in 0..<bytes.count {
            #expect(throws: CertificateError.self) { try CertificateRevocationList(derBytes: Array(bytes[..<count])) }
        }
        #expect(throws: CertificateError.self) { try CertificateRevocationList(derBytes: bytes + [0]) }
        var read = 0
        for offset in bytes.indices {
            for value in [bytes[offset] ^ 1, bytes[offset] ^ 0x80, 0, 0xff, bytes[offset] &+ 1, bytes[offset] ^ 0x20] {
                var damaged = bytes
                damaged[offset] = value
                guard let list = try? CertificateRevocationList(derBytes: damaged) else { continue }
                read += 1
                let status = try RevocationSample.shared.get().status(list)
                #expect(!status.isGood || damaged == bytes, "byte \(offset) as \(value)")
            }
        }
        #expect(read > 100)
    }
}
