/// Dates of HTTP: to the second, in UTC. RFC 9110 §5.6.7.
struct HTTPDate: Hashable, Comparable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    let secondsSinceEpoch: Int

    /// A date in the years 0 to 9999; others become the nearest of them, for file systems have any.
    init(secondsSinceEpoch: Int) {
        self.secondsSinceEpoch = min(max(secondsSinceEpoch, -62_167_219_200), 253_402_300_799)
    }

    static func < (left: HTTPDate, right: HTTPDate) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]  // from 1970-01-01 on
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The date in the form all senders use, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    var text: String {
        let (day, second) = Self.divide(secondsSinceEpoch, by: 86_400)
        let date = CivilDate(dayNumber: day)
        let weekday = Self.weekdays[Self.divide(day, by: 7).remainder]
        let month = Self.months[date.month - 1]
        return "\(weekday), \(pad(date.day)) \(month) \(pad(date.year, 4)) "
            + "\(pad(second / 3600)):\(pad(second / 60 % 60)):\(pad(second % 60)) GMT"
    }

    /// The date as `1994-11-06T08:49:37Z`. RFC 3339.
    var internetText: String {
        let (day, second) = Self.divide(secondsSinceEpoch, by: 86_400)
        let date = CivilDate(dayNumber: day)
        return "\(pad(date.year, 4))-\(pad(date.month))-\(pad(date.day))T"
            + "\(pad(second / 3600)):\(pad(second / 60 % 60)):\(pad(second % 60))Z"
    }

    /// Reads any of the three forms; nil for all else.
    init?(text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let parts = text.split { $0 == " " || $0 == "-" || $0 == "," }.map(String.init)
        let order: (day: String, month: String, year: String, time: String)
        switch parts.count {
        case 6 where parts[5] == "GMT": order = (parts[1], parts[2], parts[3], parts[4])  // IMF-fixdate, RFC 850
        case 5: order = (parts[2], parts[1], parts[4], parts[3])  // asctime
        default: return nil
        }
        guard let day = decimalNumber(order.day.utf8), let month = Self.months.firstIndex(of: order.month),
            let year = Self.year(order.year), let second = Self.secondOfDay(order.time),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        secondsSinceEpoch = date.dayNumber * 86_400 + second
    }

    /// A year of four digits, or of two in the form of RFC 850: 70 to 99 and 00 to 69.
    private static func year(_ text: String) -> Int? {
        guard let year = decimalNumber(text.utf8) else { return nil }
        switch text.utf8.count {
        case 4: return year
        case 2: return year < 70 ? 2000 + year : 1900 + year
        default: return nil
        }
    }

    private static func secondOfDay(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { decimalNumber($0.utf8) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            hour < 24, minute < 60, second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + min(second, 59)
    }

    /// Floored division.
    private static func divide(_ number: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
        let remainder = (number % divisor + divisor) % divisor
        return ((number - remainder) / divisor, remainder)
    }
}

/// A number with leading zeros.
func pad(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
}
