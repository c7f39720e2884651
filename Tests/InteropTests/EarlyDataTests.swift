import Foundation
import TLSProvider
import Testing

/// A resuming client sends data with its hello, to the class.
@Suite("Early data of clients: RFC 9846 §2.3", .serialized)
struct EarlyDataTests {
    private static let text = String(repeating: "early ", count: 50) + "end"

    /// Runs `body` with a server that takes early data, a request to it and a file that holds some.
    private func withServer(
        _ client: Client,
        _ body: @Sendable (_ server: ClassServer, _ request: ClientRequest, _ folder: String) async throws -> Void
    ) async throws {
        try client.require()
        var setup = ServerSetup()
        setup.maxEarlyDataLength = 4096
        try await Turnstile.programs.pass { [setup] in
            try await Places.withFolder { folder in
                try Self.text.write(toFile: "\(folder)/early", atomically: true, encoding: .utf8)
                try await ClassServer.with(setup) { server in
                    try await body(server, ClientRequest(port: server.port), folder)
                }
            }
        }
    }

    /// Expects that the early data came once, and first, and the rest after it.
    private func expectEarlyData(_ view: ServerView, _ report: ClientReport, _ byteCount: Int) {
        let transcript = Comment(rawValue: "\(view)\n\(report.transcript)")
        #expect(view.earlyData == Self.text && !view.isEarlyDataLate, transcript)
        #expect(view.negotiated?.isEarlyDataAccepted == true && view.negotiated?.isResumed == true, transcript)
        #expect(view.receivedCount == byteCount && view.error == nil, transcript)
        #expect(report.isDataIntact && report.isResumed == true, transcript)
    }

    /// What `openssl s_client` sends of a line: all of it and its end.
    private let lineCount = 201

    @Test("OpenSSL's comes once and before Connected, each time with the ticket of the time before")
    func openssl() async throws {
        try await withServer(.openssl) { server, request, folder in
            let out = ["-sess_out", "\(folder)/session"]
            let again = ["-sess_in", "\(folder)/session", "-early_data", "\(folder)/early"] + out
            let first = try await OpenSSLClient.run(request, out)
            let before = try await server.connection(1)
            #expect(first.isResumed == false && before.earlyData.isEmpty)
            for number in [2, 3] {
                let report = try await OpenSSLClient.run(request, again)
                #expect(report.isEarlyDataAccepted == true, "\(report.transcript)")
                expectEarlyData(try await server.connection(number), report, lineCount)
            }
        }
    }

    @Test("OpenSSL's is passed over once the server takes none any more, and the connection goes on")
    func refusedOpenSSL() async throws {
        try await withServer(.openssl) { server, request, folder in
            _ = try await OpenSSLClient.run(request, ["-sess_out", "\(folder)/session"])
            server.stopTakingEarlyData()
            let report = try await OpenSSLClient.run(
                request, ["-sess_in", "\(folder)/session", "-early_data", "\(folder)/early"])
            let view = try await server.connection(2)
            let transcript = Comment(rawValue: "\(view)\n\(report.transcript)")
            #expect(report.isEarlyDataAccepted == false && report.isResumed == true, transcript)
            #expect(report.transcript.contains("Early data was rejected"), transcript)
            #expect(view.earlyData.isEmpty && view.negotiated?.isEarlyDataAccepted == false, transcript)
            #expect(view.negotiated?.isResumed == true && view.receivedCount == lineCount, transcript)
            #expect(report.isDataIntact && view.error == nil && view.isClosedByPeer, transcript)
        }
    }

    @Test("GnuTLS's comes once and before Connected")
    func gnutls() async throws {
        try await withServer(.gnutls) { server, request, folder in
            var request = request
            request.resumes = true
            let report = try await GnuTLSClient.run(request, ["--earlydata", "\(folder)/early"])
            expectEarlyData(try await server.connection(2), report, lineCount)
            #expect(try await server.connection(1).earlyData.isEmpty)
        }
    }
}
