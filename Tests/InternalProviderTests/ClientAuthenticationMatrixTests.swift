import HandshakeBench
import InternalProvider
import ProviderTesting
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import Testing

/// What a client has to show when it is asked.
private enum Shown: String, CaseIterable, Sendable {
    /// No identity at all.
    case none
    /// An identity whose kind the server does not take, so that the list is empty.
    case empty
    /// A good chain whose key it does not have.
    case bad
    /// A chain whose authority's time is over when the connection is made: a session ends with the leaf's.
    case expired
    /// A chain of an authority that the server does not trust when the connection is made.
    case untrusted
    case good

    private static let identities = Result {
        let authority = try TestAuthority.shared
        return [
            Shown.good: try authority.identity("client.example"),
            .expired: try authority.endingIntermediate(Moments.expiry).identity("client.example"),
            .untrusted: try TestAuthority.stranger.identity("client.example"),
        ]
    }

    /// What it presents; nil: nothing.
    func identity() throws -> TLSIdentity? {
        switch self {
        case .none: nil
        // The server takes P-256 alone.
        case .empty: try Identities.of(Identities.kinds[5])
        case .bad, .good: try Self.identities.get()[.good]
        case .expired, .untrusted: try Self.identities.get()[self]
        }
    }
}

/// When sessions begin, a certificate expires and the connections of the matrix are made.
private enum Moments {
    static let begin = UnixTime(milliseconds: 1_800_000_000_000)
    static let expiry = CertificateTime(secondsSinceEpoch: 1_800_003_600)
    static let later: Int64 = 7_200
}

/// One cell of the matrix.
private struct Cell: Sendable, CustomTestStringConvertible {
    let request: ClientAuthentication
    let shown: Shown
    let version: ProtocolVersion
    let isResumed: Bool
    let usesStore: Bool

    var testDescription: String {
        "\(request), \(shown), \(version), \(isResumed ? "resumed" : "full"), \(usesStore ? "store" : "tickets")"
    }

    static let all: [Cell] = ClientAuthentication.allCases.flatMap { request in
        Shown.allCases.flatMap { shown in
            ([.tls12, .tls13] as [ProtocolVersion]).flatMap { version in
                [false, true].flatMap { isResumed in
                    [false, true].map { usesStore in
                        Cell(
                            request: request, shown: shown, version: version, isResumed: isResumed,
                            usesStore: usesStore)
                    }
                }
            }
        }
    }

    /// Whether there is a certificate to show.
    var hasCertificate: Bool { shown != .none && shown != .empty }

    /// How it ends: with how long a chain, or with which alert.
    var ending: Result<Int, Alarm> {
        switch (request, shown) {
        case (.none, _): .success(0)
        case (_, .none), (_, .empty):
            request.isRequired
                ? .failure(Alarm(version == .tls13 ? .certificateRequired : .handshakeFailure)) : .success(0)
        // The session has the chain that was proved when it began.
        case (_, .bad): isResumed ? .success(2) : .failure(Alarm(.decryptError))
        case (_, .expired): request.isVerified ? .failure(Alarm(.certificateExpired)) : .success(2)
        case (_, .untrusted): request.isVerified ? .failure(Alarm(.unknownCA)) : .success(2)
        case (_, .good): .success(2)
        }
    }

    struct Alarm: Error, Hashable {
        let alert: AlertDescription

        init(_ alert: AlertDescription) { self.alert = alert }
    }
}

@Suite("Client authentication: what is asked for, shown and vouched for decides, in both versions, resumed or not")
struct ClientAuthenticationMatrixTests {
    @Test("There are 144 cells of what is looked at, and 96 of what is not")
    func count() {
        #expect(Cell.all.count { $0.request == .none || $0.request.isVerified } == 144)
        #expect(Cell.all.count == 240)
    }

    @Test("Each cell ends as it must", arguments: Cell.all)
    private func cell(_ cell: Cell) throws {
        let bench = try ResumptionSetup {
            $0.client.groups = [.x25519, .secp256r1]
            $0.client.versions = [cell.version]
            $0.server.ticketKeys = TLSTicketKeys()
            $0.server.sessionStore = cell.usesStore ? TLSMemorySessionStore() : nil
            // What `empty` has is none of these.
            $0.server.signatureSchemes = [.ecdsaSecp256r1SHA256]
        }
        bench.now = Moments.begin
        if cell.isResumed { try begin(cell, bench) }
        bench.setup.server.clientAuthentication = cell.request
        bench.setup.server.clientTrust = TLSTrust(authorities: [try TestAuthority.shared.root])
        bench.restartServer()
        bench.advance(seconds: Moments.later)
        try show(cell.shown, &bench.setup)
        let pair = try bench.pair()
        exchange(pair, bench)
        try check(cell, pair)
    }

    /// Goes through the handshake; the verdict is the configuration's.
    private func exchange(_ pair: SessionPair, _ bench: ResumptionSetup) {
        pair.server.verdict = nil
        pair.exchange()
        guard case .peerCertificates(let chain)? = pair.server.events.last else { return }
        pair.server.verdict = bench.setup.server.verdict(on: chain, at: bench.now)
        pair.server.run()
        pair.exchange()
    }

    /// A connection that the client can resume: by the same rules where it can have one so, and else by a server that asks
    /// for nothing. The time is not over yet, and everybody is trusted.
    private func begin(_ cell: Cell, _ bench: ResumptionSetup) throws {
        let asksInVain = cell.request.isRequired && !cell.hasCertificate
        bench.setup.server.clientAuthentication = asksInVain ? .none : cell.request
        bench.setup.server.clientTrust = TLSTrust(
            authorities: [try TestAuthority.shared.root, try TestAuthority.stranger.root])
        if cell.hasCertificate, let identity = try cell.shown.identity() { bench.setup.client.identities = [identity] }
        let pair = try bench.pair()
        exchange(pair, bench)
        try #require(pair.server.isEstablished, "\(String(describing: pair.server.error))")
        let isShown = cell.request != .none && cell.hasCertificate
        #expect(pair.server.completed?.peerCertificates.count == (isShown ? 2 : 0))
        try #require(bench.sessions.count > 0)
        bench.setup.client.session = bench.sessions.last
    }

    private func show(_ shown: Shown, _ setup: inout ClientSetup) throws {
        setup.adjustments = ClientAdjustments()
        setup.client.identities = []
        guard let identity = try shown.identity() else { return }
        guard shown == .bad else {
            setup.client.identities = [identity]
            return
        }
        let credential = Credential(
            certificates: identity.certificateChain.map(\.derBytes), key: .ec(.p256),
            signer: try Identities.server().privateKey, matchesName: { _ in true })
        setup.adjustments.settings = { $0.presenting([credential]) }
    }

    private func check(_ cell: Cell, _ pair: SessionPair) throws {
        let asked = pair.server.events.contains { if case .peerCertificates = $0 { true } else { false } }
        switch cell.ending {
        case .success(let count):
            try #require(pair.server.isEstablished, "\(String(describing: pair.server.error))")
            try #require(pair.client.isEstablished, "\(String(describing: pair.client.error))")
            let agreed = try #require(pair.server.completed)
            #expect(agreed.version == cell.version && agreed.peerCertificates.count == count)
            if count > 0 { #expect(agreed.peerCertificates == (try cell.shown.identity()?.certificateChain)) }
            let isJudged = count > 0 && cell.request.isVerified
            #expect(agreed.verifiedPath?.certificates == (isJudged ? agreed.peerCertificates : nil))
            // Resumed or not, there is a verdict wherever there is a request.
            #expect(agreed.isResumed == cell.isResumed && asked == (cell.request != .none))
            try pair.echo()
        case .failure(let alarm):
            #expect(pair.server.error?.alert == alarm.alert && pair.server.error?.alertDirection == .sent)
            #expect(pair.server.completed == nil && !pair.server.isEstablished && pair.server.data.isEmpty)
            #expect(pair.client.error?.alert == alarm.alert && pair.client.error?.alertDirection == .received)
        }
    }
}
