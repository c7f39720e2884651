import TLSMessages
import TLSNegotiation
import Testing

private func share(_ group: NamedGroup, _ byte: UInt8 = 1) -> KeyShareEntry {
    KeyShareEntry(group: group, keyExchange: [byte])
}

/// A client's groups and shares, ours, and the answer.
private struct GroupCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let supported: [NamedGroup]
    let shares: [KeyShareEntry]
    let enabled: [NamedGroup]
    let choice: GroupChoice?

    init(
        _ name: String, supported: [NamedGroup], shares: [NamedGroup],
        enabled: [NamedGroup] = [.x25519, .secp256r1, .secp384r1], _ choice: GroupChoice?
    ) {
        testDescription = name
        self.supported = supported
        self.shares = shares.map { share($0) }
        self.enabled = enabled
        self.choice = choice
    }

    static let grease = NamedGroup(rawValue: 0x2a2a)

    static let all: [GroupCase] = [
        GroupCase("a share for our first", supported: [.x25519], shares: [.x25519], .share(share(.x25519))),
        GroupCase(
            "shares for two: ours decides", supported: [.secp256r1, .x25519], shares: [.secp256r1, .x25519],
            .share(share(.x25519))),
        GroupCase(
            "a share beats a better group without one", supported: [.x25519, .secp384r1], shares: [.secp384r1],
            .share(share(.secp384r1))),
        GroupCase(
            "GREASE is passed over", supported: [grease, .secp256r1], shares: [grease, .secp256r1],
            .share(share(.secp256r1))),
        GroupCase("no share at all", supported: [.secp384r1, .x25519], shares: [], .retry(.x25519)),
        GroupCase(
            "shares for groups that are not ours", supported: [.x448, .secp256r1], shares: [.x448], .retry(.secp256r1)),
        GroupCase(
            "a share that supported_groups does not name", supported: [.secp256r1], shares: [.x25519],
            .retry(.secp256r1)),
        GroupCase("nothing in common", supported: [.x448, grease], shares: [.x448], nil),
        GroupCase("no groups", supported: [], shares: [.x25519], nil),
        GroupCase("nothing enabled", supported: [.x25519], shares: [.x25519], enabled: [], nil),
        GroupCase("enabled but not computed here", supported: [grease], shares: [grease], enabled: [grease], nil),
    ]
}

@Suite("A server takes its first group with a share, or asks for its first in common. RFC 9846 §4.2.1, §4.3.8")
struct GroupTests {
    @Test("The group is chosen", arguments: GroupCase.all)
    private func chooses(_ group: GroupCase) {
        #expect(chooseGroup(supported: group.supported, shares: group.shares, enabled: group.enabled) == group.choice)
    }

    @Test("A server that wants its best group asks for it, though there is a share for another")
    func retriesForBetter() {
        func choice(_ shares: [NamedGroup]) -> GroupChoice? {
            chooseGroup(
                supported: [.x25519, .secp256r1], shares: shares.map { share($0) }, enabled: [.secp256r1, .x25519],
                retriesForBetter: true)
        }
        #expect(choice([.x25519]) == .retry(.secp256r1))
        #expect(choice([.secp256r1]) == .share(share(.secp256r1)))
        #expect(choice([.x25519, .secp256r1]) == .share(share(.secp256r1)))
    }

    @Test("Every group we know can be computed")
    func table() {
        let groups: [NamedGroup] = [
            .x25519, .x448, .secp256r1, .secp384r1, .secp521r1, .ffdhe2048, .ffdhe3072, .ffdhe4096, .ffdhe6144,
            .ffdhe8192, .x25519MLKEM768, .secp256r1MLKEM768, .secp384r1MLKEM1024, .mlkem768, .mlkem1024,
        ]
        let algorithms = groups.compactMap(GroupTable.algorithm(of:))
        #expect(Set(algorithms).count == groups.count)
        #expect(GroupTable.algorithm(of: NamedGroup(rawValue: 0)) == nil)
    }
}
