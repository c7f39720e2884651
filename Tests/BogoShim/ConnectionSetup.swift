import InternalProvider
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSWire

/// What the connections of a test share.
final class SharedState: Sendable {
    private struct Contents: Sendable {
        var session: TLSResumableSession?
        var clockOffset: Int64 = 0
    }

    private let contents = Lock(Contents())
    private let start = WallClock.milliseconds
    let ticketKeys = TLSTicketKeys()
    let replayFilter = TLSReplayFilter()
    let store = ObservedStore()

    /// The client's newest session.
    var session: TLSResumableSession? {
        get { contents.withLock { $0.session } }
        set { contents.withLock { $0.session = newValue } }
    }

    /// How far the test has put the clock forward, in milliseconds.
    var clockOffset: Int64 {
        get { contents.withLock { $0.clockOffset } }
        set { contents.withLock { $0.clockOffset = newValue } }
    }

    /// More than half of a ticket's life, in milliseconds.
    let halfLife: Int64 = 20_000_000

    /// The clock stands still but for what the test puts it forward, so that ages are exact.
    var now: UnixTime { UnixTime(milliseconds: start + clockOffset) }
}

/// Sessions in memory, which are told apart from those in tickets.
final class ObservedStore: TLSSessionStore {
    private let sessions = TLSMemorySessionStore()
    private let uses = Lock(0)

    /// How many sessions were kept.
    var count: Int { uses.withLock { $0 } }

    func store(_ session: [UInt8], under identifier: [UInt8], until end: UnixTime) {
        uses.withLock { $0 += 1 }
        sessions.store(session, under: identifier, until: end)
    }

    func take(_ identifier: [UInt8]) -> [UInt8]? { sessions.take(identifier) }
}

/// What is seen while a connection runs, by callbacks.
final class Observations: Sendable {
    struct Contents: Sendable {
        /// The credential that signed; -1 is the one without a number.
        var credential: Int?
        var sessions: [TLSResumableSession] = []
        var secrets: [String: [UInt8]] = [:]
        var messages = ""
    }

    let contents = Lock(Contents())
}

/// A configuration was refused that has no version.
struct NoVersionEnabled: Error {}

/// The options of one connection in the terms of our configuration.
struct ConnectionSetup: Sendable {
    let options: ShimOptions
    let shared: SharedState
    let observations = Observations()
    private let makeSessionNow: @Sendable (UnixTime) -> any TLSSession
    /// What goes on with a client that takes no tickets: its sessions are kept, under identifiers.
    let storingContext: (any TLSServerContext)?
    /// What goes on with a client's hello, where the certificate is installed only then.
    let chosenContext: (any TLSServerContext)?

    init(_ options: ShimOptions, _ shared: SharedState, isResumption: Bool) throws {
        do {
            try self.init(checked: options, shared, isResumption: isResumption)
        } catch let error as TLSError where options.excludesAll && error.code == .invalidConfiguration {
            throw NoVersionEnabled()
        }
    }

    private init(checked options: ShimOptions, _ shared: SharedState, isResumption: Bool) throws {
        self.options = options
        self.shared = shared
        if options.isServer {
            let provider = try Self.provider(options, observations)
            let configuration = try ServerSetup.configuration(options, shared, observations)
            let context = try provider.makeServerContext(configuration)
            var storing = configuration
            storing.sessionStore = shared.store
            storingContext = try provider.makeServerContext(storing)
            chosenContext = options.usesEarlyCallback ? context : nil
            let bare = options.usesEarlyCallback ? try InternalProvider().makeServerContext(configuration) : context
            makeSessionNow = { bare.makeSession(at: $0) }
        } else {
            let provider = try Self.provider(options, observations)
            let configuration = try ClientSetup.configuration(options, shared, observations, isResumption: isResumption)
            let context = try provider.makeClientContext(configuration)
            chosenContext = nil
            storingContext = nil
            makeSessionNow = { context.makeSession(at: $0) }
        }
    }

    func makeSession() -> any TLSSession { makeSessionNow(shared.now) }

    /// Our provider, with credentials that choose their schemes and say that they were used.
    private static func provider(_ options: ShimOptions, _ observations: Observations) throws -> InternalProvider {
        let all = try ShimCredential.load(options).map {
            try $0.credential(observations, options)
        }
        var client = ClientAdjustments()
        client.settings = { $0.presenting(all) }
        // The suite counts what is offered.
        client.options = {
            $0.offersReservedValues = false
            $0.isFallback = options.isFallback
        }
        return InternalProvider(
            randomness: SystemHandshakeRandomness(),
            // BoringSSL always takes the group that it likes best.
            adjustingOptions: { $0.retriesForBetterGroup = true },
            adjustingSettings: { $0.presenting(all) }, adjustingClient: client)
    }

    /// The versions that the flags leave, of those we speak or are to speak.
    static func versions(_ options: ShimOptions) throws(ShimFailure) -> [ProtocolVersion] {
        let all: [(ProtocolVersion, isExcluded: Bool)] = [
            (.tls13, options.excludesTLS13), (.tls12, options.excludesTLS12),
        ]
        let highest = options.maximumVersion == 0 ? Int.max : options.maximumVersion
        let versions = all.filter { version, isExcluded in
            !isExcluded && (options.minimumVersion...highest).contains(Int(version.rawValue))
        }
        guard !versions.isEmpty || options.excludesAll else { throw .unimplemented("a version below TLS 1.2") }
        // What is verified may leave one version only.
        let numbers = options.verifyPreferences
        return versions.map(\.0).filter { $0 != .tls13 || numbers.isEmpty || !schemes13(options).isEmpty }
    }

    /// Where there are none, TLS 1.3 is not spoken.
    static func schemes13(_ options: ShimOptions) -> [SignatureScheme] {
        let wanted = options.verifyPreferences.isEmpty ? verified : schemes(options.verifyPreferences)
        // Our servers may verify what only certificates are signed with.
        return wanted.filter {
            SignatureSchemeTable.row(of: $0).map { options.isServer || $0.signsHandshake13 } ?? false
        }
    }

    /// What BoringSSL verifies where it is told nothing.
    private static let verified: [SignatureScheme] = [
        .ecdsaSecp256r1SHA256, .rsaPSSRSAESHA256, .rsaPKCS1SHA256, .ecdsaSecp384r1SHA384, .rsaPSSRSAESHA384,
        .rsaPKCS1SHA384, .rsaPSSRSAESHA512, .rsaPKCS1SHA512, .rsaPKCS1SHA1,
    ]

    static func groups(_ options: ShimOptions) -> [NamedGroup]? {
        options.groups.isEmpty ? nil : groups(options.groups)
    }

    static func groups(_ numbers: [Int]) -> [NamedGroup] {
        numbers.map { NamedGroup(rawValue: UInt16(truncatingIfNeeded: $0)) }
    }

    static func schemes12(_ options: ShimOptions) -> [SignatureScheme] {
        options.verifyPreferences.isEmpty ? verified : schemes(options.verifyPreferences)
    }

    static func schemes(_ numbers: [Int]) -> [SignatureScheme] {
        numbers.map { SignatureScheme(rawValue: UInt16(truncatingIfNeeded: $0)) }
    }
}

/// A chain with its key as a test gives it.
struct ShimCredential: Sendable {
    let number: Int
    let identity: TLSIdentity
    let options: CredentialOptions

    /// Those with a number first, as they come first.
    static func load(_ options: ShimOptions) throws -> [ShimCredential] {
        var loaded: [ShimCredential] = []
        for (number, credential) in options.credentials.enumerated() {
            if let one = try load(credential, number) { loaded.append(one) }
        }
        if let own = try load(options.ownCredential, -1) { loaded.append(own) }
        return loaded
    }

    private static func load(_ options: CredentialOptions, _ number: Int) throws -> ShimCredential? {
        guard let certificates = options.certificateFile, let key = options.keyFile else { return nil }
        let identity = try TLSIdentity(
            certificateChain: try X509Certificate.certificates(file: certificates),
            privateKey: try PrivateKey.privateKey(file: key))
        return ShimCredential(number: number, identity: identity, options: options)
    }

    func credential(_ observations: Observations, _ connection: ShimOptions) throws -> Credential {
        let isNamed = !connection.answersNoName
        let chain = identity.certificateChain
        let key = ObservedKey(identity.privateKey, number, observations)
        // Its credentials are for every name.
        return Credential(
            certificates: chain.map(\.derBytes), key: SignatureSchemeRow.Key(identity.privateKey.keyType),
            signer: key, matchesName: { _ in isNamed },
            issuers: chain.map(\.issuer.derBytes), isBoundToIssuers: options.isBoundToIssuers,
            uses: chain.first.map(CertificateUse.init) ?? .any,
            keyExchanger: key,
            schemes: options.signingPreferences.isEmpty
                ? SignatureScheme.allDefault + [.ecdsaSHA1, .rsaPKCS1SHA1]
                : ConnectionSetup.schemes(options.signingPreferences),
            statements: CertificateStatements(
                ocspResponse: connection.declinesStaple ? nil : options.staple,
                timestamps: try options.timestamps.map(Self.timestamps) ?? []))
    }
}

extension ShimCredential {
    /// The timestamps of a list as it stands on the wire. RFC 6962 §3.3.
    static func timestamps(_ wire: [UInt8]) throws(ShimFailure) -> [[UInt8]] {
        do {
            var extensions = try CertificateEntryExtensions.codec.decode(
                RawExtension.list.encode([RawExtension(type: .signedCertificateTimestamp, body: wire)]), "timestamps")
            return exchange(&extensions.signedCertificateTimestamps, with: nil) ?? []
        } catch {
            throw .failed(":INVALID_SCT_LIST: \(error)")
        }
    }
}

/// A key that says when it is used.
private struct ObservedKey: HandshakeSigner, StaticKeyExchange {
    private let key: PrivateKey
    private let number: Int
    private let observations: Observations

    init(_ key: PrivateKey, _ number: Int, _ observations: Observations) {
        self.key = key
        self.number = number
        self.observations = observations
    }

    func sign(_ algorithm: SignatureAlgorithm, _ message: RawSpan) throws(CryptoError) -> [UInt8] {
        observations.contents.withLock { $0.credential = number }
        return try key.sign(algorithm, message)
    }

    func premasterSecret(encrypted: RawSpan, clientVersion: UInt16) throws(KeyAgreementError) -> Secret {
        observations.contents.withLock { $0.credential = number }
        return try key.premasterSecret(encrypted: encrypted, clientVersion: clientVersion)
    }

    func sharedSecret(peerShare: RawSpan) throws(KeyAgreementError) -> Secret {
        observations.contents.withLock { $0.credential = number }
        return try key.sharedSecret(peerShare: peerShare)
    }
}
