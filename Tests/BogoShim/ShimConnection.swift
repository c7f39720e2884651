import TLSCertificates
import TLSMessages
import TLSProvider

/// The server has refused early data: the test goes on under other options.
struct EarlyDataRefused: Error {}

/// One connection: the session between its bytes, with the application's answers.
final class ShimConnection {
    let setup: ConnectionSetup
    let retried: ShimOptions
    let wire: Wire
    let isResumption: Bool
    let session: any TLSSession
    var options: ShimOptions
    /// Data that was received and not yet read.
    private var data: [UInt8] = []
    private var buffer: [UInt8] = []
    /// How much of the buffer the session has been shown.
    private var shown = 0
    private var isOver = false
    private var isEarlyDataRefused = false
    /// What is sent once the handshake is complete goes out with data of ours: key updates that were asked for.
    private var isQuiet = false
    /// BoringSSL's name for why the application refused.
    private var refusal: String?

    init(_ setup: ConnectionSetup, retried: ShimOptions, wire: Wire, isResumption: Bool) {
        self.setup = setup
        self.retried = retried
        self.wire = wire
        self.isResumption = isResumption
        options = setup.options
        session = setup.makeSession()
    }

    /// Runs the test's connection; whatever fails, its alert is sent.
    func run() async throws {
        do {
            try await flush()
            try await carryOut()
        } catch {
            try? await flush()
            if let refusal { throw ShimFailure.failed(":\(refusal): \(error)") }
            throw error
        }
    }

    // MARK: The session between its bytes

    /// Sends what waits.
    func flush() async throws {
        try await wire.write(session.takeOutgoing())
    }

    /// Goes on until application data can be sent.
    func handshake() async throws {
        while !session.canSeal, session.earlyDataRoom == 0 { try await advance() }
        try await flush()
    }

    /// Data, at most so much; nil at the end of the peer's direction.
    func read(upTo count: Int) async throws -> [UInt8]? {
        while data.isEmpty {
            if session.isReadClosed || isOver { return nil }
            try await advance()
        }
        defer { data.removeFirst(min(count, data.count)) }
        return Array(data.prefix(count))
    }

    /// Sends data: early, where there is room for it, or else once the handshake is complete.
    func write(_ bytes: [UInt8]) async throws {
        var rest = bytes
        while !rest.isEmpty {
            if session.canSeal { return try await wire.write(session.seal(rest)) }
            if session.earlyDataRoom > 0 {
                let early = try session.sealEarlyData(rest)
                try await wire.write(early.sealed)
                rest.removeFirst(early.taken)
            } else {
                try await advance()
            }
        }
    }

    /// Waits for the peer's end of its direction, after ours.
    func awaitClose() async throws {
        while !session.isReadClosed, !isOver {
            try await advance()
            // Nobody is there any more to read it.
            guard data.isEmpty else { throw ShimFailure.failed(":APPLICATION_DATA_ON_SHUTDOWN:") }
        }
    }

    /// Takes a record, or what more of it there is.
    func advance() async throws {
        session.setTime(setup.shared.now)
        if shown > 0, try receive() {
            return try await answerEvents()
        }
        if shown < buffer.count {
            shown = setup.options.isAsync ? shown + 1 : buffer.count
        } else if let more = try await waitForBytes() {
            buffer += more
        } else {
            try end()
        }
    }

    private func waitForBytes() async throws -> [UInt8]? {
        if !isQuiet { try await flush() }
        isQuiet = session.isEstablished
        return try await wire.read()
    }

    /// Whether a record was taken.
    private func receive() throws -> Bool {
        var bytes = exchange(&buffer, with: [])
        defer { buffer = bytes }
        var span = bytes.mutableSpan
        var visible = span._mutatingExtracting(0..<shown)
        let received = try session.receive(&visible)
        guard received.consumed > 0 else { return false }
        data += bytes[received.applicationData]
        bytes.removeFirst(received.consumed)
        shown -= received.consumed
        return true
    }

    private func end() throws {
        isOver = true
        do {
            try session.receiveEndOfTransport()
        } catch {
            // The suite ends connections so; only the tests of closure expect better.
            guard session.negotiated != nil, error.code == .truncated, !options.checksCloseNotify else { throw error }
        }
    }

    // MARK: The application's answers

    private func answerEvents() async throws {
        while let event = session.nextEvent() {
            switch event {
            case .clientHello(let hello): try session.resume(with: try decide(hello))
            case .peerCertificates(let chain): try session.resume(with: try judge(chain))
            case .handshakeCompleted(let parameters): try checkProperties(parameters)
            case .earlyData(let isAccepted): try answerEarlyData(isAccepted)
            case .closeNotify, .keysUpdated, .keysExhausted, .warning: break
            }
        }
        guard isEarlyDataRefused else { return }
        isEarlyDataRefused = false
        throw EarlyDataRefused()
    }

    private func answerEarlyData(_ isAccepted: Bool) throws {
        // Where nothing is said of it, what was agreed is looked at in the end.
        guard !options.isServer, !isAccepted, options.expected.rejectsEarlyData else { return }
        options = retried
        isEarlyDataRefused = true
    }

    private func decide(_ hello: ClientHelloInfo) throws -> ClientHelloDecision {
        if let expected = options.expected.serverName, hello.serverName != expected {
            throw ShimFailure.failed("the hello asks for \(hello.serverName ?? "no name")")
        }
        if let expected = options.expected.advertisedProtocols {
            let offered = hello.applicationProtocols.flatMap { [UInt8(truncatingIfNeeded: $0.utf8.count)] + $0.utf8 }
            guard offered == expected else { throw ShimFailure.failed("other protocols are offered than expected") }
        }
        let preferences = options.expected.peerVerifyPreferences
        guard preferences.isEmpty || hello.signatureSchemes == ConnectionSetup.schemes(preferences) else {
            throw ShimFailure.failed("other signature schemes are offered than expected")
        }
        if options.failsDDoSCallback { return refuse(.internalError, "CONNECTION_REJECTED") }
        if options.failsEarlyCallback { return refuse(.handshakeFailure, "CONNECTION_REJECTED") }
        if options.usesStapleCallback, options.failsStaple { return refuse(.internalError, "OCSP_CB_ERROR") }
        if options.failsCertificateCallback { return refuse(.internalError, "CERT_CB_ERROR") }
        let isOlder = !hello.supportedVersions.contains(.tls13) || options.excludesTLS13
        if isOlder, !hello.extensionTypes.contains(ExtensionType.sessionTicket.rawValue),
            let context = setup.storingContext
        {
            return .use(context)
        }
        return setup.chosenContext.map { .use($0) } ?? .proceed
    }

    private func refuse(_ alert: AlertDescription, _ name: String) -> ClientHelloDecision {
        refusal = name
        return .refuse(alert)
    }

    private func judge(_ chain: [X509Certificate]) throws -> PeerVerdict {
        if options.expected.staple != nil, session.peerStatements?.ocspResponse == nil {
            throw ShimFailure.failed("no OCSP response is there to judge by")
        }
        if !options.isServer, options.usesStapleCallback, options.failsStaple {
            refusal = "OCSP_CB_ERROR"
            return .reject(.badCertificateStatusResponse, reason: "the test says so")
        }
        let isAsked = options.usesCustomVerification || options.requestsCertificate || options.requiresCertificate
        // A resumed session is judged again only where the test wants that.
        let isResumed = isResumption && !options.expected.sessionMiss
        guard !chain.isEmpty, options.failsVerification, isAsked, !isResumed || options.verifiesOnResumption else {
            return .accept
        }
        return .reject(
            options.usesCustomVerification ? .certificateUnknown : .handshakeFailure, reason: "the test says so")
    }
}
