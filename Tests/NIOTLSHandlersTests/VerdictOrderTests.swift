import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import ProviderTesting
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@testable import NIOTLSHandlers

/// A question about a peer with this chain, answered by a configuration's callbacks.
@Suite("Trust is asked before the application's verifier")
struct VerdictOrderTests {
    private static let now = UnixTime(milliseconds: 1_800_000_000_000)

    /// The verdict over a client, and how often the verifier was asked.
    private func verdict(
        of chain: [X509Certificate], _ change: (inout TLSServerConfiguration) -> Void, says last: PeerVerdict?
    ) async throws -> (PeerVerdict, asked: Int) {
        let asked = NIOLockedValueBox(0)
        var configuration = TLSServerConfiguration(identities: [])
        configuration.clientAuthentication = .request
        configuration.clientTrust = TLSTrust(authorities: [try TestAuthority.shared.root])
        if let last {
            configuration.verifyClient = { _ in
                asked.withLockedValue { $0 += 1 }
                return last
            }
        }
        change(&configuration)
        let loop = NIOAsyncTestingEventLoop()
        let promise = loop.makePromise(of: PeerVerdict.self)
        let question = PeerQuestion(chain: chain, statements: nil, time: Self.now)
        TLSServerCallbacks(configuration).verifyClient?(question, promise)
        let verdict = try await promise.futureResult.get()
        await loop.shutdownGracefully()
        return (verdict, asked.withLockedValue { $0 })
    }

    private func isAccepted(_ verdict: PeerVerdict) -> Bool {
        if case .reject = verdict { false } else { true }
    }

    private func path(_ verdict: PeerVerdict) -> VerifiedPath? {
        if case .acceptPath(let path) = verdict { path } else { nil }
    }

    @Test("A client that trust refuses does not reach the verifier, which would accept it")
    func refusedByTrust() async throws {
        let chain = try TestAuthority.stranger.identity().certificateChain
        let (verdict, asked) = try await verdict(of: chain, { _ in }, says: .accept)
        #expect(asked == 0)
        guard case .reject(let alert, let reason) = verdict else {
            Issue.record("it is accepted")
            return
        }
        #expect(alert == .unknownCA && reason.contains("unknownAuthority"))
    }

    @Test("One that trust has nothing against does, and its path is known if it is accepted")
    func accepted() async throws {
        let chain = try TestAuthority.shared.identity().certificateChain
        let (verdict, asked) = try await verdict(of: chain, { _ in }, says: .accept)
        #expect(asked == 1 && path(verdict)?.certificates == chain)
        let (refused, again) = try await self.verdict(
            of: chain, { _ in }, says: .reject(.accessDenied, reason: "not today"))
        #expect(again == 1 && !isAccepted(refused))
    }

    @Test("A client without a certificate reaches the verifier where one is only asked for")
    func nothing() async throws {
        let (verdict, asked) = try await verdict(of: [], { _ in }, says: .reject(.certificateRequired, reason: "x"))
        #expect(asked == 1 && !isAccepted(verdict))
        let (alone, _) = try await self.verdict(of: [], { _ in }, says: nil)
        #expect(isAccepted(alone) && path(alone) == nil)
    }

    @Test(
        "Modes that look at nothing ask the verifier alone",
        arguments: [
            ClientAuthentication.unsafelyRequest, .unsafelyRequire,
        ])
    func unsafe(mode: ClientAuthentication) async throws {
        let chain = try TestAuthority.stranger.identity().certificateChain
        let (verdict, asked) = try await verdict(
            of: chain, { $0.clientAuthentication = mode }, says: .reject(.accessDenied, reason: "not today"))
        #expect(asked == 1 && !isAccepted(verdict))
        let (alone, _) = try await self.verdict(of: chain, { $0.clientAuthentication = mode }, says: nil)
        #expect(isAccepted(alone) && path(alone) == nil)
    }

    @Test("Without trust the verifier judges alone, and without either nobody is accepted")
    func noTrust() async throws {
        let chain = try TestAuthority.stranger.identity().certificateChain
        let (verdict, asked) = try await verdict(of: chain, { $0.clientTrust = nil }, says: .accept)
        #expect(asked == 1 && isAccepted(verdict) && path(verdict) == nil)
        let (alone, _) = try await self.verdict(of: chain, { $0.clientTrust = nil }, says: nil)
        #expect(!isAccepted(alone))
    }

    /// The verdict over a server, and how often the verifier was asked.
    private func verdict(
        server chain: [X509Certificate], statements: TLSCertificateStatements? = nil,
        _ change: (inout TLSClientConfiguration) -> Void = { _ in }
    ) async throws -> (PeerVerdict, asked: Int) {
        let asked = NIOLockedValueBox(0)
        var configuration = TLSClientConfiguration(serverName: "localhost")
        configuration.serverTrust = TLSTrust(authorities: [try TestAuthority.shared.root])
        configuration.verifyServer = { _ in
            asked.withLockedValue { $0 += 1 }
            return .accept
        }
        change(&configuration)
        let loop = NIOAsyncTestingEventLoop()
        let promise = loop.makePromise(of: PeerVerdict.self)
        let question = PeerQuestion(chain: chain, statements: statements, time: Self.now)
        TLSClientCallbacks(configuration).verifyServer?(question, promise)
        let verdict = try await promise.futureResult.get()
        await loop.shutdownGracefully()
        return (verdict, asked.withLockedValue { $0 })
    }

    @Test("A server too is judged by trust first")
    func servers() async throws {
        let good = try TestAuthority.shared.identity().certificateChain
        let (accepted, asked) = try await verdict(server: good)
        #expect(asked == 1 && path(accepted)?.certificates == good)
        let (stranger, never) = try await verdict(server: try TestAuthority.stranger.identity().certificateChain)
        #expect(never == 0 && !isAccepted(stranger))
        let (alone, once) = try await verdict(server: good) { $0.serverTrust = nil }
        #expect(once == 1 && isAccepted(alone) && path(alone) == nil)
    }

    @Test("What is stapled counts where it was asked for", arguments: [true, false])
    func staple(isRevoked: Bool) async throws {
        let chain = try TestAuthority.shared.identity().certificateChain
        var statements = TLSCertificateStatements()
        statements.ocspResponse = try TestAuthority.shared.response(chain[0], isRevoked: isRevoked).derBytes
        let (asked, _) = try await verdict(server: chain, statements: statements) { $0.requestsOCSPResponse = true }
        #expect(isAccepted(asked) == !isRevoked)
        if case .reject(let alert, _) = asked { #expect(alert == .certificateRevoked) }
        // Nobody asked for it: it is not looked at.
        let (unasked, _) = try await verdict(server: chain, statements: statements)
        #expect(isAccepted(unasked))
    }
}
