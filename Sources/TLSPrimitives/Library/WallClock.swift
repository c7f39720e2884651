import Glibc

/// The system's clock. Read where connections are run, and nowhere below: there the time comes in as a value.
package enum WallClock {
    /// Milliseconds since 1970-01-01 00:00:00 UTC.
    package static var milliseconds: Int64 {
        var now = timespec()
        // SAFETY: the call fills the one structure it is given.
        _ = unsafe clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}
