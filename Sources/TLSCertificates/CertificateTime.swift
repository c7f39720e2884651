/// A moment as certificates say it: a UTC second. RFC 5280 §4.1.2.5.
///
/// There is no clock here: a validity is compared with a moment that the caller brings.
public struct CertificateTime: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01 00:00:00 UTC, without leap seconds.
    public let secondsSinceEpoch: Int64

    /// Makes a moment from seconds since 1970-01-01 00:00:00 UTC.
    public init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// Makes a moment from a UTC date and time; nil when there is no such moment in the years 0 to 9999.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (0...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.days(inMonth: month, of: year),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        secondsSinceEpoch = Int64(days * 86400 + hour * 3600 + minute * 60 + second)
    }

    /// Whether the left moment is before the right one.
    public static func < (left: CertificateTime, right: CertificateTime) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }

    /// The year.
    public var year: Int { date.year }
    /// The month, 1 to 12.
    public var month: Int { date.month }
    /// The day of the month, 1 to 31.
    public var day: Int { date.day }
    /// The hour, 0 to 23.
    public var hour: Int { secondOfDay / 3600 }
    /// The minute, 0 to 59.
    public var minute: Int { secondOfDay / 60 % 60 }
    /// The second, 0 to 59.
    public var second: Int { secondOfDay % 60 }

    private var dayNumber: Int {
        let (quotient, remainder) = Int(secondsSinceEpoch).quotientAndRemainder(dividingBy: 86400)
        return remainder < 0 ? quotient - 1 : quotient
    }

    private var secondOfDay: Int {
        let remainder = Int(secondsSinceEpoch) % 86400
        return remainder < 0 ? remainder + 86400 : remainder
    }

    /// The proleptic Gregorian date: years counted from March, so the leap day is the last of its year, in eras of 400
    /// years, which all have 146,097 days.
    private var date: (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CertificateTime: CustomStringConvertible {
    /// `2026-07-01 12:00:00 UTC`.
    public var description: String {
        let year = String(self.year)
        let padding = String(repeating: "0", count: max(0, 4 - year.count))
        return "\(padding)\(year)-\(twoDigits(month))-\(twoDigits(day)) "
            + "\(twoDigits(hour)):\(twoDigits(minute)):\(twoDigits(second)) UTC"
    }
}

func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
}
