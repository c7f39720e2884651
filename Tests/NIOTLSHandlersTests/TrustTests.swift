import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import NIOTLSHandlers
import ProviderTesting
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// What a client presents to a server that trusts the tests' authority.
private enum Presented: String, CaseIterable, Sendable {
    case nothing, good, expired, untrusted

    func identity() throws -> TLSIdentity? {
        switch self {
        case .nothing: nil
        case .good: try TestAuthority.shared.identity()
        case .expired:
            try TestAuthority.shared.identity { $0.notAfter = CertificateTime(secondsSinceEpoch: 1_700_000_001) }
        case .untrusted: try TestAuthority.stranger.identity()
        }
    }

    /// The alert that a client of a server in this mode gets; nil: it is let in.
    func alert(_ mode: ClientAuthentication, _ version: ProtocolVersion) -> AlertDescription? {
        switch (self, mode) {
        case (_, .none), (.good, _), (.nothing, .request), (.nothing, .unsafelyRequest): nil
        case (.nothing, .require), (.nothing, .unsafelyRequire):
            version == .tls13 ? .certificateRequired : .handshakeFailure
        case (_, .unsafelyRequest), (_, .unsafelyRequire): nil
        case (.expired, _): .certificateExpired
        case (.untrusted, _): .unknownCA
        }
    }
}

@Suite("A channel's peer is judged by the configured trust")
struct TrustTests {
    /// A server's channel in this mode, and what its client was told.
    private func serve(
        _ provider: Provider, _ mode: ClientAuthentication, _ version: ProtocolVersion, _ identity: TLSIdentity?,
        trust: TLSTrust?, change: (inout TLSClientConfiguration) -> Void = { _ in }
    ) throws -> (Harness, NegotiatedParameters?) {
        var configuration = TLSServerConfiguration(identities: [try TestIdentity.identity])
        configuration.versions = [version]
        configuration.clientAuthentication = mode
        configuration.clientTrust = trust
        return try serve(provider.tls.makeServerContext(configuration), provider.other, identity, change)
    }

    private func serve(
        _ context: any TLSServerContext, _ client: Provider, _ identity: TLSIdentity?,
        _ change: (inout TLSClientConfiguration) -> Void = { _ in }
    ) throws -> (Harness, NegotiatedParameters?) {
        var configuration = TLSClientConfiguration(serverName: "localhost")
        configuration.identities = identity.map { [$0] } ?? []
        change(&configuration)
        // Without a clock nothing is resumed.
        let peer = TLSPeer(try client.tls.makeClientContext(configuration).makeSession(at: .now))
        let negotiated = NIOLoopBoundBox<NegotiatedParameters?>(nil, eventLoop: EmbeddedEventLoop())
        let harness = try Harness(TLSServerHandler(context: context), peer, active: false)
        harness.application.onEvent = { _, event in
            if case TLSHandlerEvent.handshakeCompleted(let parameters) = event { negotiated.value = parameters }
        }
        try harness.activate()
        try harness.shake()
        return (harness, negotiated.value)
    }

    @Test(
        "Each mode asks, looks and refuses as it says", arguments: Provider.all, ClientAuthentication.allCases)
    func modes(provider: Provider, mode: ClientAuthentication) throws {
        let trust = TLSTrust(authorities: [try TestAuthority.shared.root])
        for version in [ProtocolVersion.tls12, .tls13] {
            for presented in Presented.allCases {
                let identity = try presented.identity()
                let (harness, negotiated) = try serve(provider, mode, version, identity, trust: trust)
                let alert = presented.alert(mode, version)
                #expect(harness.peer.error?.alert == alert, "\(version) \(presented)")
                #expect((negotiated != nil) == (alert == nil), "\(version) \(presented)")
                guard let negotiated else { continue }
                let shown = mode == .none ? [] : identity?.certificateChain ?? []
                #expect(negotiated.version == version && negotiated.peerCertificates == shown)
                let isVerified = presented == .good && (mode == .request || mode == .require)
                #expect(negotiated.verifiedPath?.certificates == (isVerified ? shown : nil))
                #expect(harness.application.errors.isEmpty)
            }
        }
    }

    @Test("Without trust and without a verifier nobody is accepted who is looked at", arguments: Provider.all)
    func noTrust(provider: Provider) throws {
        let identity = try TestAuthority.shared.identity()
        for mode in [ClientAuthentication.request, .require] {
            let (harness, negotiated) = try serve(provider, mode, .tls13, identity, trust: nil)
            #expect(harness.peer.error?.alert == .certificateUnknown && negotiated == nil)
        }
    }

    /// libssl does not ask about a session that it resumes.
    @Test(
        "The path is known after a resumption too", arguments: [ProtocolVersion.tls12, .tls13])
    func resumedServer(version: ProtocolVersion) throws {
        let identity = try TestAuthority.shared.identity()
        let root = try TestAuthority.shared.root
        var configuration = TLSServerConfiguration(identities: [try TestIdentity.identity])
        configuration.versions = [version]
        configuration.clientAuthentication = .require
        configuration.clientTrust = TLSTrust(authorities: [root])
        let context = try Provider.internal.tls.makeServerContext(configuration)
        let sessions = NIOLockedValueBox<[TLSResumableSession]>([])
        for isResumed in [false, true] {
            let session = sessions.withLockedValue { $0.last }
            let (harness, negotiated) = try serve(context, .internal, identity) { configuration in
                configuration.session = session
                configuration.receiveSession = { session in sessions.withLockedValue { $0.append(session) } }
            }
            #expect(negotiated?.isResumed == isResumed && harness.peer.error == nil)
            #expect(negotiated?.verifiedPath?.certificates == identity.certificateChain)
            #expect(negotiated?.verifiedPath?.anchor?.certificate == root)
        }
    }

    // MARK: Clients

    /// A client's channel, after its handshake with a server that presents this identity.
    private func visit(
        _ context: any TLSClientContext, _ peer: TLSPeer
    ) throws -> (Harness, NegotiatedParameters?) {
        let negotiated = NIOLoopBoundBox<NegotiatedParameters?>(nil, eventLoop: EmbeddedEventLoop())
        let harness = try Harness(TLSClientHandler(context: context), peer, active: false)
        harness.application.onEvent = { _, event in
            if case TLSHandlerEvent.handshakeCompleted(let parameters) = event { negotiated.value = parameters }
        }
        try harness.activate()
        try harness.shake()
        return (harness, negotiated.value)
    }

    @Test(
        "A client trusts the servers that its authorities vouch for, for the name it means", arguments: Provider.all,
        [ProtocolVersion.tls12, .tls13])
    func servers(provider: Provider, version: ProtocolVersion) throws {
        let good = try TestAuthority.shared.identity("localhost", addresses: ["127.0.0.1"])
        let cases: [(TLSIdentity, (inout TLSClientConfiguration) -> Void, AlertDescription?)] = [
            (good, { _ in }, nil),
            (good, { $0.hostToVerify = "127.0.0.1" }, nil),
            (good, { $0.hostToVerify = nil }, nil),
            (good, { $0.hostToVerify = "127.0.0.2" }, .badCertificate),
            (good, { $0.serverName = "other.example" }, .badCertificate),
            (try TestAuthority.stranger.identity(), { _ in }, .unknownCA),
        ]
        for (index, (identity, change, alert)) in cases.enumerated() {
            var configuration = TLSClientConfiguration(serverName: "localhost")
            configuration.versions = [version]
            configuration.serverTrust = TLSTrust(authorities: [try TestAuthority.shared.root])
            change(&configuration)
            let peer = try TLSPeer(serverOf: provider.other) { $0.identities = [identity] }
            let (harness, negotiated) = try visit(provider.tls.makeClientContext(configuration), peer)
            #expect(harness.peer.error?.alert == alert, "\(index)")
            #expect((negotiated?.verifiedPath?.certificates == identity.certificateChain) == (alert == nil), "\(index)")
        }
    }

    @Test("A client's path is known after a resumption too", arguments: [ProtocolVersion.tls12, .tls13])
    func resumedClient(version: ProtocolVersion) throws {
        let identity = try TestAuthority.shared.identity()
        var server = TLSServerConfiguration(identities: [identity])
        server.versions = [version]
        let serverContext = try Provider.internal.tls.makeServerContext(server)
        let sessions = NIOLockedValueBox<[TLSResumableSession]>([])
        for isResumed in [false, true] {
            var configuration = TLSClientConfiguration(serverName: "localhost")
            configuration.serverTrust = TLSTrust(authorities: [try TestAuthority.shared.root])
            configuration.session = sessions.withLockedValue { $0.last }
            configuration.receiveSession = { session in sessions.withLockedValue { $0.append(session) } }
            let context = try Provider.internal.tls.makeClientContext(configuration)
            let (harness, negotiated) = try visit(context, TLSPeer(serverContext.makeSession(at: .now)))
            #expect(negotiated?.isResumed == isResumed && harness.peer.error == nil)
            #expect(negotiated?.verifiedPath?.certificates == identity.certificateChain)
        }
    }

    @Test(
        "A session is not resumed with a server that is not trusted any more",
        arguments: [ProtocolVersion.tls12, .tls13])
    func withdrawn(version: ProtocolVersion) throws {
        var server = TLSServerConfiguration(identities: [try TestAuthority.shared.identity()])
        server.versions = [version]
        let serverContext = try Provider.internal.tls.makeServerContext(server)
        let sessions = NIOLockedValueBox<[TLSResumableSession]>([])
        for authority in [try TestAuthority.shared, try TestAuthority.stranger] {
            var configuration = TLSClientConfiguration(serverName: "localhost")
            configuration.serverTrust = TLSTrust(authorities: [authority.root])
            configuration.session = sessions.withLockedValue { $0.last }
            configuration.receiveSession = { session in sessions.withLockedValue { $0.append(session) } }
            let context = try Provider.internal.tls.makeClientContext(configuration)
            let (harness, negotiated) = try visit(context, TLSPeer(serverContext.makeSession(at: .now)))
            let isTrusted = configuration.session == nil
            #expect((negotiated != nil) == isTrusted)
            #expect(harness.peer.error?.alert == (isTrusted ? nil : .unknownCA))
        }
    }
}
