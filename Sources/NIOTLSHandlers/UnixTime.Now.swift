package import TLSMessages
import TLSPrimitives

extension UnixTime {
    /// What time it is.
    package static var now: UnixTime { UnixTime(milliseconds: WallClock.milliseconds) }
}
