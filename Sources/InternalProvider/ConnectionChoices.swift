import TLSProvider

/// What a connection takes from its configuration besides the handshake's settings, server or client.
struct ConnectionChoices {
    let limits: TLSLimits
    let recordPadding: RecordPadding
    let logSecret: (@Sendable (String) -> Void)?
    /// A client's wish for sessions.
    let receiveSession: (@Sendable (TLSResumableSession) -> Void)?

    init(_ configuration: TLSServerConfiguration) {
        limits = configuration.limits
        recordPadding = configuration.recordPadding
        logSecret = configuration.unsafelyLogSecrets
        receiveSession = nil
    }

    init(_ configuration: TLSClientConfiguration) {
        limits = configuration.limits
        recordPadding = configuration.recordPadding
        logSecret = configuration.unsafelyLogSecrets
        receiveSession = configuration.receiveSession
    }
}
