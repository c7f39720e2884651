/// UTCTime and GeneralizedTime in the one form that certificates may use: seconds and `Z`. RFC 5280 §4.1.2.5.
extension DERReader {
    /// The next value, which must be one of the two.
    package mutating func time(_ field: StaticString) throws(DERError) -> CertificateTime {
        let value = try element(field)
        let yearDigits: Int
        switch value.tag {
        case .utcTime: yearDigits = 2
        case .generalizedTime: yearDigits = 4
        default: throw DERError(.unexpectedTag, in: field, at: value.start)
        }
        let start = value.content.lowerBound
        guard value.content.count == yearDigits + 11, bytes[value.content.upperBound - 1] == UInt8(ascii: "Z") else {
            throw DERError(.malformedValue, in: field, at: value.start)
        }
        var year = 0
        for cursor in stride(from: start, to: start + yearDigits, by: 2) {
            year = year * 100 + (try digitPair(at: cursor, of: value, field))
        }
        if yearDigits == 2 { year += year < 50 ? 2000 : 1900 }
        let rest = start + yearDigits
        let time = CertificateTime(
            year: year,
            month: try digitPair(at: rest, of: value, field),
            day: try digitPair(at: rest + 2, of: value, field),
            hour: try digitPair(at: rest + 4, of: value, field),
            minute: try digitPair(at: rest + 6, of: value, field),
            second: try digitPair(at: rest + 8, of: value, field))
        guard let time else { throw DERError(.malformedValue, in: field, at: value.start) }
        return time
    }

    private func digitPair(
        at index: Int, of value: DERElement, _ field: StaticString
    ) throws(DERError) -> Int {
        let high = bytes[index] &- UInt8(ascii: "0")
        let low = bytes[index + 1] &- UInt8(ascii: "0")
        guard high <= 9, low <= 9 else { throw DERError(.malformedValue, in: field, at: value.start) }
        return Int(high) * 10 + Int(low)
    }
}
