import Glibc
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOFileSystem
import SSLServer
import SystemPackage
import TLSCertificates
import TLSKeyStores

/// One run of `sslserver connect`.
final class ConnectRun: Sendable {
    private let command: ConnectCommand
    private let client = SSLClient(logger: .ofCommand(.critical))
    /// What the server has presented, and what is thought of it.
    private let server = NIOLockedValueBox(PresentedServer())
    /// How the connection ended; nil: well.
    private let ends: AsyncStream<SSLError?>
    private let ended: AsyncStream<SSLError?>.Continuation

    /// Seconds the server may leave what we send untaken.
    private static let sendTimeout = 300

    init(_ command: ConnectCommand) {
        self.command = command
        (ends, ended) = AsyncStream.makeStream()
    }

    func run() async throws(CommandFailure) {
        // A reader of our output that has gone away is an error of the write.
        signal(SIGPIPE, SIG_IGN)
        try await setUp()
        let session = command.sessionFile.map(SessionFile.init)
        let early = try await earlyData()
        try await session?.load(into: client)
        var isEarlyDataTaken = false
        do throws(SSLError) {
            isEarlyDataTaken = try await connect(early)
        } catch {
            report(early, isTaken: false)
            throw failure(error)
        }
        report(early, isTaken: isEarlyDataTaken)
        let ending = await talk(isEarlyDataTaken ? nil : early)
        try await session?.save(from: client)
        if let ending { throw CommandFailure("the connection did not end well: \(ending.description.printable)") }
    }

    /// - Returns: whether the server took the early data.
    private func connect(_ early: [UInt8]?) async throws(SSLError) -> Bool {
        guard let early else {
            try await client.connect()
            return false
        }
        return try await client.connect(earlyData: early)
    }

    /// Talks until the connection ends.
    ///
    /// - Parameter first: what goes ahead of standard input.
    /// - Returns: how it ended; nil: well.
    private func talk(_ first: [UInt8]?) async -> SSLError? {
        let sending = Task { await sendInput(first) }
        var iterator = ends.makeAsyncIterator()
        let end = await iterator.next() ?? nil
        sending.cancel()
        return end
    }

    /// The most that any server takes.
    private static let mostEarlyData = ByteCount.mebibytes(4)

    private func earlyData() async throws(CommandFailure) -> [UInt8]? {
        guard let path = command.earlyData else { return nil }
        do {
            let bytes = try await ByteBuffer(contentsOf: FilePath(path), maximumSizeAllowed: Self.mostEarlyData)
            return Array(bytes.readableBytesView)
        } catch {
            let reason = (error as? FileSystemError)?.message ?? "\(error)"
            throw CommandFailure("--early-data \(path.loggable) cannot be read: \(reason.printable)")
        }
    }

    // MARK: Setting up

    private func setUp() async throws(CommandFailure) {
        let identity = try command.cert.map { certificate throws(CommandFailure) in
            try CredentialFiles.identities(certificates: [certificate], keys: command.key.map { [$0] } ?? [])
        }?.first
        do {
            try client.configure { configuration throws(SSLError) in
                configuration.remoteHost = command.place.host
                configuration.remotePort = command.place.port
                configuration.reuseSSLSession = command.sessionFile != nil
                configuration.sslProvider = command.provider.value
                configuration.pinnedKeys = Set(command.pin.map(\.pin))
                let authorities = AuthorityFiles(command.authorities)
                configuration.authorityFiles = authorities.files
                configuration.trustsSystemAuthorities = authorities.files.isEmpty || authorities.includesSystem
                configuration.revocationListFiles = command.revocationLists
                configuration.sslAcceptAnyServerCert = command.insecure
                configuration.applicationProtocols = command.alpn
                configuration.serverName = command.sni.map { $0 == "none" ? "" : $0 }
                configuration.sslKeyLogFile = command.keyLog ?? ""
                configuration.timeout = Self.sendTimeout
                configuration.writeTimeout = Self.sendTimeout
                configuration.tcpNoDelay = true
                if let identity { configuration.sslCert = Certificate(identity: identity) }
            }
        } catch {
            throw CommandFailure(error.description.printable)
        }
        attach()
        try await Settings.apply(command.config, of: "SSLClient") { [client] setting throws(SSLError) in
            try await client.config(setting)
        }
    }

    private func attach() {
        client.onSSLServerAuthentication = { [server] event in
            server.withLockedValue {
                $0 = PresentedServer(chain: event.chain, path: event.path, failure: event.failure)
            }
        }
        client.onDataIn = { event in try StandardStreams.write(event.buffer) }
        client.onDisconnected = { [ended] event in ended.yield(event.error) }
        if client.configuration.logSSLPackets || command.config.contains(where: { $0.lowercased().hasPrefix("logssl") })
        {
            client.onSSLStatus = { event in StandardStreams.tell([event.message.printable]) }
        }
    }

    // MARK: Talking

    private func sendInput(_ first: [UInt8]?) async {
        let input = StandardInput()
        do throws(SSLError) {
            if let first { try await client.send(first) }
            while let bytes = await input.next() { try await client.send(bytes) }
            if !command.keepOpen { try await client.finishSending() }
        } catch {
            // The connection has ended; how, its own event tells.
        }
    }

    // MARK: Telling

    private func report(_ early: [UInt8]?, isTaken: Bool) {
        let report = ConnectReport(
            place: command.place, address: client.remoteAddress, provider: client.providerName,
            isInsecure: command.insecure, server: server.withLockedValue { $0 }, negotiated: client.negotiated,
            earlyData: early.map { EarlyDataReport(count: $0.count, isTaken: isTaken) },
            connectTime: client.connectTime, handshakeTime: client.handshakeTime)
        StandardStreams.tell(command.json ? [String(report.json.text.dropLast())] : report.textLines)
    }

    /// Says what kept the connection from being made, and what to do.
    private func failure(_ error: SSLError) -> CommandFailure {
        let place = command.place
        let presented = server.withLockedValue { $0 }
        let pin = presented.chain.first.flatMap { try? PublicKeyPin(of: $0) }
        return switch error.code {
        case .cannotVerifyChain where pin != nil, .certificateRefused where presented.failure != nil:
            CommandFailure(
                Self.problem(presented.failure),
                advice: "If it is the server you mean, trust its key: --pin \(pin?.description ?? "")")
        case .certificateRefused where pin != nil:
            CommandFailure(
                "the server's key is not the one that is pinned, so the connection is refused",
                advice:
                    "Somebody else may have answered. If the server has a new key, it is: --pin \(pin?.description ?? "")"
            )
        case .cannotOpenCertificateStore:
            CommandFailure(
                error.description.printable,
                advice: "--ca takes files of certificates, --crl files of revocation lists.")
        case .connectionRefused:
            CommandFailure("nobody listens on port \(place.port) of \(place.host.loggable)")
        case .hostNotFound:
            CommandFailure(
                "\(place.host.loggable) has no address", advice: "Look for a slip in the name, or give an address.")
        case .timedOut:
            CommandFailure("\(place.text.loggable) did not answer in time: \(error.detail.printable)")
        default: CommandFailure("no connection to \(place.text.loggable): \(error.description.printable)")
        }
    }
    /// What speaks against the server, and which of its certificates.
    private static func problem(_ failure: PathFailure?) -> String {
        guard let failure, failure.code != .unknownAuthority else {
            return "nothing vouches for the server's certificate, so the connection is refused"
        }
        return "the server is not to be trusted, so the connection is refused: \(failure.description.printable)"
    }
}

/// What a server has presented, and what is thought of it.
struct PresentedServer: Sendable {
    /// The chain that it sent.
    var chain: [X509Certificate] = []
    /// The path to an authority.
    var path: VerifiedPath?
    /// Why there is none.
    var failure: PathFailure?
}
