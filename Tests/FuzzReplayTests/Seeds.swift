import Foundation
import FuzzBodies
import HandshakeBench
import TLSHandshake
import TLSMessages
import TLSPrimitives
import TLSWire
import TestSupport

/// The seeds of the fuzz targets: those in `Vectors/fuzz`, and how those that are ours are made.
enum Seeds {
    static func folder(_ target: FuzzTarget) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Vectors/fuzz/\(target.rawValue)")
    }

    static func of(_ target: FuzzTarget) throws -> [[UInt8]] {
        let folder = folder(target)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            [UInt8](try Data(contentsOf: folder.appending(path: $0)))
        }
    }

    /// Seeds by file name; nil for targets whose seeds are files of others.
    static func made(for target: FuzzTarget) throws -> [String: [UInt8]]? {
        switch target {
        case .recordReader: recordReader
        case .cbcOpen: cbcOpen
        case .handshakeMessages: try handshakeMessages()
        case .clientHello: try clientHello()
        case .clientFlight: clientFlight
        case .providers: providers
        case .serverFlight: serverFlight
        case .tickets: tickets
        case .compressedCertificate: compressedCertificate
        case .hostName: hostName
        case .revocation: try RevocationFuzzSample().seeds()
        case .path: try PathSeeds.all()
        case .certificate, .pem: nil
        }
    }

    /// Suites, groups, protocols, then what else; a change or none; data.
    private static var providers: [String: [UInt8]] {
        [
            "usual": [7, 7, 15, 15, 7, 0, 0, 0] + Array("hello".utf8),
            "one-of-each": [2, 2, 2, 2, 1, 0x82, 0, 0, 1],
            "nothing-in-common": [1, 2, 15, 15, 7, 0, 0, 0],
            "retry": [7, 7, 2, 15, 7, 0, 0, 0, 1, 2, 3],
            "protocols-differ": [7, 7, 15, 15, 1, 0x84, 0, 0],
            "protocols-differ-and-may": [7, 7, 15, 15, 1, 0x84, 1, 0],
            "client-certificate": [7, 7, 15, 15, 7, 0, 8 | 32, 0, 9],
            "no-client-certificate": [7, 7, 15, 15, 7, 0, 16, 0, 9],
            "client-refused": [7, 7, 15, 15, 7, 0, 8 | 32 | 64, 0],
            "unknown-name": [7, 7, 15, 15, 7, 0, 2 | 4, 0],
            "changed-hello": [7, 7, 15, 15, 7, 0, 0, 1, 0, 60, 1],
            "changed-finished": [7, 7, 15, 15, 7, 0, 0, 1, 1, 20, 0x80],
            "reversed": [0x47, 7, 0x4f, 0x4f, 0x47, 0xc7, 0, 0, 5, 5],
        ]
    }

    /// A name, and the host that is asked for.
    private static var hostName: [String: [UInt8]] {
        func names(_ pattern: String, _ host: String) -> [UInt8] {
            [UInt8(pattern.utf8.count)] + Array((pattern + host).utf8)
        }
        return [
            "equal": names("www.example.test", "www.example.test"),
            "case-and-dot": names("WWW.example.test", "www.EXAMPLE.test."),
            "wildcard": names("*.example.test", "www.example.test"),
            "wildcard-two-labels": names("*.example.test", "a.b.example.test"),
            "wildcard-too-wide": names("*.test", "example.test"),
            "partial-wildcard": names("w*.example.test", "www.example.test"),
            "wildcard-inside": names("www.*.test", "www.example.test"),
            "international": names("*.example.test", "xn--bcher-kva.example.test"),
            "underscore": names("*.example.test", "a_b.example.test"),
            "hyphens": names("*.-a-.test", "-b-.-a-.test"),
            "nul": names("www.example.test\0.evil.test", "www.example.test"),
            "address-as-name": names("192.0.2.1", "192.0.2.1"),
            "common-name": names("other.example.test", "common.example.test"),
            "address": [0x84, 192, 0, 2, 1] + Array("192.0.2.1".utf8),
            "address-6": [0x90, 0x20, 1, 0xd, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
                + Array("2001:DB8::1".utf8),
            "mapped-address": [0x84, 192, 0, 2, 1] + Array("::ffff:192.0.2.1".utf8),
        ]
    }

    /// Changes of a ticket (kind, place, value); what a ticket holds; what a client keeps.
    private static var tickets: [String: [UInt8]] {
        var facts = SessionFacts(
            cipherSuite: .TLS_AES_128_GCM_SHA256, issuedAt: UnixTime(milliseconds: 1_800_000_000_000))
        facts.binding = [UInt8](repeating: 0xb1, count: 32)
        facts.serverName = Array("a.example".utf8)
        facts.applicationProtocol = Array("h2".utf8)
        facts.peerCertificates = [[0x30, 0], [0x30, 1, 0]]
        facts.earlyDataKeeper = [UInt8](repeating: 7, count: 16)
        var facts12 = facts
        facts12.cipherSuite = .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
        facts12.usesExtendedMasterSecret = true
        facts12.maximumFragmentLength = 1
        return [
            "untouched": [0], "one-bit": [0, 0, 0, 50, 1], "key-name": [0, 0, 0, 3, 0x80], "nonce": [0, 0, 0, 20, 1],
            "tag": [0, 1, 0, 0, 1], "longer": [0, 2, 0, 0, 7], "shorter": [0, 1, 0, 0, 16], "cut": [0, 1, 0, 0, 200],
            "there-and-back": [0, 0, 0, 9, 5, 0, 0, 9, 5], "inserted": [0, 4, 0, 40, 0],
            "facts": [1] + SessionFacts.codec.encode(facts), "facts-12": [1] + SessionFacts.codec.encode(facts12),
            "kept": [2] + kept(.TLS_AES_128_GCM_SHA256, ticket: [9, 9, 9], keyLength: 32),
            "kept-12": [2] + kept(.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, ticket: [9, 9, 9], keyLength: 48),
            "kept-identifier": [2] + kept(.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, ticket: [], keyLength: 48),
        ]
    }

    /// Cipher, MAC and order; good records first; then 0 bytes, 1 plaintext, 2 content and padding, 3 content, padding's
    /// blocks and changes.
    private static var cbcOpen: [String: [UInt8]] {
        var seeds: [String: [UInt8]] = [:]
        for suite in 0..<18 as Range<UInt8> {
            seeds["honest-\(suite)"] = [suite, 0b0001_1011, 3, 1, 44, suite]
            seeds["changed-\(suite)"] = [suite, 0b0000_0110, 3, 0, 77, 2, 0, UInt8(90 + suite), 1]
        }
        seeds["bytes"] = [0, 0, 0] + [UInt8](0..<64)
        seeds["whole-padding"] = [3, 1, 1] + [UInt8](repeating: 63, count: 64)
        seeds["padding-of-zeros"] = [7, 1, 1] + [UInt8](repeating: 0, count: 96)
        seeds["padding-too-long"] = [1, 1, 1] + [UInt8](repeating: 255, count: 80)
        seeds["right-padding"] = [0, 0, 2, 0, 25, 2, 2, 2]
        seeds["one-byte-wrong"] = [0, 0, 2, 0, 25, 1, 2, 2]
        seeds["mac-last"] = [9, 0, 2, 0, 28, 3, 3, 3, 3]
        seeds["mac-last-wrong-padding"] = [9, 0, 2, 0, 28, 3, 3, 9, 3]
        return seeds
    }

    /// A session as a client keeps it.
    private static func kept(_ suite: CipherSuite, ticket: [UInt8], keyLength: Int) -> [UInt8] {
        let facts = ClientSession.Facts(
            cipherSuite: suite, ticket: ticket, ageAdd: 7, receivedAt: UnixTime(milliseconds: 1_800_000_000_000),
            lifetime: 1000, maximumEarlyData: keyLength == 32 ? 100 : 0, serverName: Array("a.example".utf8),
            applicationProtocol: nil, peerCertificates: [[0x30, 0]], sessionID: ticket.isEmpty ? [1, 2, 3] : [],
            usesExtendedMasterSecret: keyLength == 48)
        let key = [UInt8](repeating: 3, count: keyLength)
        return ClientSession(facts, secret: Secret(copying: key.span.bytes)).serialized
    }

    private static var recordReader: [String: [UInt8]] {
        [
            "hello": [0, 7, 22, 3, 1, 0, 5, 1, 0, 0, 1, 9],
            "two-messages": [0, 3, 22, 3, 3, 0, 10, 1, 0, 0, 1, 9, 24, 0, 0, 1, 0],
            "split-message": [0, 3, 22, 3, 3, 0, 2, 1, 0, 22, 3, 3, 0, 3, 0, 1, 9],
            "alert": [0, 0, 21, 3, 3, 0, 2, 2, 40],
            "change-cipher-spec": [4, 0, 22, 3, 3, 0, 1, 0, 20, 3, 3, 0, 1, 1, 20, 3, 3, 0, 1, 1],
            "http": [0, 0] + Array("GET / HTTP/1.1\r\n\r\n".utf8),
            "sslv2": [0, 0, 0x80, 0x2e, 1, 0, 2, 0, 21, 0, 0, 0, 16],
            "sslv2-taken": [32, 3, 0x80, 28, 1, 3, 3, 0, 3, 0, 0, 0, 16, 0, 0, 0x2f] + [UInt8](repeating: 9, count: 16)
                + [22, 3, 3, 0, 1, 0],
            "sslv2-too-long": [32, 0, 0x84, 1, 1, 3, 3],
            "sslv2-second": [32, 0, 22, 3, 1, 0, 1, 1, 0x80, 28, 1, 3, 3],
            "overlong": [0, 0, 22, 3, 3, 0x40, 1],
            "early-data": [2, 9, 22, 3, 3, 0, 1, 0, 23, 3, 3, 0, 3, 1, 2, 3, 23, 3, 3, 0, 0],
            "sealed": [9, 5, 1, 5, 0, 3, 7, 8, 9, 1, 4, 0, 5, 24, 0, 0, 1, 0, 1, 3, 0, 2, 1, 0],
            "sealed-padded": [9, 5, 0xff, 5, 0, 3, 7, 8, 9, 0x21, 5, 0, 0],
            "sealed-empty": [9, 1, 1, 5, 0, 0, 1, 5, 0, 0, 1, 4, 0, 0],
            "sealed-and-plain": [13, 1, 1, 5, 0, 1, 7, 0, 2, 0, 1, 1, 1, 5, 0, 1, 8],
            "skipped-then-sealed": [11, 1, 0, 5, 0, 2, 7, 7, 1, 5, 0, 1, 8],
            "tls12": [16, 3, 22, 3, 3, 0, 3, 1, 0, 0, 20, 3, 3, 0, 1, 1, 23, 3, 3, 0, 1, 1],
            "tls12-wrong-version": [16, 3, 22, 3, 1, 0, 3, 1, 0, 0],
            "tls12-sealed": [25, 3, 1, 5, 0, 3, 1, 2, 3, 1, 4, 0, 2, 0, 0, 1, 2, 0, 1, 1, 1, 3, 0, 2, 1, 0],
            "tls12-sealed-empty": [25, 3, 1, 5, 0, 0, 1, 4, 0, 0],
            "tls12-sealed-and-plain": [25, 3, 1, 5, 0, 1, 7, 0, 3, 0, 2, 1, 0],
        ]
    }

    private static func clientHello() throws -> [String: [UInt8]] {
        var seeds: [String: [UInt8]] = [:]
        var offers: [String: ClientOffer] = ["usual": ClientOffer()]
        var offer = ClientOffer()
        offer.serverName = "a.example"
        offer.protocols = ["h2", "http/1.1"]
        offer.recordSizeLimit = 1024
        offers["everything"] = offer
        offer.shareGroups = [.x25519, .secp256r1]
        offers["two-shares"] = offer
        offer.shareGroups = []
        offers["no-share"] = offer
        offer.versions = [.tls12]
        offers["tls12"] = offer
        offer.suites = [.TLS_CHACHA20_POLY1305_SHA256]
        offer.versions = [.tls13, .tls12]
        offers["chacha"] = offer
        for (name, offer) in offers {
            let client = try ScriptedClient(
                offer, random: [UInt8](repeating: 0x33, count: 32), privateKey: [UInt8](2...33))
            let message = client.helloMessage().bytes
            seeds["\(name)-body"] = [0, 1] + message.dropFirst(4)
            seeds["\(name)-wire"] = [6, 0] + client.plain(.handshake, message)
            seeds["\(name)-records"] = [13, 3] + message.dropFirst(4)
        }
        let old = SSL2ClientHello(
            version: .tls12, cipherSpecs: [0x01_0080, 0x00_c02b, 0x00_c02f, 0x00_00ff],
            challenge: [UInt8](repeating: 0x33, count: 32))
        let message = SSL2ClientHello.codec.encode(old)
        seeds["ssl2-wire"] = [8, 0, 0x80, UInt8(message.count)] + message
        seeds["ssl2-chosen-wire"] = [12, 6, 0x80, UInt8(message.count)] + message
        for section in try RFC8448.load() {
            for (index, step) in section.steps("client", "construct a ClientHello").enumerated() {
                seeds["rfc8448-\(section.number)-\(index)"] = [0, 1] + (try step.bytes("ClientHello")).dropFirst(4)
            }
        }
        return seeds
    }

    private static func handshakeMessages() throws -> [String: [UInt8]] {
        var seeds: [String: [UInt8]] = [:]
        let kinds: [(String, UInt8)] = [
            ("ClientHello", 0), ("ServerHello", 1), ("EncryptedExtensions", 2), ("CertificateRequest", 3),
            ("Certificate", 4), ("CertificateVerify", 5),
        ]
        for section in try RFC8448.load() {
            for step in section.steps {
                for (name, kind) in kinds where step.has(name) {
                    seeds["rfc8448-\(section.number)-\(step.actor)-\(name)"] =
                        [kind] + (try step.bytes(name)).dropFirst(4)
                }
            }
        }
        seeds["KeyUpdate"] = [6, 1]
        seeds["CompressedCertificate"] = [11, 0, 1, 0, 0, 3, 0, 0, 2, 0x78, 0xda]
        seeds["ServerName"] = [7] + ServerName.codec.encode(Array("a.example".utf8))
        let share = KeyShareEntry(group: .x25519, keyExchange: [UInt8](repeating: 9, count: 32))
        seeds["KeyShareEntry"] = [8] + KeyShareEntry.codec.encode(share)
        var retry = ServerHelloExtensions()
        retry.selectedGroup = .secp256r1
        retry.cookie = [1, 2]
        retry.supportedVersion = .tls13
        seeds["HelloRetryRequest-extensions"] = [9] + ServerHelloExtensions.retryCodec.encode(retry)
        return seeds.merging(handshakeMessages12) { $1 }
    }

    /// Messages of TLS 1.2: which one, then its body.
    private static var handshakeMessages12: [String: [UInt8]] {
        var extensions = ServerHello12Extensions()
        extensions.renegotiationInfo = []
        extensions.extendedMasterSecret = Empty()
        extensions.pointFormats = [0]
        extensions.applicationProtocol = [Array("h2".utf8)]
        extensions.signedCertificateTimestamps = [[1, 2]]
        let hello = ServerHello12(
            random: [UInt8](repeating: 2, count: 32), sessionID: [3],
            cipherSuite: .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, extensions: extensions)
        let signature = DigitallySigned(algorithm: .ed25519, signature: [4, 5])
        let curve = ServerKeyExchange(ECDHEParameters(group: .x25519, publicValue: [6])) { _ in signature }
        let field = ServerKeyExchange(DHEParameters(prime: [7], generator: [2], publicValue: [3])) { _ in signature }
        let request = CertificateRequest12(
            certificateTypes: [.ecdsaSign], signatureAlgorithms: [.ed25519], certificateAuthorities: [[0x30, 0]])
        return [
            "12-ServerHello": [12] + ServerHello12.codec.encode(hello),
            "12-Certificate": [13] + Certificate12.codec.encode(Certificate12(certificates: [[0x30, 0], [0x30]])),
            "12-CertificateStatus": [14, 1, 0, 0, 1, 0x30],
            "12-ServerKeyExchange-curve": [15] + ServerKeyExchange<ECDHEParameters>.codec.encode(curve),
            "12-ServerKeyExchange-field": [16] + ServerKeyExchange<DHEParameters>.codec.encode(field),
            "12-CertificateRequest": [17] + CertificateRequest12.codec.encode(request),
            "12-ClientKeyExchange-rsa": [18, 0, 1, 9], "12-ClientKeyExchange-dhe": [19, 0, 1, 9],
            "12-ClientKeyExchange-ecdhe": [20, 1, 9], "12-NewSessionTicket": [21, 0, 0, 1, 0, 0, 2, 8, 8],
            "12-status-request": [22, 1, 0, 3, 0, 1, 7, 0, 0],
        ]
    }

    /// Steps of `FuzzClientFlight`: 1 Certificate, 2 CertificateVerify, 3 Finished, 4 data, 5 KeyUpdate, 6
    /// change_cipher_spec, 7 handshake bytes, 8 the server's data, 9 the server's key update or close.
    private static var clientFlight: [String: [UInt8]] {
        [
            "finished": [0, 3], "finished-and-data": [0, 3, 4, 3, 1, 2, 3, 8, 2, 5, 6],
            "wrong-finished": [0, 0x17, 4, 1, 1], "certificate": [1, 1, 2, 3, 4, 1, 1],
            "no-certificate": [1, 0x15, 3, 4, 1, 1], "wrong-verify": [1, 1, 0x16, 3],
            "no-verify": [1, 1, 3], "key-updates": [2, 3, 5, 0x19, 4, 1, 7, 9, 4, 1, 8, 8, 1, 1],
            "retry": [8, 6, 3, 4, 1, 1], "retry-with-certificate": [9, 6, 1, 2, 3],
            "close": [0, 3, 0x13, 4, 1, 1, 5], "data-first": [0, 4, 1, 1, 3],
            "compressed-certificate": [3, 0x29, 2, 3, 4, 1, 1], "compressed-unasked": [1, 0x29, 2, 3],
            "no-certificate-compressed": [3, 0x33, 3], "any-record": [4, 0, 1, 2, 1, 0, 3],
            "any-handshake": [1, 7, 5, 11, 0, 0, 1, 0, 3],
            "many-updates": [0, 3] + [UInt8](repeating: 5, count: 34),
        ]
    }

    /// Switches (1: deflate what follows, 2: add to its length, 4: change a bit, 8: a length 256 times as long, 16: another
    /// algorithm), a length, and a stream or what goes into one.
    private static var compressedCertificate: [String: [UInt8]] {
        let certificate: [UInt8] = [0, 0, 0, 8, 0, 0, 3, 0x30, 1, 0, 0, 0]
        let stream: [UInt8] = [0x78, 0x9c, 0x4b, 0x4c, 0x4a, 6, 0, 2, 0x4d, 1, 0x27]
        return [
            "right": [1, 0, 0] + certificate, "stream": [0, 0, 3] + stream, "too-short": [3, 0, 1] + certificate,
            "too-long": [0, 0, 2] + stream, "changed": [5, 0, 3] + certificate,
            "above-the-limit": [0, 0x20, 1] + stream,
            "large": [8, 0xff, 0xff] + stream, "other-algorithm": [17, 0, 0] + certificate, "empty": [0, 0, 3],
            "trailing": [0, 0, 3] + stream + [0], "cut": [0, 0, 3] + stream.dropLast(),
            "dictionary": [0, 0, 3, 0x78, 0xf9, 2, 0x4d, 1, 0x27, 0x4b, 0x4c, 0x4a, 6, 0, 2, 0x4d, 1, 0x27],
            "zeros": [1, 0, 0] + [UInt8](repeating: 0, count: 600),
        ]
    }

    private static var serverFlight: [String: [UInt8]] {
        [
            "finished": [0, 1, 2, 4, 5, 6], "finished-and-data": [0, 1, 2, 4, 5, 6, 7, 3, 1, 2, 3, 9, 7, 1, 1],
            "request": [1, 1, 2, 3, 4, 5, 6], "request-without-certificate": [2, 1, 2, 3, 4, 5, 6],
            "wrong-verify": [0, 1, 2, 4, 16, 6], "wrong-finished": [0, 1, 2, 4, 5, 17], "no-verify": [0, 1, 2, 4, 6],
            "no-certificate": [0, 1, 2, 26, 5, 6], "refused": [4, 1, 2, 4, 5, 6, 7, 1, 1],
            "retry": [3, 21, 1, 2, 4, 5, 6],
            "two-retries": [0, 21, 21, 1], "close": [0, 1, 2, 10, 4], "data-first": [0, 1, 7, 1, 1],
            "any-handshake": [0, 1, 8, 5, 8, 0, 0, 1, 0, 4], "ticket": [0, 1, 2, 4, 5, 6, 8, 4, 4, 0, 0, 0],
            "compressed": [2, 1, 2, 0x25, 5, 6, 7, 1, 1], "compressed-unasked": [0, 1, 2, 0x25, 5, 6],
            "no-certificate-compressed": [2, 1, 2, 0x30, 5, 6],
            "many-updates": [0, 1, 2, 4, 5, 6] + [UInt8](repeating: 9, count: 34),
        ]
    }
}
