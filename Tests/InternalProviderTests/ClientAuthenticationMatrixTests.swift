import HandshakeBench
import InternalProvider
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
    /// A chain whose key it does not have.
    case bad
    /// What the application says of it, which knows the time.
    case expired
    /// What the application says of it, which knows whom to trust.
    case untrusted
    case good

    var verdict: PeerVerdict {
        switch self {
        case .expired: .reject(.certificateExpired, reason: "of last year")
        case .untrusted: .reject(.unknownCA, reason: "not one of ours")
        case .none, .empty, .bad, .good: .accept
        }
    }
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

    /// The modes in which a verdict is asked for; the others take what is shown.
    static let all: [Cell] = ([.none, .request, .require] as [ClientAuthentication]).flatMap { request in
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

    /// How it ends: with how long a chain, or with which alert.
    var ending: Result<Int, Alarm> {
        switch (request, shown) {
        case (.none, _): .success(0)
        case (.require, .none), (.require, .empty), (.unsafelyRequire, .none), (.unsafelyRequire, .empty):
            .failure(Alarm(version == .tls13 ? .certificateRequired : .handshakeFailure))
        case (_, .none), (_, .empty): .success(0)
        // The session has the chain that was proved when it began.
        case (_, .bad): isResumed ? .success(1) : .failure(Alarm(.decryptError))
        case (_, .expired): .failure(Alarm(.certificateExpired))
        case (_, .untrusted): .failure(Alarm(.unknownCA))
        case (_, .good): .success(1)
        }
    }

    struct Alarm: Error, Hashable {
        let alert: AlertDescription

        init(_ alert: AlertDescription) { self.alert = alert }
    }
}

@Suite("Client authentication: what is asked for, shown and said of it decides, in both versions, resumed or not")
struct ClientAuthenticationMatrixTests {
    @Test("There are 144 cells")
    func count() {
        #expect(Cell.all.count == 144)
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
        if cell.isResumed { try begin(cell, bench) }
        bench.setup.server.clientAuthentication = cell.request
        bench.restartServer()
        try show(cell.shown, &bench.setup)
        let pair = try bench.pair()
        pair.server.verdict = cell.shown.verdict
        pair.exchange()
        try check(cell, pair)
    }

    /// A connection that the client can resume: by the same rules where it can have one so, and else by a server that asks
    /// for nothing.
    private func begin(_ cell: Cell, _ bench: ResumptionSetup) throws {
        let lacks = cell.shown == .none || cell.shown == .empty
        bench.setup.server.clientAuthentication = cell.request == .require && lacks ? .none : cell.request
        if !lacks { bench.setup.client.identities = [try Identities.ofClient()] }
        let pair = try bench.connect()
        #expect(pair.server.completed?.peerCertificates.count == (cell.request == .none || lacks ? 0 : 1))
        try #require(bench.sessions.count > 0)
        bench.setup.client.session = bench.sessions.last
    }

    private func show(_ shown: Shown, _ setup: inout ClientSetup) throws {
        setup.adjustments = ClientAdjustments()
        switch shown {
        case .none: setup.client.identities = []
        case .empty: setup.client.identities = [try Identities.of(Identities.kinds[5])]
        case .expired, .untrusted, .good: setup.client.identities = [try Identities.ofClient()]
        case .bad:
            setup.client.identities = []
            let credential = Credential(
                certificates: try Identities.ofClient().certificateChain.map(\.derBytes), key: .ec(.p256),
                signer: try Identities.server().privateKey, matchesName: { _ in true })
            setup.adjustments.settings = { $0.presenting([credential]) }
        }
    }

    private func check(_ cell: Cell, _ pair: SessionPair) throws {
        let asked = pair.server.events.contains { if case .peerCertificates = $0 { true } else { false } }
        switch cell.ending {
        case .success(let count):
            try #require(pair.server.isEstablished, "\(String(describing: pair.server.error))")
            try #require(pair.client.isEstablished, "\(String(describing: pair.client.error))")
            let agreed = try #require(pair.server.completed)
            #expect(agreed.version == cell.version && agreed.peerCertificates.count == count)
            if count == 1 { #expect(agreed.peerCertificates == (try Identities.ofClient().certificateChain)) }
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
