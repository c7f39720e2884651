import Foundation
import NIOCore
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// What the tests have proved stands in the article `CipherSuites`, line by line.
@Suite("Every suite of TLS 1.2, by itself, with implementations of others: a handshake and data there and back")
struct CipherSuiteTests {
    @Test("Our server, which has an identity for each kind of suite, with their clients", arguments: SuitePeer.allCases)
    func server(_ peer: SuitePeer) async throws {
        try peer.require()
        var setup = ServerSetup()
        setup.identities = SuiteIdentity.allCases.map(\.fixture)
        setup.versions = .tls12
        setup.cipherSuites = Spellings.olderSuites
        setup.tls12SignatureSchemes = peer.signatureSchemes
        // NSS's client goes on until the server closes.
        if peer == .nss { setup.behaviour = .echoAndClose(after: 1) }
        let suites = peer.suites(asServer: false)
        try await ClassServer.with(setup) { server in
            let outcomes = try await peer.connect(to: server.port, with: suites)
            let views = try await server.views.wait(for: "\(suites.count) connections to end") {
                $0.filter(\.isOver).count >= suites.count
            }
            #expect(Set(outcomes.map(\.suite)) == Set(suites) && outcomes.count == suites.count)
            for outcome in outcomes.sorted(by: { $0.suite.rawValue < $1.suite.rawValue }) {
                let view = views.first { $0.negotiated?.cipherSuite == outcome.suite }
                tell(outcome.suite, peer, "our server", outcome.failure)
                #expect(outcome.failure == nil, "\(outcome.suite) \(view.debugDescription)")
                #expect(view?.negotiated?.version == .tls12 && view?.error == nil, "\(outcome.suite)")
                #expect(view?.isClosedByPeer == true, "\(outcome.suite) \(view.debugDescription)")
            }
        }
    }

    @Test("Our client, which offers one suite, with their servers", arguments: SuitePeer.allCases)
    func client(_ peer: SuitePeer) async throws {
        try peer.require()
        let byIdentity = Dictionary(grouping: peer.suites(asServer: true), by: SuiteIdentity.init(for:))
        for identity in SuiteIdentity.allCases {
            guard let suites = byIdentity[identity] else { continue }
            try await SuiteServer.with(peer, identity, suites) { server in
                for (index, suite) in suites.enumerated() {
                    let failure = await failure(of: suite, identity, server, number: index + 1)
                    tell(suite, peer, "our client", failure)
                    #expect(failure == nil, "\(suite) \(server.program.transcript)")
                }
            }
        }
    }

    @Test("The article has the table of it, and each suite has somebody to speak it with in either role")
    func table() throws {
        let article = try String(contentsOfFile: Places.article("CipherSuites"), encoding: .utf8)
        let lines = article.split(separator: "\n").filter { $0.hasPrefix("|") }.map { String($0) }
        let table = SuiteTable.lines
        #expect(lines == table, "\(table.joined(separator: "\n"))")
        for isServer in [true, false] {
            let spoken = SuitePeer.allCases.flatMap { $0.suites(asServer: isServer) }
            #expect(Set(spoken) == Set(Spellings.olderSuites))
        }
    }

    /// Connects with one suite; tells what went wrong.
    private func failure(
        of suite: CipherSuite, _ identity: SuiteIdentity, _ server: SuiteServer, number: Int
    ) async -> String? {
        do {
            let pin = try PublicKeyPin(of: try Fixture.identity(identity.fixture).certificateChain[0])
            let test = try ClientUnderTest(.internal, server.port) {
                $0.sslEnabledProtocols = .tls12
                $0.sslEnabledCipherSuites = [suite]
                $0.tls12SignatureAlgorithms = server.peer.signatureSchemes
                $0.applicationProtocols = []
                $0.pinnedKeys = [pin]
            }
            try await test.client.connect()
            let (line, answer) = server.exchange(suite)
            try await test.client.sendText(line)
            let received = String(buffer: try await test.received(answer.utf8.count))
            let negotiated = test.client.negotiated
            await test.client.disconnect()
            guard received.hasPrefix(answer) else { return "answered \(received)" }
            guard negotiated?.version == .tls12, negotiated?.cipherSuite == suite else { return "another suite" }
            return try await server.confirms(suite, number: number) ? nil : "the server tells of another suite"
        } catch {
            return "\(error)"
        }
    }

    /// A line of the table that a run prints.
    private func tell(_ suite: CipherSuite, _ peer: SuitePeer, _ role: String, _ failure: String?) {
        print("suite \(suite) | \(peer.rawValue) | \(role) | \(failure == nil ? "echoed" : "FAILED")")
    }
}
