import Glibc

/// The system's time zone.
package enum LocalTime {
    /// How many seconds the zone is ahead of UTC at a moment, given in seconds since 1970; 0 when the system does not know.
    package static func offset(at secondsSinceEpoch: Int64) -> Int {
        var moment = time_t(secondsSinceEpoch)
        // SAFETY: of the parts only a number is read, not the pointer to the zone's name.
        var parts = unsafe tm()
        // Reads TZ and the zone's file when they are other than before, which `localtime_r` need not.
        tzset()
        // SAFETY: both are local variables of the types that the call reads and fills.
        guard unsafe localtime_r(&moment, &parts) != nil else { return 0 }
        return unsafe parts.tm_gmtoff
    }
}
