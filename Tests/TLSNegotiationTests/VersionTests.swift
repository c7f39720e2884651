import TLSMessages
import TLSNegotiation
import Testing

/// What a client offers, what we speak, and what comes of it.
private struct VersionCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let legacy: UInt16
    let offered: [UInt16]?
    let enabled: [ProtocolVersion]
    let chosen: ProtocolVersion?

    init(
        _ name: String, legacy: UInt16 = 0x0303, offered: [UInt16]?, enabled: [ProtocolVersion] = [.tls12, .tls13],
        _ chosen: ProtocolVersion?
    ) {
        testDescription = name
        self.legacy = legacy
        self.offered = offered
        self.enabled = enabled
        self.chosen = chosen
    }

    static let all: [VersionCase] = [
        VersionCase("both speak both", offered: [0x0304, 0x0303], .tls13),
        VersionCase("the client's order does not matter", offered: [0x0303, 0x0304], .tls13),
        VersionCase("the client speaks 1.2 only, by the list", offered: [0x0303], .tls12),
        VersionCase("we speak 1.3 only", offered: [0x0303, 0x0304], enabled: [.tls13], .tls13),
        VersionCase("we speak 1.2 only", offered: [0x0304, 0x0303], enabled: [.tls12], .tls12),
        VersionCase("GREASE is passed over", offered: [0x0a0a, 0x0304, 0xfafa], .tls13),
        VersionCase("a later version is passed over", offered: [0x0305, 0x0304], .tls13),
        VersionCase("nothing but unknown versions", offered: [0x0a0a, 0x0305, 0x7f1c], nil),
        VersionCase("the list rules out 1.3 whatever the legacy version", legacy: 0x0304, offered: [0x0303], .tls12),
        VersionCase("the list rules whatever the legacy version", legacy: 0x0301, offered: [0x0304], .tls13),
        VersionCase("a list of old versions alone", offered: [0x0301, 0x0302], nil),
        VersionCase("no list: 1.2", offered: nil, .tls12),
        VersionCase("no list: at most 1.2", legacy: 0x0304, offered: nil, .tls12),
        VersionCase("no list: at most 1.2, even for a far version", legacy: 0xffff, offered: nil, .tls12),
        VersionCase("no list and 1.3 only", offered: nil, enabled: [.tls13], nil),
        VersionCase(
            "no list, 1.3 by the legacy version and 1.3 only", legacy: 0x0304, offered: nil, enabled: [.tls13], nil),
        VersionCase("no list and an old version", legacy: 0x0302, offered: nil, nil),
        VersionCase("no list and SSL 3", legacy: 0x0300, offered: nil, nil),
        VersionCase("no list and version zero", legacy: 0, offered: nil, nil),
        VersionCase("we speak nothing", offered: [0x0304], enabled: [], nil),
    ]

    var hello: ClientHello {
        var extensions = ClientHelloExtensions()
        extensions.supportedVersions = offered?.map(ProtocolVersion.init(rawValue:))
        return ClientHello(
            legacyVersion: ProtocolVersion(rawValue: legacy), random: [UInt8](repeating: 0, count: 32),
            cipherSuites: [.TLS_AES_128_GCM_SHA256], extensions: extensions)
    }
}

@Suite("A server speaks its newest version that the client offers. RFC 9846 §4.3.1, §E.2")
struct VersionTests {
    @Test("The version is chosen", arguments: VersionCase.all)
    private func chooses(_ version: VersionCase) {
        #expect(chooseVersion(version.hello, enabled: version.enabled) == version.chosen)
        #expect(chooseVersion(version.hello, enabled: version.enabled.reversed()) == version.chosen)
    }
}
