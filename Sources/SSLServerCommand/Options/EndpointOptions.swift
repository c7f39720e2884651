import ArgumentParser
import Logging
import SSLServer

/// Where a server listens, and how.
struct EndpointOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The address to listen on.",
            discussion: "127.0.0.1 is this machine alone; 0.0.0.0 is every interface, :: the same with IPv6.",
            valueName: "address"))
    var host = "127.0.0.1"

    @Option(
        help: ArgumentHelp(
            "A protocol to agree on by ALPN, best first; may be repeated. 'none' offers nothing.",
            discussion: "A client that offers protocols and none of these is refused.",
            valueName: "name"))
    var alpn: [String] = []

    @Option(
        help: ArgumentHelp(
            "Which implementation of TLS answers.",
            discussion: "internal is this package's own, platform the system's libssl; automatic takes the platform's "
                + "where a version is enabled that only it speaks.",
            valueName: "provider"))
    var provider = ProviderOption.automatic

    @Option(
        help: ArgumentHelp(
            "A setting of the SSLServer class; may be repeated.",
            discussion: "Such as SSLEnabledProtocols=12288, MaxConnections=5000, UseIPv6=2 or LogSSLPackets=true.",
            valueName: "NAME=VALUE"))
    var config: [String] = []

    @Option(
        help: ArgumentHelp(
            "A key for session tickets, which servers with the same keys share; may be repeated.",
            discussion:
                "48 or 80 random bytes, as nginx has them: openssl rand 80. The first protects new tickets, all open. "
                + "SIGHUP reads them again. Without it the keys are random.",
            valueName: "file"))
    var ticketKey: [String] = []

    @Option(
        help: ArgumentHelp(
            "Write the secrets of all connections to this file, for Wireshark.",
            discussion: "Whoever has the file can read the connections.",
            valueName: "file"))
    var keylog: String?

    @Option(
        help: ArgumentHelp(
            "What to log to standard error.",
            discussion: "With info each request is logged, with debug each handshake.",
            valueName: "level"))
    var logLevel = LogLevel.info

    func validate() throws {
        try OptionChecks.check(settings: config)
        try OptionChecks.check(protocols: alpn)
        if alpn.contains("none"), alpn.count > 1 {
            throw ValidationError("--alpn none does not go with other protocols.")
        }
    }

    /// The protocols to offer, with those of the subcommand when nothing was said.
    func protocols(default defaults: [String]) -> [String] {
        if alpn.isEmpty { return defaults }
        return alpn == ["none"] ? [] : alpn
    }
}

/// What holds of options that several subcommands have.
enum OptionChecks {
    static func check(settings: [String]) throws {
        for setting in settings where setting.first == "=" || !setting.contains("=") {
            throw ValidationError("--config takes NAME=VALUE, and '\(setting.loggable)' is not that.")
        }
    }

    static func check(protocols: [String]) throws {
        for name in protocols where name.isEmpty || name.utf8.count > 255 {
            throw ValidationError("A protocol's name has 1 to 255 bytes.")
        }
    }
}

/// A port's number, checked.
struct Port: ExpressibleByArgument, Sendable {
    let number: Int

    init(_ number: Int) {
        self.number = number
    }

    init?(argument: String) {
        guard let number = Int(argument), (0...65_535).contains(number) else { return nil }
        self.number = number
    }

    var defaultValueDescription: String { "\(number)" }
}

/// Which implementation of TLS answers.
enum ProviderOption: String, ExpressibleByArgument, CaseIterable, Sendable {
    case automatic, `internal`, platform

    var value: SSLServer.SSLProviders {
        switch self {
        case .automatic: .sslpAutomatic
        case .internal: .sslpInternal
        case .platform: .sslpPlatform
        }
    }
}

/// How much is logged.
enum LogLevel: String, ExpressibleByArgument, CaseIterable, Sendable {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
}
