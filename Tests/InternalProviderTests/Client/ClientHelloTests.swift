import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSProvider
import Testing

@Suite("A ClientHello offers what the configuration says, and values that mean nothing. RFC 9846 §4.2.2, RFC 8701")
struct ClientHelloTests {
    private func hello(_ change: (inout ClientSetup) throws -> Void = { _ in }) throws -> ClientHello {
        var setup = try ClientSetup()
        try change(&setup)
        return try ScriptedPair(setup).server.hello
    }

    private func isReserved(_ number: UInt16) -> Bool { number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff }

    @Test("Without reserved values it is the configuration's lists")
    func plain() throws {
        let configuration = TLSClientConfiguration()
        let hello = try hello {
            $0.adjustments.options = { $0.offersReservedValues = false }
            $0.client.applicationProtocols = ["h2", "http/1.1"]
        }
        #expect(hello.legacyVersion == .tls12 && hello.legacyCompressionMethods == [0])
        #expect(hello.legacySessionID.count == 32 && hello.legacySessionID != hello.random)
        #expect(hello.cipherSuites == CipherSuite.allTLS13 + CipherSuite.allDefaultTLS12)
        #expect(hello.extensions.supportedVersions == [.tls13, .tls12])
        #expect(hello.extensions.supportedGroups == configuration.groups)
        #expect(hello.extensions.signatureAlgorithms == configuration.signatureSchemes)
        #expect(hello.extensions.keyShare?.map(\.group) == [.x25519MLKEM768, .x25519])
        #expect(hello.extensions.applicationProtocols == [Array("h2".utf8), Array("http/1.1".utf8)])
        #expect(hello.extensions.serverName == Array("a.example".utf8))
        #expect(hello.extensions.recordSizeLimit == 16_385 && hello.extensions.cookie == nil)
        #expect(hello.extensions.pointFormats == [0] && hello.extensions.renegotiationInfo == [])
        #expect(hello.extensions.extendedMasterSecret != nil)
        #expect(hello.extensions.order.count == 10)
    }

    @Test("A hint of the server's groups chooses the one share. draft-ietf-tls-key-share-prediction")
    func hint() throws {
        func shares(_ hint: [NamedGroup], _ chosen: [NamedGroup]? = nil) throws -> [NamedGroup]? {
            let hello = try hello {
                $0.adjustments.options = { $0.offersReservedValues = false }
                $0.client.groups = [.mlkem1024, .x25519, .secp256r1]
                $0.client.keyShareGroups = chosen
                $0.client.serverGroupsHint = hint
            }
            #expect(hello.extensions.supportedGroups == [.mlkem1024, .x25519, .secp256r1])
            return hello.extensions.keyShare?.map(\.group)
        }
        #expect(try shares([]) == [.mlkem1024, .x25519])
        // Our order, not that of the hint; what is not ours says nothing.
        #expect(try shares([.secp256r1, .x25519]) == [.x25519])
        #expect(try shares([NamedGroup(rawValue: 0x1234), .secp256r1]) == [.secp256r1])
        #expect(try shares([.x448]) == [.mlkem1024, .x25519])
        #expect(try shares([.secp256r1], [.x25519]) == [.secp256r1])
        #expect(try shares([.secp256r1], []) == [.secp256r1])
        #expect(try shares([.x448], [.x25519]) == [.x25519] && shares([.x448], []) == [])
    }

    @Test("A hint that is wrong costs a round trip")
    func wrongHint() throws {
        var setup = try ClientSetup()
        setup.server.groups = [.secp256r1]
        setup.client.serverGroupsHint = [.x25519]
        let agreed = try setup.established().client.completed
        #expect(agreed?.group == .secp256r1 && agreed?.isHelloRetried == true)
    }

    @Test("TLS 1.3 alone offers nothing of TLS 1.2")
    func only13() throws {
        let hello = try hello {
            $0.adjustments.options = { $0.offersReservedValues = false }
            $0.client.versions = [.tls13]
        }
        #expect(hello.cipherSuites == CipherSuite.allTLS13 && hello.extensions.supportedVersions == [.tls13])
        let all: Set<ExtensionType> = [
            .serverName, .supportedGroups, .signatureAlgorithms, .recordSizeLimit, .supportedVersions, .keyShare,
        ]
        #expect(Set(hello.extensions.order) == all && hello.extensions.order.count == all.count)
    }

    @Test("TLS 1.2 alone offers nothing of TLS 1.3. RFC 9846 §4.3.1")
    func only12() throws {
        let hello = try hello {
            $0.adjustments.options = { $0.offersReservedValues = false }
            $0.client.versions = [.tls12]
        }
        #expect(hello.legacyVersion == .tls12 && hello.legacySessionID.isEmpty)
        #expect(hello.cipherSuites == CipherSuite.allDefaultTLS12)
        let configuration = TLSClientConfiguration()
        #expect(hello.extensions.signatureAlgorithms == configuration.signatureSchemes)
        #expect(hello.extensions.supportedGroups == [.x25519, .secp256r1, .secp384r1, .secp521r1, .x448])
        #expect(hello.extensions.recordSizeLimit == 16_384)
        let all: Set<ExtensionType> = [
            .serverName, .supportedGroups, .signatureAlgorithms, .recordSizeLimit, .ecPointFormats,
            .extendedMasterSecret, .renegotiationInfo,
        ]
        #expect(Set(hello.extensions.order) == all && hello.extensions.order.count == all.count)
    }

    @Test("encrypt_then_mac is offered with a block cipher, and finite fields with a suite that uses them. RFC 7366 §3")
    func older12() throws {
        let hello = try hello {
            $0.client.versions = [.tls12]
            $0.client.cipherSuites = [
                .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, .TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
            ]
        }
        #expect(hello.extensions.encryptThenMAC != nil)
        #expect(hello.extensions.supportedGroups?.contains(.ffdhe2048) == true)
    }

    @Test("Reserved values stand in suites, versions, groups, shares and two extensions. RFC 8701 §3.1")
    func reserved() throws {
        for _ in 0..<100 {
            let hello = try hello()
            let offer = hello.extensions
            #expect(isReserved(hello.cipherSuites[0].rawValue))
            #expect(isReserved(try #require(offer.supportedVersions?.first).rawValue))
            let group = try #require(offer.supportedGroups?.first)
            #expect(isReserved(group.rawValue))
            #expect(offer.keyShare?.first == KeyShareEntry(group: group, keyExchange: [0]))
            let extensions = offer.order.filter { isReserved($0.rawValue) }
            #expect(extensions.count == 2 && extensions[0] != extensions[1])
            #expect([offer.order.first, offer.order.last] == [extensions[0], extensions[1]])
        }
    }

    @Test("Extensions stand in another order each time, and in one when they are not shuffled")
    func order() throws {
        let shuffled = try (0..<20).map { _ in
            try hello { $0.adjustments.options = { $0.offersReservedValues = false } }
        }
        #expect(Set(shuffled.map(\.extensions.order)).count > 10)
        #expect(Set(shuffled.map { Set($0.extensions.order) }).count == 1)
        let fixed = try (0..<5).map { _ in
            try hello {
                $0.adjustments.options = {
                    $0.offersReservedValues = false
                    $0.shufflesExtensions = false
                    $0.extensionOrder = [.keyShare, .serverName]
                }
            }
        }
        #expect(Set(fixed.map(\.extensions.order)).count == 1)
        #expect(fixed[0].extensions.order.prefix(2) == [.keyShare, .serverName])
    }

    @Test("With equal random choices it is the same hello")
    func repeats() throws {
        var setup = try ClientSetup()
        setup.clientRandomness = FixedRandomness()
        // The keys of a hybrid cannot be given.
        setup.client.groups = [.x25519]
        let context = try setup.clientContext()
        #expect(context.makeSession().takeOutgoing() == context.makeSession().takeOutgoing())
    }

    @Test("The second hello differs in share and cookie alone. RFC 9846 §4.2.2")
    func second() throws {
        let pair = try ScriptedPair(try ClientSetup())
        try pair.send(try pair.server.retryMessage(group: .secp384r1, cookie: [1, 2, 3]))
        try #require(pair.server.hellos.count == 2)
        var (first, second) = (pair.server.hellos[0], pair.server.hellos[1])
        #expect(second.extensions.cookie == [1, 2, 3])
        #expect(second.extensions.keyShare?.map(\.group) == [.secp384r1])
        second.extensions.cookie = nil
        second.extensions.order.removeAll { $0 == .cookie }
        (first.extensions.keyShare, second.extensions.keyShare) = (nil, nil)
        #expect(first == second)
        #expect(pair.server.changeCipherSpecs == 1)
    }

    @Test("A cookie alone leaves the shares as they are. RFC 9846 §4.3.2")
    func cookieOnly() throws {
        let pair = try ScriptedPair(try ClientSetup())
        try pair.send(try pair.server.retryMessage(group: nil, cookie: [9]))
        try #require(pair.server.hellos.count == 2)
        #expect(pair.server.hellos[0].extensions.keyShare == pair.server.hellos[1].extensions.keyShare)
        try pair.send(try pair.server.flight())
        #expect(pair.client.isEstablished && pair.client.completed?.isHelloRetried == true)
    }
}

@Suite("A client's configuration that cannot work is refused with what to change")
struct ClientConfigurationTests {
    private static let wrong: [@Sendable (inout TLSClientConfiguration) throws -> Void] = [
        { $0.versions = [.tls11] }, { $0.versions = [] },
        { $0.cipherSuites = [] }, { $0.cipherSuites = [CipherSuite(rawValue: 0xc0ff)] },
        {
            $0.versions = [.tls13]
            $0.cipherSuites = CipherSuite.allDefaultTLS12
        },
        {
            $0.versions = [.tls12]
            $0.cipherSuites = CipherSuite.allTLS13
        },
        { $0.tls12Groups = [] }, { $0.tls12Groups = [.x25519MLKEM768] },
        { $0.tls12SignatureSchemes = [SignatureScheme(rawValue: 0x0a0a)] },
        { $0.groups = [] }, { $0.groups = [NamedGroup(rawValue: 0x0a0a)] },
        { $0.signatureSchemes = [] }, { $0.signatureSchemes = [.ecdsaSHA1] },
        { $0.signatureSchemes = [.rsaPKCS1SHA256] },
        { $0.applicationProtocols = [""] },
        { $0.applicationProtocols = [String](repeating: String(repeating: "x", count: 255), count: 65) },
        { $0.recordPadding = .multiple(of: 1) },
        { $0.serverName = "" }, { $0.serverName = "a b" }, { $0.serverName = String(repeating: "a", count: 256) },
        {
            $0.identities = [try Identities.ofClient()]
            $0.signatureSchemes = [.ed25519]
        },
    ]

    @Test("Each is invalidConfiguration", arguments: wrong.indices)
    func refused(_ index: Int) throws {
        var configuration = TLSClientConfiguration(serverName: "a.example")
        try Self.wrong[index](&configuration)
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try InternalProvider().makeClientContext(configuration)
        }
    }
}
