/// An alert. RFC 9846 §6.
package struct Alert: Hashable, Sendable {
    package let isFatal: Bool
    package let description: AlertDescription

    package init(isFatal: Bool, description: AlertDescription) {
        self.isFatal = isFatal
        self.description = description
    }

    /// What we send: only close_notify, user_canceled and no_renegotiation are warnings. RFC 9846 §6, RFC 5246 §7.2.2.
    package init(_ description: AlertDescription) {
        isFatal = description != .closeNotify && description != .userCanceled && description != .noRenegotiation
        self.description = description
    }

    /// Level and description; nil unless the two bytes are all there is and the level is known.
    package init?(level: UInt8, description: UInt8) {
        guard level == 1 || level == 2 else { return nil }
        isFatal = level == 2
        self.description = AlertDescription(rawValue: description)
    }

    package var bytes: [UInt8] { [isFatal ? 2 : 1, description.rawValue] }
}
