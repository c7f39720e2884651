public import TLSMessages

/// A message of the protocol that a connection has received or sent: its kind, not what it says.
public struct TLSMessageTrace: Hashable, Sendable {
    /// What kind of message it is.
    public enum Kind: Hashable, Sendable {
        /// A handshake message of this type, such as 1 for ClientHello. RFC 9846 §4.
        case handshake(type: UInt8)
        /// A change_cipher_spec. One that comes in TLS 1.3 means nothing, and is not told.
        case changeCipherSpec
        /// An alert, and the level that it came with.
        case alert(AlertDescription, isFatal: Bool)
        /// A hello in the form of SSL 2. RFC 5246 §E.2.
        case ssl2ClientHello
    }

    /// What kind of message it is.
    public let kind: Kind
    /// Whether the peer sent it.
    public let isReceived: Bool

    /// Makes the trace of a message.
    public init(_ kind: Kind, isReceived: Bool) {
        self.kind = kind
        self.isReceived = isReceived
    }
}
