import ProviderTesting
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

@Suite("Trust is read again while a server listens", .timeLimit(.minutes(1)))
struct ReloadTrustTests {
    /// A server that takes its trust from files, and the files.
    private struct Listening: Sendable {
        let test: TestServer
        let authorities: TemporaryFile
        let lists: TemporaryFile

        init(_ provider: Provider, listsAreUsed: Bool = false) async throws {
            let authority = try TestAuthority.shared
            let authorities = try TemporaryFile(Array(authority.root.pemText.utf8))
            let lists = try TemporaryFile(Array([try authority.rootList(), try authority.list()].pemText.utf8))
            (self.authorities, self.lists) = (authorities, lists)
            test = try await TestServer(provider) { configuration in
                configuration.sslAuthenticateClients = true
                configuration.trustsSystemAuthorities = false
                configuration.authorityFiles = [authorities.path]
                if listsAreUsed { configuration.revocationListFiles = [lists.path] }
            }
        }

        /// The alert that a client with this identity gets; nil: it is let in.
        func alert(_ identity: TLSIdentity) async throws -> AlertDescription? {
            let before = test.events.lines.count { $0.hasPrefix("Connected") }
            let client = try await test.shaken { $0.identities = [identity] }
            await test.events.wait(for: "Connected", count: before + 1)
            let isRefused = test.events.lines.last { $0.hasPrefix("Connected") }?.contains(" 280 ") == true
            if isRefused { await client.wait { $0.error != nil } }
            return client.seen.error?.alert
        }
    }

    @Test("authorities are exchanged for connections from then on", arguments: Provider.all)
    func authorities(provider: Provider) async throws {
        let listening = try await Listening(provider)
        let (ours, theirs) = (try TestAuthority.shared.identity(), try TestAuthority.stranger.identity())
        #expect(try await listening.alert(ours) == nil)
        #expect(try await listening.alert(theirs) == .unknownCA)
        try listening.authorities.write(Array(TestAuthority.stranger.root.pemText.utf8))
        // Nothing is read before somebody asks for it.
        #expect(try await listening.alert(theirs) == .unknownCA)
        try listening.test.server.reloadTrust()
        #expect(try await listening.alert(theirs) == nil)
        #expect(try await listening.alert(ours) == .unknownCA)
        try await listening.test.server.shutdown()
    }

    @Test("revocation lists are exchanged for connections from then on", arguments: Provider.all)
    func lists(provider: Provider) async throws {
        let authority = try TestAuthority.shared
        let listening = try await Listening(provider, listsAreUsed: true)
        let identity = try authority.identity()
        #expect(try await listening.alert(identity) == nil)
        let revoking = [try authority.rootList(), try authority.list(revoking: [identity.certificateChain[0]])]
        try listening.lists.write(Array(revoking.pemText.utf8))
        try listening.test.server.reloadTrust()
        #expect(try await listening.alert(identity) == .certificateRevoked)
        #expect(try await listening.alert(try authority.identity()) == nil)
        try await listening.test.server.shutdown()
    }

    @Test("a file that is no good is an error, and everything stays as it was", arguments: Provider.all)
    func broken(provider: Provider) async throws {
        let authority = try TestAuthority.shared
        let listening = try await Listening(provider, listsAreUsed: true)
        let identity = try authority.identity()
        // The authorities are good, and others; the lists are damaged: neither is taken.
        try listening.authorities.write(Array(TestAuthority.stranger.root.pemText.utf8))
        for bad in ["", "no list", String(try authority.list().pemText.dropLast(40))] {
            try listening.lists.write(Array(bad.utf8))
            #expect(throws: SSLError(.cannotOpenCertificateStore)) { try listening.test.server.reloadTrust() }
            #expect(try await listening.alert(identity) == nil)
        }
        try listening.authorities.write(Array(TrustSamples.damaged.utf8))
        #expect(throws: SSLError(.cannotOpenCertificateStore)) { try listening.test.server.reloadTrust() }
        #expect(try await listening.alert(identity) == nil)
        #expect(listening.test.server.listening)
        try await listening.test.server.shutdown()
    }

    /// An authority beside the lists of another would make it unknown whether its clients were revoked.
    @Test("authorities and lists are exchanged together, while clients come", arguments: Provider.all)
    func together(provider: Provider) async throws {
        let listening = try await Listening(provider, listsAreUsed: true)
        let authorities = [try TestAuthority.stranger, try TestAuthority.shared]
        let identities = try authorities.map { try $0.identity() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for round in 0..<40 {
                    let authority = authorities[round % 2]
                    try listening.authorities.write(Array(authority.root.pemText.utf8))
                    try listening.lists.write(Array([try authority.rootList(), try authority.list()].pemText.utf8))
                    try listening.test.server.reloadTrust()
                }
            }
            for round in 0..<20 {
                let alert = try await listening.alert(identities[round % 2])
                #expect(alert == nil || alert == .unknownCA)
            }
            try await group.waitForAll()
        }
        #expect(try await listening.alert(identities[0]) == .unknownCA)
        #expect(try await listening.alert(identities[1]) == nil)
        try await listening.test.server.shutdown()
    }

    @Test("a client whose trust is withdrawn does not resume", arguments: Provider.all)
    func resumption(provider: Provider) async throws {
        let authority = try TestAuthority.shared
        let listening = try await Listening(provider, listsAreUsed: true)
        let (server, events) = (listening.test.server, listening.test.events)
        let identity = try authority.identity()
        server.onDataIn = { [server] event in try await server.send(event.connectionId, buffer: event.buffer) }
        let test = try TestClient(provider.other, server.localPort) { $0.sslCert = Certificate(identity: identity) }
        for (index, isResumed) in [false, true].enumerated() {
            try await test.client.connect()
            try await test.client.sendText("x")
            await test.events.wait(for: "DataIn", count: index + 1)
            #expect(test.client.negotiated?.isResumed == isResumed)
            await test.client.disconnect()
        }
        let revoking = [try authority.rootList(), try authority.list(revoking: [identity.certificateChain[0]])]
        try listening.lists.write(Array(revoking.pemText.utf8))
        try server.reloadTrust()
        // A client of TLS 1.3 may learn of it when it believes to be connected.
        _ = await sslError { try await test.client.connect() }
        await events.wait(for: "Connected 3 280")
        await test.client.disconnect()
        try await server.shutdown()
    }
}
