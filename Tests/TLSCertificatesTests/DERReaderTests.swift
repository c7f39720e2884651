import TLSCertificates
import TLSPrimitives
import Testing

/// Reads one value of any type with everything in it, and nothing after it.
private func read(_ bytes: [UInt8]) throws(DERError) {
    var reader = DERReader(bytes.span)
    _ = try reader.wellFormedElement("value")
    try reader.expectEnd("value")
}

private func failure(_ bytes: [UInt8]) -> DERError.Kind? {
    do throws(DERError) {
        try read(bytes)
        return nil
    } catch {
        return error.kind
    }
}

@Suite("Strict DER: X.690 §10")
struct DERReaderTests {
    @Test(
        "Lengths are definite, minimal and of at most four bytes",
        arguments: [
            ([0x04, 0x00], nil), ([0x04, 0x01, 0xaa], nil),
            ([0x04, 0x81, 0x80] + Array(repeating: 0, count: 128), nil),
            ([], .truncated), ([0x04], .truncated), ([0x04, 0x01], .truncated), ([0x04, 0x02, 0xaa], .truncated),
            ([0x30, 0x80, 0x00, 0x00], .indefiniteLength), ([0x04, 0x80], .indefiniteLength),
            ([0x04, 0x81, 0x7f] + Array(repeating: 0, count: 127), .malformedLength),
            ([0x04, 0x82, 0x00, 0x80] + Array(repeating: 0, count: 128), .malformedLength),
            ([0x04, 0x85, 0, 0, 0, 0, 1, 0], .malformedLength), ([0x04, 0xff], .malformedLength),
            ([0x04, 0x84, 0xff, 0xff, 0xff, 0xff, 0], .truncated), ([0x04, 0x82, 0x01], .truncated),
            ([0x05, 0x00, 0x00], .trailingBytes),
        ] as [([UInt8], DERError.Kind?)])
    func lengths(_ bytes: [UInt8], _ expected: DERError.Kind?) {
        #expect(failure(bytes) == expected)
    }

    @Test(
        "Tags that DER does not have are refused",
        arguments: [0x00, 0x10, 0x11, 0x1f, 0x22, 0x23, 0x24, 0x28, 0x2b, 0x2c, 0x3d, 0x3f, 0xbf])
    func tags(_ tag: UInt8) {
        #expect(failure([tag, 0x00]) == .malformedTag)
    }

    @Test("An inner value may not reach over the end of its outer one")
    func innerLengths() {
        #expect(failure([0x30, 0x03, 0x04, 0x02, 0xaa]) == .truncated)
        #expect(failure([0x30, 0x05, 0x30, 0x02, 0x04, 0x01, 0xaa]) == .truncated)
        #expect(failure([0x30, 0x06, 0x30, 0x02, 0x05, 0x00, 0x05, 0x00]) == nil)
        #expect(failure([0x30, 0x01, 0x05]) == .truncated)
    }

    @Test(
        "A primitive value keeps to the rules of its type, at every depth",
        arguments: [
            // X.690 §11.2: the unused bits of a BIT STRING.
            ([0x03, 0x00], .malformedValue), ([0x03, 0x01, 0x01], .malformedValue),
            ([0x03, 0x02, 0x08, 0x00], .malformedValue), ([0x03, 0x02, 0x01, 0xff], .malformedValue),
            ([0x03, 0x01, 0x00], nil), ([0x03, 0x02, 0x01, 0xfe], nil),
            // X.690 §8.19: whole arcs.
            ([0x06, 0x00], .malformedValue), ([0x06, 0x02, 0x00, 0xa2], .malformedValue),
            ([0x06, 0x02, 0x80, 0x01], .malformedValue), ([0x06, 0x02, 0x2a, 0x03], nil),
            // X.690 §11.1, §8.3 and §8.8: BOOLEAN, INTEGER, NULL.
            ([0x01, 0x01, 0x01], .malformedValue), ([0x01, 0x01, 0xff], nil),
            ([0x02, 0x00], .malformedValue), ([0x02, 0x02, 0x00, 0x7f], .nonMinimalInteger), ([0x02, 0x01, 0x80], nil),
            ([0x05, 0x01, 0x00], .malformedValue), ([0x05, 0x00], nil),
            // X.690 §8.4 and §8.23: ENUMERATED, BMPString, UniversalString.
            ([0x0a, 0x00], .malformedValue), ([0x0a, 0x02, 0x00, 0x01], .nonMinimalInteger), ([0x0a, 0x01, 0x01], nil),
            ([0x1e, 0x01, 0x61], .malformedValue), ([0x1e, 0x02, 0x00, 0x61], nil),
            ([0x1c, 0x03, 0, 0, 0x61], .malformedValue), ([0x1c, 0x04, 0, 0, 0, 0x61], nil),
        ] as [([UInt8], DERError.Kind?)])
    func primitiveContent(_ value: [UInt8], _ expected: DERError.Kind?) {
        #expect(failure(value) == expected)
        #expect(failure(Self.wrapped(Self.wrapped(value))) == expected)
    }

    @Test("Nesting ends at 16, however deep the input is", arguments: [15, 16, 17, 1000, 100_000])
    func nesting(_ depth: Int) {
        var writer: [UInt8] = [0x05, 0x00]
        var levels = 1
        while levels < min(depth, 10_000) {
            writer = Self.wrapped(writer)
            levels += 1
        }
        #expect(failure(writer) == (levels > 17 ? .tooDeep : nil))
        #expect(failure([UInt8](repeating: 0x30, count: depth)) != nil)
        #expect(failure((0..<depth).flatMap { _ in [0x30, 0x80] as [UInt8] }) == .indefiniteLength)
    }

    private static func wrapped(_ content: [UInt8]) -> [UInt8] {
        var writer = DERWriter()
        writer.sequence { $0.encoded(content) }
        return writer.bytes
    }

    @Test(
        "INTEGER is minimal and, where it has to be, not negative: X.690 §8.3",
        arguments: [
            ([0x02, 0x01, 0x00], nil), ([0x02, 0x01, 0x7f], nil), ([0x02, 0x02, 0x00, 0x80], nil),
            ([0x02, 0x00], .malformedValue), ([0x02, 0x02, 0x00, 0x7f], .nonMinimalInteger),
            ([0x02, 0x02, 0xff, 0x80], .nonMinimalInteger), ([0x02, 0x01, 0x80], .negativeInteger),
            ([0x02, 0x05, 0x01, 0, 0, 0, 0], .limitExceeded),
            ([0x02, 0x05, 0x00, 0xff, 0xff, 0xff, 0xff], .limitExceeded),
        ] as [([UInt8], DERError.Kind?)])
    func integers(_ bytes: [UInt8], _ expected: DERError.Kind?) {
        var reader = DERReader(bytes.span)
        do throws(DERError) {
            _ = try reader.smallInteger("number")
            #expect(expected == nil)
        } catch {
            #expect(error.kind == expected)
        }
    }

    @Test("BOOLEAN is 00 or FF: X.690 §11.1", arguments: [UInt8](0...255))
    func booleans(_ octet: UInt8) {
        let bytes = [0x01, 0x01, octet]
        var reader = DERReader(bytes.span)
        let value = try? reader.boolean("boolean")
        #expect(value == (octet == 0 ? false : octet == 0xff ? true : nil))
    }

    @Test(
        "OBJECT IDENTIFIER: whole minimal arcs of at most 63 bits in at most 128 bytes",
        arguments: [
            ([0x2a, 0x03], nil), ([0x55, 0x1d, 0x11], nil), ([], .malformedValue), ([0x80, 0x01], .malformedValue),
            ([0x2a, 0x80, 0x01], .malformedValue), ([0x2a, 0x81], .malformedValue),
            ([0x2a] + Array(repeating: 0xff, count: 8) + [0x7f], nil),
            ([0x2a] + Array(repeating: 0xff, count: 9) + [0x7f], .unsupportedOID),
            (Array(repeating: 0x01, count: 128), nil), (Array(repeating: 0x01, count: 129), .unsupportedOID),
            (Array(repeating: 0x01, count: 65_536), .unsupportedOID),
            (Array(repeating: 0x81, count: 65_536), .unsupportedOID),
        ] as [([UInt8], DERError.Kind?)])
    func objectIdentifiers(_ content: [UInt8], _ expected: DERError.Kind?) {
        var writer = DERWriter()
        writer.value(.objectIdentifier, content)
        var reader = DERReader(writer.bytes.span)
        do throws(DERError) {
            _ = try reader.objectIdentifier("identifier")
            #expect(expected == nil)
        } catch {
            #expect(error.kind == expected)
        }
    }

    @Test(
        "BIT STRING: at most seven unused bits, which are zero: X.690 §11.2",
        arguments: [
            ([0x00], nil), ([0x00, 0xff], nil), ([0x07, 0x80], nil), ([], .malformedValue), ([0x01], .malformedValue),
            ([0x08, 0x00], .malformedValue), ([0x01, 0x01], .malformedValue), ([0x07, 0xc0], .malformedValue),
        ] as [([UInt8], DERError.Kind?)])
    func bitStrings(_ content: [UInt8], _ expected: DERError.Kind?) throws {
        var writer = DERWriter()
        writer.value(.bitString, content)
        var reader = DERReader(writer.bytes.span)
        let value = try reader.element("bits")
        do throws(DERError) {
            _ = try reader.bits(of: value, "bits")
            #expect(expected == nil)
        } catch {
            #expect(error.kind == expected)
        }
    }

    @Test(
        "Times have seconds and end in Z: RFC 5280 §4.1.2.5",
        arguments: [
            (DERTag.utcTime, "260701120000Z", "2026-07-01 12:00:00 UTC"),
            (.utcTime, "491231235959Z", "2049-12-31 23:59:59 UTC"),
            (.utcTime, "500101000000Z", "1950-01-01 00:00:00 UTC"),
            (.generalizedTime, "20500101000000Z", "2050-01-01 00:00:00 UTC"),
            (.generalizedTime, "99991231235959Z", "9999-12-31 23:59:59 UTC"),
            (.utcTime, "000229000000Z", "2000-02-29 00:00:00 UTC"),
            (.generalizedTime, "00000101000000Z", "0000-01-01 00:00:00 UTC"),
            (.utcTime, "2607011200Z", nil), (.utcTime, "260701120000", nil), (.utcTime, "260701120000+0100", nil),
            (.utcTime, "260701126000Z", nil), (.utcTime, "260701240000Z", nil), (.utcTime, "260732120000Z", nil),
            (.utcTime, "261301120000Z", nil), (.utcTime, "260229120000Z", nil), (.utcTime, "260001120000Z", nil),
            (.utcTime, "260700120000Z", nil), (.utcTime, "26070112000 Z", nil), (.utcTime, "260701120060Z", nil),
            (.generalizedTime, "20260701120000.5Z", nil), (.generalizedTime, "260701120000Z", nil),
            (.utcTime, "20260701120000Z", nil), (.utf8String, "260701120000Z", nil), (.utcTime, "", nil),
            (.generalizedTime, "20260701120000z", nil), (.generalizedTime, "-0260701120000Z", nil),
        ] as [(DERTag, String, String?)])
    func times(_ tag: DERTag, _ text: String, _ expected: String?) {
        var writer = DERWriter()
        writer.value(tag, text.utf8)
        var reader = DERReader(writer.bytes.span)
        #expect((try? reader.time("time"))?.description == expected)
    }

    @Test("Times are written as they are read")
    func timesWritten() throws {
        for text in ["1950-01-01 00:00:00", "2049-12-31 23:59:59", "2050-01-01 00:00:00", "1949-12-31 23:59:59"] {
            let digits = text.split { !$0.isNumber }.compactMap { Int($0) }
            let time = try #require(
                CertificateTime(
                    year: digits[0], month: digits[1], day: digits[2], hour: digits[3], minute: digits[4],
                    second: digits[5]))
            var writer = DERWriter()
            writer.time(time)
            var reader = DERReader(writer.bytes.span)
            #expect(try reader.time("time") == time)
            #expect(time.description == text + " UTC")
            #expect(writer.bytes.first == (digits[0] >= 1950 && digits[0] < 2050 ? 0x17 : 0x18))
        }
    }
}
