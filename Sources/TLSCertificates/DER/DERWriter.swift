/// Writes DER. Lengths are computed here and nowhere else. X.690 §10.
///
/// A writer of private keys reserves its capacity at the start, so that no half-written copy is left behind by growing.
package struct DERWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(reservingCapacity capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// What was written, taken out of the writer: for secrets, which go on into memory that is wiped.
    package mutating func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    /// Bytes that are DER already.
    package mutating func encoded(_ content: some Collection<UInt8>) {
        bytes.append(contentsOf: content)
    }

    /// A primitive value.
    package mutating func value(_ tag: DERTag, _ content: some Collection<UInt8>) {
        bytes.append(tag.rawValue)
        bytes.append(contentsOf: Self.length(content.count))
        bytes.append(contentsOf: content)
    }

    /// A primitive value out of memory that is wiped.
    package mutating func value(_ tag: DERTag, leading: UInt8? = nil, _ content: Span<UInt8>) {
        bytes.append(tag.rawValue)
        bytes.append(contentsOf: Self.length(content.count + (leading == nil ? 0 : 1)))
        if let leading { bytes.append(leading) }
        for index in content.indices { bytes.append(content[index]) }
    }

    /// A constructed value, or an OCTET STRING that holds DER: what `body` writes.
    package mutating func constructed<Failure: Error>(
        _ tag: DERTag, _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        let start = bytes.count
        bytes.append(tag.rawValue)
        try body(&self)
        bytes.insert(contentsOf: Self.length(bytes.count - start - 1), at: start + 1)
    }

    package mutating func sequence<Failure: Error>(_ body: (inout DERWriter) throws(Failure) -> Void) throws(Failure) {
        try constructed(.sequence, body)
    }

    /// The shortest form of a length. X.690 §10.1.
    private static func length(_ count: Int) -> [UInt8] {
        guard count >= 0x80 else { return [UInt8(truncatingIfNeeded: count)] }
        var octets: [UInt8] = []
        var rest = count
        while rest > 0 {
            octets.insert(UInt8(truncatingIfNeeded: rest), at: 0)
            rest >>= 8
        }
        return [0x80 | UInt8(truncatingIfNeeded: octets.count)] + octets
    }
}

extension DERWriter {
    package mutating func boolean(_ value: Bool) {
        self.value(.boolean, CollectionOfOne(value ? 0xff : 0x00))
    }

    package mutating func null() {
        value(.null, EmptyCollection())
    }

    package mutating func objectIdentifier(_ identifier: OID) {
        value(.objectIdentifier, identifier.content)
    }

    /// A number that is not negative.
    package mutating func integer(_ number: Int) {
        var octets: [UInt8] = []
        for shift in stride(from: 56, through: 0, by: -8) {
            octets.append(UInt8(truncatingIfNeeded: number >> shift))
        }
        unsignedInteger(octets)
    }

    /// A number by its big-endian magnitude, which may have leading zeros.
    package mutating func unsignedInteger(_ magnitude: [UInt8]) {
        let digits = magnitude.drop { $0 == 0 }
        guard let first = digits.first else {
            value(.integer, CollectionOfOne(0))
            return
        }
        value(.integer, first & 0x80 != 0 ? [0] + digits : Array(digits))
    }

    /// A secret number by its big-endian magnitude. Leading zeros go, as DER has none: its length tells of them anyway.
    package mutating func unsignedInteger(secret magnitude: Span<UInt8>) {
        var start = 0
        while start < magnitude.count, magnitude[start] == 0 { start += 1 }
        let digits = magnitude.extracting(start..<magnitude.count)
        let needsSign = digits.count == 0 || digits[0] & 0x80 != 0
        value(.integer, leading: needsSign ? 0 : nil, digits)
    }

    /// A BIT STRING of whole octets.
    package mutating func bitString(_ octets: [UInt8]) {
        value(.bitString, [0] + octets)
    }

    /// A BIT STRING of named bits: what follows the last one that is set is left out. X.690 §11.2.2.
    package mutating func namedBits(_ octets: [UInt8]) {
        var kept = octets
        while kept.last == 0 { kept.removeLast() }
        value(.bitString, [UInt8(truncatingIfNeeded: kept.last?.trailingZeroBitCount ?? 0)] + kept)
    }

    /// UTCTime through 2049 and GeneralizedTime after. RFC 5280 §4.1.2.5.
    package mutating func time(_ time: CertificateTime) {
        let year = time.year
        let isShort = (1950...2049).contains(year)
        var text = isShort ? twoDigits(year % 100) : twoDigits(year / 100) + twoDigits(year % 100)
        for part in [time.month, time.day, time.hour, time.minute, time.second] { text += twoDigits(part) }
        value(isShort ? .utcTime : .generalizedTime, (text + "Z").utf8)
    }
}
