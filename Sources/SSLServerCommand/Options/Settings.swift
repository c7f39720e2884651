import SSLServer

/// The settings of `--config`.
enum Settings {
    /// Puts each in force; one that is refused ends the command with what is wrong.
    static func apply(
        _ settings: [String], of className: String, _ config: (String) async throws(SSLError) -> String
    ) async throws(CommandFailure) {
        for setting in settings {
            do {
                _ = try await config(setting)
            } catch {
                throw CommandFailure(
                    "--config \(setting.loggable): \(error.description.printable)",
                    advice: "The settings and their values are listed in the documentation of the \(className) class.")
            }
        }
    }
}
