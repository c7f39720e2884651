import CLibssl
import Foundation
import HandshakeBench
import PlatformProvider
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider
import Testing

/// Whether libssl has hybrid groups: OpenSSL 3.5 brought them.
private let hasHybrids = OpenSSL_version_num() >= 0x3050_0000

@Suite("What libssl refuses of a configuration is said, with what to change")
struct ConfigurationTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let word: String
        let make: @Sendable (inout TLSServerConfiguration) -> Void

        init(_ description: String, _ word: String, _ make: @escaping @Sendable (inout TLSServerConfiguration) -> Void)
        {
            testDescription = description
            self.word = word
            self.make = make
        }
    }

    static let mistakes: [Mistake] = [
        Mistake("no identity", "identities") { $0.identities = [] },
        Mistake("no version", "versions") { $0.versions = [] },
        Mistake("SSL 3", "versions") { $0.versions = [.tls13, .ssl3] },
        Mistake("a bad cipher list", "openssl ciphers") { $0.platform.cipherList = "no such thing" },
        Mistake("an unknown suite of TLS 1.3", "cipherSuites") {
            $0.cipherSuites = [.TLS_AES_128_GCM_SHA256, CipherSuite(rawValue: 0x13ff)]
        },
        Mistake("an unknown suite", "cipherSuites") {
            $0.cipherSuites = [.TLS_AES_128_GCM_SHA256, CipherSuite(rawValue: 0xfefe)]
        },
        Mistake("no suite", "cipherSuites") { $0.cipherSuites = [] },
        Mistake("an unknown group", "groups") { $0.groups = [.x25519, NamedGroup(rawValue: 0xfefe)] },
        Mistake("an unknown group beside a hybrid", "groups") {
            $0.groups = [.x25519MLKEM768, NamedGroup(rawValue: 0xfefe)]
        },
        Mistake("no group", "groups") { $0.groups = [] },
        Mistake("an identity that is bound to its issuers", "isBoundToIssuers") {
            $0.identities[0].isBoundToIssuers = true
        },
        Mistake("an unknown scheme", "signatureSchemes") { $0.signatureSchemes = [SignatureScheme(rawValue: 0xfefe)] },
        Mistake("no scheme", "signatureSchemes") { $0.signatureSchemes = [] },
        Mistake("a missing file of authorities", "No such file") {
            $0.platform.certificateAuthorityFile = "/no/such/file"
        },
        Mistake("a missing folder of authorities", "rehash") {
            $0.platform.certificateAuthorityDirectory = "/no/such/folder"
        },
        Mistake("a name of an authority that is none", "clientCertificateAuthorities") {
            $0.clientAuthentication = .request
            $0.clientCertificateAuthorities = [[1, 2, 3]]
        },
        Mistake("an empty application protocol", "application protocol") { $0.applicationProtocols = [""] },
        Mistake("padding to 1", "recordPadding") { $0.recordPadding = .multiple(of: 1) },
    ]

    @Test("A server's configuration", arguments: mistakes)
    func server(_ mistake: Mistake) throws {
        var configuration = TLSServerConfiguration(identities: [try Identities.server()])
        mistake.make(&configuration)
        let error = try #require(throws: TLSError.self) { try PlatformProvider().makeServerContext(configuration) }
        #expect(error.code == .invalidConfiguration && error.reason.contains(mistake.word), "\(error)")
        #expect(ErrorQueue.isEmpty)
    }

    @Test("A client's configuration")
    func client() throws {
        var configuration = TLSClientConfiguration(serverName: "a.example")
        configuration.platform.cipherList = "no such thing"
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try PlatformProvider().makeClientContext(configuration)
        }
        configuration = TLSClientConfiguration(serverName: String(repeating: "a", count: 256))
        #expect(throws: TLSError(.invalidConfiguration, "")) {
            try PlatformProvider().makeClientContext(configuration)
        }
        #expect(ErrorQueue.isEmpty)
    }

    private static let hybrids: [NamedGroup] = [.x25519MLKEM768, .secp256r1MLKEM768, .secp384r1MLKEM1024, .mlkem768]

    @Test("Groups with ML-KEM that this libssl lacks are left out", arguments: hybrids)
    func leftOut(_ group: NamedGroup) throws {
        var setup = try Setup()
        setup.server.groups = [group, .secp384r1]
        setup.client.groups = [group, .secp384r1]
        let agreed = try setup.established().server.completed?.group
        #expect(agreed == (hasHybrids ? group : .secp384r1))
        #expect(ErrorQueue.isEmpty)
    }

    @Test("Groups with ML-KEM alone are refused by a libssl that lacks them", .enabled(if: !hasHybrids))
    func alone() throws {
        var configuration = TLSServerConfiguration(identities: [try Identities.server()])
        configuration.groups = Self.hybrids
        let error = try #require(throws: TLSError.self) { try PlatformProvider().makeServerContext(configuration) }
        #expect(error.code == .invalidConfiguration && error.reason.contains("groups"), "\(error)")
        #expect(ErrorQueue.isEmpty)
    }

    @Test("A random seed is taken, and nothing repeats for it")
    func seed() throws {
        var setup = try Setup()
        setup.client.platform.randomSeed = [1, 2, 3]
        let one = try setup.pair().client.take()
        let two = try setup.pair().client.take()
        #expect(one != two)
    }

    @Test("With a file or folder of authorities libssl refuses other chains, before the application is asked")
    func authorities() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("authorities.pem")
        let trusted = try #require(try Identities.ofClient().certificateChain.first)
        let encoded = Data(trusted.derBytes).base64EncodedString(options: .lineLength64Characters)
        try Data("-----BEGIN CERTIFICATE-----\n\(encoded)\n-----END CERTIFICATE-----\n".utf8).write(to: file)

        var setup = try Setup()
        setup.server.clientAuthentication = .require
        setup.client.identities = [try Identities.rsaServer()]
        setup.server.platform.certificateAuthorityFile = file.path
        let refused = try setup.shaken()
        #expect(refused.server.error?.code == .peerCertificateRejected, "\(String(describing: refused.server.error))")
        #expect(refused.client.error?.alert == .unknownCA)
        #expect(!refused.server.events.contains { if case .peerCertificates = $0 { true } else { false } })

        setup.server.platform.certificateAuthorityFile = nil
        setup.server.platform.certificateAuthorityDirectory = folder.path
        #expect(try setup.shaken().server.error?.code == .peerCertificateRejected)

        // The server's own certificate vouches for it, and the application is asked as well.
        let served = try #require(try Identities.server().certificateChain.first)
        let own = Data(served.derBytes).base64EncodedString(options: .lineLength64Characters)
        try Data("-----BEGIN CERTIFICATE-----\n\(own)\n-----END CERTIFICATE-----\n".utf8).write(to: file)
        setup = try Setup()
        setup.client.platform.certificateAuthorityFile = file.path
        let accepted = try setup.established()
        #expect(accepted.client.events.contains { if case .peerCertificates = $0 { true } else { false } })
        #expect(ErrorQueue.isEmpty)
    }
}
