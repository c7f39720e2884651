import TLSProvider

/// What a connection takes from its configuration besides the handshake's settings, server or client.
struct ConnectionChoices {
    let limits: TLSLimits
    let recordPadding: RecordPadding
    let logSecret: (@Sendable (String) -> Void)?

    init(_ configuration: TLSServerConfiguration) {
        limits = configuration.limits
        recordPadding = configuration.recordPadding
        logSecret = configuration.unsafelyLogSecrets
    }

    init(_ configuration: TLSClientConfiguration) {
        limits = configuration.limits
        recordPadding = configuration.recordPadding
        logSecret = configuration.unsafelyLogSecrets
    }
}
