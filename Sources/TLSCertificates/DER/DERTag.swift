/// The identifier octet of a DER value: class, constructed bit and a tag number below 31. X.690 §8.1.2.
package struct DERTag: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let boolean = DERTag(rawValue: 0x01)
    package static let integer = DERTag(rawValue: 0x02)
    package static let bitString = DERTag(rawValue: 0x03)
    package static let octetString = DERTag(rawValue: 0x04)
    package static let null = DERTag(rawValue: 0x05)
    package static let objectIdentifier = DERTag(rawValue: 0x06)
    package static let enumerated = DERTag(rawValue: 0x0a)
    package static let utf8String = DERTag(rawValue: 0x0c)
    package static let numericString = DERTag(rawValue: 0x12)
    package static let printableString = DERTag(rawValue: 0x13)
    package static let teletexString = DERTag(rawValue: 0x14)
    package static let ia5String = DERTag(rawValue: 0x16)
    package static let utcTime = DERTag(rawValue: 0x17)
    package static let generalizedTime = DERTag(rawValue: 0x18)
    package static let visibleString = DERTag(rawValue: 0x1a)
    package static let universalString = DERTag(rawValue: 0x1c)
    package static let bmpString = DERTag(rawValue: 0x1e)
    package static let sequence = DERTag(rawValue: 0x30)
    package static let set = DERTag(rawValue: 0x31)

    /// `[number] IMPLICIT` of a primitive type.
    package static func context(_ number: UInt8) -> DERTag {
        DERTag(rawValue: 0x80 | number & 0x1f)
    }

    /// `[number] EXPLICIT`, or `[number] IMPLICIT` of a constructed type.
    package static func contextConstructed(_ number: UInt8) -> DERTag {
        DERTag(rawValue: 0xa0 | number & 0x1f)
    }

    package var isConstructed: Bool { rawValue & 0x20 != 0 }
    package var isUniversal: Bool { rawValue & 0xc0 == 0 }

    /// Whether DER allows this octet at all: no end-of-contents, no long tag numbers, and of the universal types
    /// exactly SEQUENCE and SET constructed. X.690 §10.2.
    ///
    /// EXTERNAL, EMBEDDED PDV and CHARACTER STRING, which are constructed as well, stand in none of the formats we read,
    /// and libcrypto takes them for strings and writes them out anew: they are refused.
    package var isWellFormed: Bool {
        guard rawValue & 0x1f != 0x1f else { return false }
        guard isUniversal else { return true }
        return switch rawValue & 0x1f {
        case 0x00: false
        case 0x08, 0x0b, 0x1d: false
        case 0x10, 0x11: isConstructed
        default: !isConstructed
        }
    }
}
