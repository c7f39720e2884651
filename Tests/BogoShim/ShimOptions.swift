/// What the flags ask of one connection.
struct ShimOptions: Sendable {
    // The transport.
    var port = 0
    var isIPv6 = false
    var shimID: UInt64 = 0
    var resumeCount = 0
    var isHandshakerQuestion = false
    /// Bytes are given to the session one at a time.
    var isAsync = false
    var resumptionDelay = 0

    // What is offered and taken.
    var isServer = false
    var minimumVersion = 0
    var maximumVersion = 0
    var excludesTLS13 = false
    var excludesTLS12 = false
    /// Nothing older is left either.
    var excludesTLS11 = false
    var excludesTLS10 = false
    var excludesAll: Bool { excludesTLS13 && excludesTLS12 && excludesTLS11 && excludesTLS10 }
    /// The suites of TLS 1.2, best first.
    var cipherSuites = CipherList.standard
    var isFallback = false
    var groups: [Int] = []
    var keyShares: [Int]?
    var serverGroupsHint: [Int] = []
    /// The numbers of the made-up algorithms that certificates are compressed by.
    var certificateCompressions: [Int] = []
    var verifyPreferences: [Int] = []
    var hostName: String?
    var advertisedProtocols: [UInt8]?
    var selectedProtocol: String?
    var declinesProtocols = false
    var rejectsProtocols = false
    var sendsNoTickets = false
    var renewsTickets = false
    var givesNoTickets = false
    var answersNoName = false
    var knowsTLS13Alone = false
    var enablesEarlyData = false
    var maximumCertificateList = 0
    var clientAuthorities: String?
    var enablesStapling = false
    var enablesTimestamps = false
    var usesStapleCallback = false
    var declinesStaple = false
    var failsStaple = false

    // Certificates.
    /// The one of `-cert-file` and `-key-file`.
    var ownCredential = CredentialOptions()
    /// Those that `-new-x509-credential` begins, which come before it.
    var credentials: [CredentialOptions] = []
    var requestsCertificate = false
    var requiresCertificate = false
    var failsVerification = false
    var usesCustomVerification = false
    var verifiesOnResumption = false

    // What the application's callbacks say.
    var usesEarlyCallback = false
    var failsEarlyCallback = false
    var failsCertificateCallback = false
    var failsDDoSCallback = false

    // What is done once the handshake is complete.
    var isImplicit = false
    var writesFirst = false
    var initialWrite = "hello"
    var initialWriteCount = 1
    var leavesWriteUnfinished = false
    var shutsDown = false
    var checksCloseNotify = false
    var sendsAlert = false
    var updatesKeys = false
    var exportsBetweenReads = false
    var exportsTrafficSecrets = false
    var exportCount = 0
    var exportLabel = ""
    var exportContext = ""
    var usesExportContext = false
    var readSize = 512
    var maximumRecordPlaintext: Int?
    /// The type of the server's message behind which early data is sent.
    var earlyWriteAfterMessage: Int?

    var expected = Expectations()

    /// The credential that a credential's flags speak of.
    var current: CredentialOptions {
        get { credentials.last ?? ownCredential }
        set {
            if credentials.isEmpty { ownCredential = newValue } else { credentials[credentials.count - 1] = newValue }
        }
    }
}

/// A chain with its key, and what goes with them.
struct CredentialOptions: Sendable {
    var certificateFile: String?
    var keyFile: String?
    var signingPreferences: [Int] = []
    var staple: [UInt8]?
    var timestamps: [UInt8]?
    var isBoundToIssuers = false
}

/// What a test expects of a connection.
struct Expectations: Sendable {
    var version: Int?
    var cipherSuite: Int?
    var group: Int?
    var peerSignature: Int?
    var serverName: String?
    var applicationProtocol: String?
    var advertisedProtocols: [UInt8]?
    var isRetried: Bool?
    var sessionMiss = false
    var noSession = false
    var hasSessionID: Bool?
    var renewsTicket = false
    var usesExtendedMasterSecret = false
    var ticketSupportsEarlyData = false
    var acceptsEarlyData = false
    var rejectsEarlyData = false
    var offersNoEarlyData = false
    var earlyDataReason: String?
    var ticketAgeSkew: Int64?
    var noPeerCertificate = false
    var peerCertificateFile: String?
    var selectedCredential: Int?
    var staple: [UInt8]?
    var timestamps: [UInt8]?
    var peerVerifyPreferences: [Int] = []
    /// What passes, a line a message.
    var messages: String?
}
