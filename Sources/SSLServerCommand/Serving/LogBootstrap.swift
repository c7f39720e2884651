import Logging

extension Logger {
    /// The command's log: lines on standard error, from this level on.
    static func ofCommand(_ level: Level) -> Logger {
        Logger(label: "sslserver") { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
    }
}
