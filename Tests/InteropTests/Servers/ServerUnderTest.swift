/// A server that clients of others are let loose on.
protocol ServerUnderTest: Sendable {
    var port: Int { get }
    /// Its connections, in the order they came.
    var views: Watched<[ServerView]> { get }

    static func start(_ setup: ServerSetup) async throws -> Self
    func stop() async
}

extension ServerUnderTest {
    /// Runs `body` with a server, which ends with it.
    static func with<Result>(_ setup: ServerSetup, _ body: (Self) async throws -> Result) async throws -> Result {
        let server = try await start(setup)
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    /// The `number`th connection, once it has ended.
    func connection(_ number: Int = 1) async throws -> ServerView {
        try await views.wait(for: "connection \(number) to end") { $0.count >= number && $0[number - 1].isOver }[
            number - 1]
    }
}

/// Which of our servers.
enum ServerKind: String, Sendable, CaseIterable {
    /// The class `SSLServer`.
    case sslServer
    /// A bare channel with the TLS handler, which shows and does more.
    case handler
    /// The class over the system's libssl.
    case platform
    /// The channel with the TLS handler over the system's libssl.
    case platformHandler

    var isHandler: Bool { self == .handler || self == .platformHandler }
    var usesPlatform: Bool { self == .platform || self == .platformHandler }

    func with<Result>(
        _ setup: ServerSetup, _ body: (any ServerUnderTest) async throws -> Result
    ) async throws -> Result {
        var setup = setup
        setup.usesPlatform = usesPlatform
        switch self {
        case .sslServer, .platform: return try await ClassServer.with(setup) { try await body($0) }
        case .handler, .platformHandler: return try await HandlerServer.with(setup) { try await body($0) }
        }
    }
}
