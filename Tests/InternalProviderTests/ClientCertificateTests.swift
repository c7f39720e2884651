import HandshakeBench
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSPrimitives
import TLSProvider
import Testing

/// What a client shows when it is asked for a certificate.
private enum Shown: String, CaseIterable, Sendable {
    case nothing
    case good
    /// The right chain, signed for with another key of the same kind.
    case signedByAnother
    /// The right chain and key, over other bytes.
    case changedSignature
    case emptySignature
    case notACertificate
    case goodLeafThenNotACertificate
    case withoutVerify
}

/// How a handshake with a client certificate ends.
private enum Ending: Equatable {
    case established(chain: Int)
    case refused(AlertDescription)
}

@Suite("A client's certificate is asked for, shown, proved and judged. RFC 9846 §4.4.2, §4.5.1, §4.5.2")
struct ClientCertificateTests {
    private static let requests: [ClientAuthentication] = [.request, .require]

    @Test("What is shown and what the application says decide together", arguments: requests, Shown.allCases)
    private func matrix(_ request: ClientAuthentication, _ shown: Shown) throws {
        for accepts in [true, false] {
            var setup = try Setup()
            setup.configuration.clientAuthentication = request
            let pair = try setup.pairAfterServerFlight()
            pair.server.verdict = accepts ? .accept : .reject(.unknownCA, reason: "not one of ours")
            try pair.send(try flight(shown, pair.client))
            switch expected(request, shown, accepts) {
            case .established(let count):
                #expect(pair.server.error == nil, "\(shown) \(accepts)")
                #expect(pair.server.isEstablished)
                #expect(pair.server.completed?.peerCertificates.count == count)
                try pair.sendFromServer([1])
            case .refused(let alert):
                try pair.expectFailure(alert)
                #expect(pair.server.completed == nil && pair.server.data.isEmpty)
            }
        }
    }

    private func flight(_ shown: Shown, _ client: ScriptedClient) throws -> [UInt8] {
        let identity = try Identities.ofClient()
        let chain = identity.certificateChain.map(\.derBytes)
        let scheme = SignatureScheme.ecdsaSecp256r1SHA256
        switch shown {
        case .nothing: return try client.finish([], nil, nil)
        case .good: return try client.finish(chain, identity.privateKey, scheme)
        case .signedByAnother: return try client.finish(chain, try Identities.server().privateKey, scheme)
        case .changedSignature, .emptySignature:
            let certificate = client.certificateMessage(chain)
            var verify = try client.certificateVerifyMessage(identity.privateKey, scheme).bytes
            if shown == .changedSignature {
                verify[verify.count - 1] ^= 1
            } else {
                verify = [15, 0, 0, 4, 4, 3, 0, 0]
            }
            return try client.record(.handshake, certificate.bytes + verify + client.finishedMessage().bytes)
        case .notACertificate: return try client.finish([[0x30, 0x03, 1, 2, 3]], identity.privateKey, scheme)
        case .goodLeafThenNotACertificate: return try client.finish(chain + [[1, 2, 3]], identity.privateKey, scheme)
        case .withoutVerify: return try client.finish(chain, nil, nil)
        }
    }

    private func expected(_ request: ClientAuthentication, _ shown: Shown, _ accepts: Bool) -> Ending {
        switch shown {
        case .nothing where request == .require: .refused(.certificateRequired)
        case .notACertificate, .goodLeafThenNotACertificate: .refused(.badCertificate)
        case _ where !accepts: .refused(.unknownCA)
        case .nothing: .established(chain: 0)
        case .good: .established(chain: 1)
        case .signedByAnother, .changedSignature, .emptySignature: .refused(.decryptError)
        case .withoutVerify: .refused(.unexpectedMessage)
        }
    }

    @Test("A key of each kind proves itself", arguments: Identities.kinds)
    func kinds(_ kind: Identities.Kind) throws {
        let identity = try Identities.of(kind)
        var setup = try Setup()
        setup.configuration.clientAuthentication = .require
        let pair = try setup.pairAfterServerFlight()
        try pair.send(
            try pair.client.finish(identity.certificateChain.map(\.derBytes), identity.privateKey, kind.scheme))
        #expect(pair.server.isEstablished)
        #expect(pair.server.completed?.peerCertificates == identity.certificateChain)
    }

    @Test("Nobody is asked unless the configuration says so")
    func notAsked() throws {
        let pair = try Setup().pairAfterServerFlight()
        #expect(pair.client.flight.certificateRequest == nil)
        try pair.send(try pair.client.finish([], nil, nil))
        try pair.expectFailure(.unexpectedMessage)
    }

    @Test("The request names our schemes and the authorities that are welcome. RFC 9846 §4.3.4, §4.4.2")
    func request() throws {
        var setup = try Setup()
        setup.configuration.clientAuthentication = .request
        setup.configuration.clientCertificateAuthorities = [[0x30, 0x00], [0x30, 0x02, 0x31, 0x00]]
        let request = try #require(try setup.pairAfterServerFlight().client.flight.certificateRequest)
        #expect(request.context.isEmpty)
        #expect(request.extensions.signatureAlgorithms == setup.configuration.signatureSchemes)
        #expect(request.extensions.certificateAuthorities == setup.configuration.clientCertificateAuthorities)
    }

    @Test("The application sees the chain before anything is proved, and once")
    func event() throws {
        var setup = try Setup()
        setup.configuration.clientAuthentication = .request
        let pair = try setup.pairAfterServerFlight()
        pair.server.verdict = nil
        let identity = try Identities.ofClient()
        let chain = identity.certificateChain + identity.certificateChain
        pair.server.give(
            try pair.client.finish(chain.map(\.derBytes), identity.privateKey, .ecdsaSecp256r1SHA256))
        #expect(pair.server.session.isPaused && !pair.server.isEstablished)
        let shown: [[X509Certificate]] = pair.server.events.compactMap {
            if case .peerCertificates(let chain) = $0 { chain } else { nil }
        }
        #expect(shown == [chain])
        pair.server.verdict = .accept
        pair.server.run()
        #expect(pair.server.isEstablished)
    }

    @Test("A chain longer than the limit is refused before it is judged")
    func chainLength() throws {
        for (count, isGood) in [(3, true), (4, false)] {
            var setup = try Setup()
            setup.configuration.clientAuthentication = .request
            setup.configuration.limits.maximumChainLength = 3
            let pair = try setup.pairAfterServerFlight()
            let identity = try Identities.ofClient()
            let chain = (0..<count).flatMap { _ in identity.certificateChain.map(\.derBytes) }
            try pair.send(try pair.client.finish(chain, identity.privateKey, .ecdsaSecp256r1SHA256))
            if isGood {
                #expect(pair.server.isEstablished)
            } else {
                try pair.expectFailure(.badCertificate)
            }
        }
    }

    @Test("A Certificate message above the limit is refused on its header")
    func certificateLimit() throws {
        var setup = try Setup()
        setup.configuration.clientAuthentication = .request
        setup.configuration.limits.maximumCertificateMessage = 5000
        let pair = try setup.pairAfterServerFlight()
        try pair.send(try pair.client.record(.handshake, [11, 0, 0x13, 0x89]))
        try pair.expectFailure(.illegalParameter)
    }

    @Test("A reason for refusing goes to our own log, not to the peer")
    func reason() throws {
        var setup = try Setup()
        setup.configuration.clientAuthentication = .request
        let pair = try setup.pairAfterServerFlight()
        pair.server.verdict = .reject(.certificateRevoked, reason: "serial 7 is revoked")
        try pair.send(try flight(.good, pair.client))
        try pair.expectFailure(.certificateRevoked, .peerCertificateRejected)
        #expect(pair.server.error?.reason.contains("serial 7 is revoked") == true)
    }

    @Test("Nothing may be stapled that was not asked for. RFC 9846 §4.3, §4.5.1")
    func stapled() throws {
        var setup = try Setup()
        setup.configuration.clientAuthentication = .request
        for (type, content) in [(5, [1, 0, 0, 1, 9]), (18, [0, 3, 0, 1, 9]), (0x0a0a, [])] as [(UInt16, [UInt8])] {
            let pair = try setup.pairAfterServerFlight()
            let leaf = try Identities.ofClient().certificateChain.map(\.derBytes).joined()
            var entry = [0] + length(leaf.count) + leaf
            entry += [0, UInt8(4 + content.count), UInt8(type >> 8), UInt8(type & 0xff), 0, UInt8(content.count)]
            entry += content
            let body = [0, 0] + length(entry.count) + entry
            try pair.send(try pair.client.record(.handshake, [11, 0] + length(body.count) + body))
            try pair.expectFailure(.unsupportedExtension)
        }
    }

    private func length(_ count: Int) -> [UInt8] { [UInt8(count >> 8), UInt8(count & 0xff)] }
}
