import TLSMessages
import TLSProvider

/// What a connection takes from its configuration besides the handshake's settings, server or client.
struct ConnectionChoices {
    let limits: TLSLimits
    let recordPadding: RecordPadding
    let maximumRecordPlaintext: Int
    let logSecret: (@Sendable (String) -> Void)?
    let traceMessages: (@Sendable (TLSMessageTrace) -> Void)?
    /// A server's: a connection may begin with a hello in the form of SSL 2.
    let acceptsSSL2Hello: Bool
    /// A client's wish for sessions.
    let receiveSession: (@Sendable (TLSResumableSession) -> Void)?
    /// TLS 1.2 may be agreed on.
    let speaksTLS12: Bool

    init(_ configuration: TLSServerConfiguration) {
        limits = configuration.limits
        recordPadding = configuration.recordPadding
        maximumRecordPlaintext = configuration.maximumRecordPlaintext
        logSecret = configuration.unsafelyLogSecrets
        traceMessages = configuration.traceMessages
        acceptsSSL2Hello = configuration.acceptsSSL2Hello
        receiveSession = nil
        speaksTLS12 = configuration.versions.contains(.tls12)
    }

    init(_ configuration: TLSClientConfiguration) {
        limits = configuration.limits
        recordPadding = configuration.recordPadding
        maximumRecordPlaintext = configuration.maximumRecordPlaintext
        logSecret = configuration.unsafelyLogSecrets
        traceMessages = configuration.traceMessages
        acceptsSSL2Hello = false
        receiveSession = configuration.receiveSession
        speaksTLS12 = configuration.versions.contains(.tls12)
    }
}
