import Testing

/// One client against one server, with both ends' view of it.
struct Encounter {
    var report: ClientReport
    var view: ServerView
    var request: ClientRequest
    /// The first connection of a client that comes back to resume its session.
    var first: ServerView?

    /// Lets a client connect to a server once. Skips the test if the client is not there.
    static func of(
        _ client: Client, _ setup: ServerSetup = ServerSetup(), on kind: ServerKind = .sslServer,
        _ change: (inout ClientRequest) -> Void = { _ in }
    ) async throws -> Encounter {
        try client.require()
        var setup = setup
        // It speaks HTTP, and waits for the server to end the answer.
        if client == .curl { setup.behaviour = .http }
        return try await kind.with(setup) { server in
            var request = ClientRequest(port: server.port)
            if client == .curl { request.closer = .server }
            change(&request)
            let report = try await client.run(request)
            let first = try await server.connection()
            guard request.resumes else { return Encounter(report: report, view: first, request: request) }
            return Encounter(report: report, view: try await server.connection(2), request: request, first: first)
        }
    }

    /// Expects that it went well and that both ends tell the same.
    func expectAgreement(at place: SourceLocation = #_sourceLocation) throws {
        try InteropTests.expectAgreement(report, view, request, at: place)
    }
}
