import HandshakeBench
import TLSMessages
import TLSProvider
import Testing

private let groups: [NamedGroup] = [
    .x25519MLKEM768, .secp256r1MLKEM768, .secp384r1MLKEM1024, .mlkem768, .mlkem1024,
]

@Suite("Groups with ML-KEM, in a hybrid (RFC 10024) or alone (draft-ietf-tls-mlkem)")
struct HybridGroupTests {
    @Test("Each completes a handshake, with shares of the registered lengths", arguments: groups)
    func completes(_ group: NamedGroup) throws {
        var setup = try Setup()
        setup.configuration.groups = [group]
        setup.offer.use(group)
        let pair = try setup.establishedPair()
        #expect(pair.server.completed?.group == group)
        let clientShare = pair.client.hello.extensions.keyShare?.first?.keyExchange
        let serverShare = pair.client.flight.serverHello?.extensions.keyShare?.keyExchange
        let lengths = [
            NamedGroup.x25519MLKEM768: (1184 + 32, 1088 + 32), .secp256r1MLKEM768: (65 + 1184, 65 + 1088),
            .secp384r1MLKEM1024: (97 + 1568, 97 + 1568), .mlkem768: (1184, 1088), .mlkem1024: (1568, 1568),
        ]
        let (ofClient, ofServer) = try #require(lengths[group])
        #expect(clientShare?.count == ofClient && serverShare?.count == ofServer)
        let ours = try pair.client.export("l", context: [], count: 16)
        #expect(try pair.server.session.exportKeyingMaterial(label: "l", context: nil, count: 16) == ours)
    }

    @Test("Each is asked for when there is no share for it. RFC 9846 §4.2.4", arguments: groups)
    func retried(_ group: NamedGroup) throws {
        var setup = try Setup()
        setup.configuration.groups = [group]
        setup.offer.groups = [.x25519, group]
        setup.offer.shareGroups = [.x25519]
        let pair = try setup.establishedPair()
        #expect(pair.client.flight.retry?.extensions.selectedGroup == group)
        #expect(pair.server.completed?.group == group)
    }

    @Test("By default the one with X25519 is taken from a client that has it, and X25519 from one that has not")
    func defaults() throws {
        var setup = try Setup()
        setup.offer.groups = [.x25519, .x25519MLKEM768]
        setup.offer.shareGroups = [.x25519, .x25519MLKEM768]
        #expect(try setup.establishedPair().server.completed?.group == .x25519MLKEM768)
        setup.offer.use(.x25519)
        #expect(try setup.establishedPair().server.completed?.group == .x25519)
    }

    @Test("ML-KEM alone is taken from nobody by default", arguments: [NamedGroup.mlkem768, .mlkem1024])
    func offByDefault(_ group: NamedGroup) throws {
        #expect(!TLSServerConfiguration(identities: []).groups.contains(group))
        #expect(!TLSClientConfiguration().groups.contains(group))
        var setup = try Setup()
        setup.offer.groups = [group, .x25519]
        setup.offer.shareGroups = [group, .x25519]
        #expect(try setup.establishedPair().server.completed?.group == .x25519)
    }

    @Test("A key of ML-KEM alone is refused where it is no key", arguments: [NamedGroup.mlkem768, .mlkem1024])
    func badKey(_ group: NamedGroup) throws {
        var setup = try Setup()
        setup.configuration.groups = [group]
        setup.offer.use(group)
        for damage in [Damage.all[0], Damage.all[1], Damage.all[4]] {
            let pair = try setup.pair()
            var share = try #require(pair.client.hello.extensions.keyShare?.first?.keyExchange)
            damage.run(&share)
            pair.client.hello.extensions.keyShare = [KeyShareEntry(group: group, keyExchange: share)]
            try pair.sendHello()
            try pair.expectFailure(.illegalParameter, .peerMisbehaved)
        }
    }

    /// What to do to a client's share.
    private struct Damage: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let run: @Sendable (inout [UInt8]) -> Void

        static let all = [
            Damage(testDescription: "one byte short") { $0.removeLast() },
            Damage(testDescription: "one byte long") { $0.append(0) },
            Damage(testDescription: "the traditional share alone") { $0.removeFirst($0.count - 32) },
            Damage(testDescription: "X25519 of zeros") {
                $0.replaceSubrange(1184..., with: [UInt8](repeating: 0, count: 32))
            },
            // FIPS 203 §7.2: a coefficient of q.
            Damage(testDescription: "an ML-KEM key that is not reduced") {
                $0.replaceSubrange(0..<2, with: [0x01, 0x0d])
            },
        ]
    }

    @Test("A bad share is refused with illegal_parameter", arguments: Damage.all)
    private func badShare(_ damage: Damage) throws {
        var setup = try Setup()
        setup.offer.use(.x25519MLKEM768)
        let pair = try setup.pair()
        var share = try #require(pair.client.hello.extensions.keyShare?.first?.keyExchange)
        damage.run(&share)
        pair.client.hello.extensions.keyShare = [KeyShareEntry(group: .x25519MLKEM768, keyExchange: share)]
        try pair.sendHello()
        try pair.expectFailure(.illegalParameter, .peerMisbehaved)
    }
}
