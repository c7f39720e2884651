/// A moment as clocks of computers count it: milliseconds since 1970-01-01 00:00:00 UTC, without leap seconds.
///
/// Nothing here reads a clock: whoever runs a connection brings the time.
public struct UnixTime: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01 00:00:00 UTC.
    public let milliseconds: Int64

    /// Makes a moment from milliseconds since 1970-01-01 00:00:00 UTC.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Whether the left moment is before the right one.
    public static func < (left: UnixTime, right: UnixTime) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment this many seconds later, or the last one there is.
    public func adding(seconds: Int64) -> UnixTime {
        let (milliseconds, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        return overflows ? UnixTime(milliseconds: .max) : adding(milliseconds: milliseconds)
    }

    /// The moment this many milliseconds later, or the last one there is.
    public func adding(milliseconds count: Int64) -> UnixTime {
        let (sum, overflows) = milliseconds.addingReportingOverflow(count)
        return UnixTime(milliseconds: overflows ? .max : sum)
    }

    /// How many milliseconds this moment is after another; negative before it.
    public func milliseconds(since other: UnixTime) -> Int64 {
        let (difference, overflows) = milliseconds.subtractingReportingOverflow(other.milliseconds)
        return overflows ? .max : difference
    }
}
