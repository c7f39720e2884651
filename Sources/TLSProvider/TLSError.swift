public import TLSMessages

/// Why a TLS connection failed, or a configuration was refused.
///
/// Two errors are equal when their codes are; the rest is for people. Codes can be added, so a `switch` over them needs a
/// `default`.
public struct TLSError: Error, Hashable, Sendable {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// A stable name, such as `handshakeFailed`.
        public let name: String

        /// Makes a code from its name.
        public init(_ name: String) {
            self.name = name
        }

        /// The stable name.
        public var description: String { name }

        /// What the peer sent is not TLS at all, such as a plain HTTP request.
        public static let notTLS = Code("notTLS")
        /// The peer sent bytes that cannot be decoded.
        public static let malformedMessage = Code("malformedMessage")
        /// The peer broke a rule of the protocol.
        public static let peerMisbehaved = Code("peerMisbehaved")
        /// Peer and configuration have nothing in common: a version, suite, group, signature scheme or protocol.
        public static let incompatiblePeer = Code("incompatiblePeer")
        /// A record failed to authenticate.
        public static let badRecord = Code("badRecord")
        /// The peer's certificate is missing, malformed or was refused.
        public static let peerCertificateRejected = Code("peerCertificateRejected")
        /// The peer sent a fatal alert.
        public static let alertReceived = Code("alertReceived")
        /// The transport ended without close_notify: data may be missing.
        public static let truncated = Code("truncated")
        /// The call does not fit the connection's state, such as writing after close.
        public static let wrongState = Code("wrongState")
        /// The handshake took longer than its deadline.
        public static let handshakeTimeout = Code("handshakeTimeout")
        /// The configuration cannot work; the reason says what to change.
        public static let invalidConfiguration = Code("invalidConfiguration")
        /// A callback of the application threw or refused.
        public static let applicationRefused = Code("applicationRefused")
        /// libcrypto (or libssl) failed in a way that is nobody's input.
        public static let cryptographyFailed = Code("cryptographyFailed")
        /// A file or blob of keys or certificates could not be read.
        public static let unreadableKeyStore = Code("unreadableKeyStore")
    }

    /// Who sent the alert.
    public enum AlertDirection: Hashable, Sendable {
        /// We sent it (or owe it) to the peer.
        case sent
        /// The peer sent it.
        case received
    }

    /// What kind of failure it is.
    public let code: Code
    /// The alert that goes with it, if one does.
    public let alert: AlertDescription?
    /// Which side sends the alert.
    public let alertDirection: AlertDirection?
    /// What was wrong, for a log or a person: one printable line, never a secret.
    public let reason: String
    /// The provider's own error that this one is made of, which is more exact.
    package var cause: (any Error)?

    /// Makes an error.
    public init(
        _ code: Code, _ reason: String, alert: AlertDescription? = nil, direction: AlertDirection? = nil
    ) {
        self.code = code
        self.reason = reason
        self.alert = alert
        alertDirection = direction ?? (alert == nil ? nil : .sent)
    }

    /// Whether the codes are equal.
    public static func == (left: TLSError, right: TLSError) -> Bool {
        left.code == right.code
    }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension TLSError: CustomStringConvertible {
    /// One line: the code, the alert and the reason.
    public var description: String {
        var text = "\(code): \(reason)"
        if let alert, let alertDirection {
            text += " (\(alertDirection == .sent ? "sent" : "received") \(alert))"
        }
        return text
    }
}
