import NIOCore
import TLSMessages
import TLSProvider
import TestSupport
import Testing

@Suite("Bad input: the right alert or close, and the server lives")
struct BadInputTests {
    /// A fatal alert in a record of its own.
    private static func alert(_ description: AlertDescription) -> [UInt8] {
        [21, 3, 3, 0, 2, 2, description.rawValue]
    }

    /// What is no hello of ours, and the alert it gets.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let alert: AlertDescription
        let platform: PlatformAnswer

        init(
            _ name: String, _ bytes: [UInt8], _ alert: AlertDescription, platform: PlatformAnswer = .same
        ) {
            testDescription = name
            self.bytes = bytes
            self.alert = alert
            self.platform = platform
        }
    }

    /// How the system's libssl answers where it differs from us.
    enum PlatformAnswer: Sendable {
        case same
        /// Another alert, or one in a record of the version the client has named.
        case alert(AlertDescription, recordVersion: UInt8 = 3)
        /// It waits for more, and at the handshake's deadline sends these alerts, none of them fatal.
        case waits([AlertDescription])
    }

    static let cases = [
        Case("HTTP: RFC 9846 §5", Array("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8), .unexpectedMessage),
        Case("HTTP/2 in the clear", Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8), .unexpectedMessage),
        Case("SSH", Array("SSH-2.0-OpenSSH_9.2\r\n".utf8), .unexpectedMessage),
        Case("zeros", [UInt8](repeating: 0, count: 64), .unexpectedMessage),
        Case(
            "an SSL 2 hello: RFC 9846 §E.5",
            [0x80, 0x2e, 1, 0, 2, 0, 21, 0, 0, 0, 16] + [UInt8](repeating: 7, count: 37), .protocolVersion),
        Case(
            "a hello of SSL 3", RecordedHello.ofOldVersion(0), .protocolVersion,
            platform: .alert(.handshakeFailure, recordVersion: 0)),
        Case(
            "a hello of TLS 1.0: RFC 9846 §E.2", RecordedHello.ofOldVersion(1), .protocolVersion,
            platform: .alert(.protocolVersion, recordVersion: 1)),
        Case(
            "a hello of TLS 1.1", RecordedHello.ofOldVersion(2), .protocolVersion,
            platform: .alert(.protocolVersion, recordVersion: 2)),
        Case("a hello of TLS 1.2", RecordedHello.ofTLS12, .protocolVersion),
        Case("application data first", [23, 3, 3, 0, 1, 0], .unexpectedMessage),
        Case("change_cipher_spec first: RFC 9846 §5", [20, 3, 3, 0, 1, 1], .unexpectedMessage),
        Case(
            "an empty handshake record: RFC 9846 §5.1", [22, 3, 3, 0, 0], .unexpectedMessage,
            platform: .waits([.userCanceled, .closeNotify])),
        Case("a record one byte too long: RFC 9846 §5.1", [22, 3, 1, 0x40, 1], .recordOverflow),
        Case("a record of 65535 bytes", [22, 3, 1, 0xff, 0xff], .recordOverflow),
        Case("a hello that claims 16 MiB", [22, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff], .illegalParameter),
        Case(
            "a hello that claims a byte too much", [22, 3, 1, 0, 4, 1, 1, 0, 1], .illegalParameter,
            platform: .waits([.userCanceled, .closeNotify])),
        Case("another message first: RFC 9846 §4", [22, 3, 1, 0, 4, 20, 0, 0, 0], .unexpectedMessage),
        Case("a hello without a body: RFC 9846 §4.2.2", [22, 3, 1, 0, 4, 1, 0, 0, 0], .decodeError),
        Case(
            "a malformed alert: RFC 9846 §6", [21, 3, 3, 0, 3, 2, 40, 0], .decodeError,
            platform: .alert(.unexpectedMessage)),
        Case("a hello with a byte too much", RecordedHello.withTrailingByte, .decodeError),
    ]

    @Test("The alert, byte for byte, and the end", arguments: ServerKind.allCases, cases)
    func alerts(_ kind: ServerKind, _ input: Case) async throws {
        var (expected, alert): ([UInt8], AlertDescription?) = (Self.alert(input.alert), input.alert)
        var setup = ServerSetup()
        if kind.usesPlatform {
            switch input.platform {
            case .same: break
            case .alert(let other, let version): (expected, alert) = ([21, 3, version, 0, 2, 2, other.rawValue], other)
            case .waits(let warnings):
                setup.handshakeTimeout = 1
                (expected, alert) = (warnings.flatMap { [21, 3, 3, 0, 2, 1, $0.rawValue] }, nil)
            }
        }
        try await kind.with(setup) { server in
            let answer = try await RawClient.exchange(input.bytes, with: server.port)
            #expect(answer.bytes == expected)
            #expect(!answer.isReset)
            let view = try await server.connection()
            #expect(view.error?.alert == alert)
            #expect(view.negotiated == nil)
        }
    }

    @Test("A hello in records of one byte, or of seven, is a hello", arguments: [1, 7, 100])
    func fragments(_ size: Int) async throws {
        try await ServerKind.sslServer.with(ServerSetup()) { server in
            let client = try await RawClient.connect(to: server.port)
            await client.send(RecordedHello.fragmented(size))
            let answer = try await client.received.wait(for: "a ServerHello") { $0.bytes.count > 5 }
            #expect(answer.bytes.starts(with: [22, 3, 3]))
            #expect(answer.bytes[5] == HandshakeType.serverHello.rawValue)
            await client.close()
            #expect(try await server.connection().error?.code == .truncated)
        }
    }

    @Test("Nothing is said before a record's header is there, and a client that leaves is forgotten", arguments: 0..<5)
    func silence(_ count: Int) async throws {
        try await ServerKind.sslServer.with(ServerSetup()) { server in
            let answer = try await RawClient.exchange(
                Array(RecordedHello.record.prefix(count)), with: server.port, finishing: true)
            #expect(answer.bytes == [])
        }
    }

    @Test("An old client of OpenSSL is told protocol_version", arguments: ["-tls1", "-tls1_1", "-tls1_2"])
    func oldClients(_ version: String) async throws {
        try Client.openssl.require()
        try await ServerKind.sslServer.with(ServerSetup()) { server in
            let result = try await Turnstile.programs.pass {
                try await RunningProgram.run(
                    try #require(Client.openssl.command),
                    ["s_client", "-connect", "127.0.0.1:\(server.port)", version, "-cipher", "ALL@SECLEVEL=0"])
            }
            #expect(Spellings.alert(in: result.transcript) == .protocolVersion, "\(result.transcript)")
            #expect(try await server.connection().error?.alert == .protocolVersion)
        }
    }

    @Test("A client that stops half-way is let go at the deadline", arguments: [0, 1, 5, 6, 100, 197])
    func deadline(_ count: Int) async throws {
        var setup = ServerSetup()
        setup.handshakeTimeout = 1
        try await ServerKind.sslServer.with(setup) { server in
            let client = try await RawClient.connect(to: server.port)
            await client.send(Array(RecordedHello.record.prefix(count)))
            let answer = try await client.end()
            #expect((count < RecordedHello.record.count) == answer.bytes.isEmpty)
            let view = try await server.connection()
            #expect(view.error?.code == .handshakeTimeout)
            #expect(view.statusCode == 10060)
        }
    }

    @Test("The deadline is for the whole handshake: clients that send a byte now and then are let go too")
    func slowClients() async throws {
        var setup = ServerSetup()
        setup.handshakeTimeout = 1
        try await ServerKind.sslServer.with(setup) { server in
            let port = server.port
            try await withThrowingTaskGroup(of: RawClient.Received.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        let client = try await RawClient.connect(to: port)
                        client.drip(RecordedHello.record, every: .milliseconds(100))
                        return try await client.end()
                    }
                }
                for try await answer in group { #expect(answer.bytes.isEmpty) }
            }
            let views = try await server.views.wait(for: "all connections to end") { views in
                views.count == 100 && views.allSatisfy(\.isOver)
            }
            #expect(views.allSatisfy { $0.error?.code == .handshakeTimeout })
            let left = try OpenSockets.accepted(on: port)
            #expect(left == 0)
        }
    }
}
