import TLSMessages
import TLSProvider

/// What a session and libssl's callbacks look up while a connection lives.
struct SessionSettings: Sendable {
    let isServer: Bool
    var identities: [LoadedIdentity] = []
    var versions: [ProtocolVersion]
    var signatureSchemes: [SignatureScheme]
    /// Of one configuration; a client's are the ones it offers.
    var applicationProtocols: [[UInt8]]
    var requiresApplicationProtocol = false
    var asksAboutClientHello = false
    var refusesUnknownServerName = false
    /// Whether the peer must be judged by the application.
    var judgesPeer: Bool
    /// Whether libssl judges the peer's chain first.
    var checksAuthorities: Bool
    var resumesSessions: Bool
    var maximumChainLength: Int
    var padding: Int
    var serverName: String?
    var session: StoredSession?
    var receiveSession: (@Sendable (TLSResumableSession) -> Void)?
    var logSecret: (@Sendable (String) -> Void)?

    init(_ configuration: TLSServerConfiguration) {
        isServer = true
        versions = configuration.versions
        signatureSchemes = configuration.signatureSchemes
        applicationProtocols = configuration.applicationProtocols.map { Array($0.utf8) }
        requiresApplicationProtocol = configuration.requiresApplicationProtocol
        asksAboutClientHello = configuration.chooseForClient != nil
        refusesUnknownServerName = configuration.refusesUnknownServerName
        judgesPeer = configuration.clientAuthentication != .none
        checksAuthorities = configuration.platform.hasAuthorities
        resumesSessions = configuration.resumesSessions
        maximumChainLength = configuration.limits.maximumChainLength
        padding = configuration.recordPadding.multiple
        logSecret = configuration.unsafelyLogSecrets
    }

    init(_ configuration: TLSClientConfiguration) {
        isServer = false
        versions = configuration.versions
        signatureSchemes = configuration.signatureSchemes
        applicationProtocols = configuration.applicationProtocols.map { Array($0.utf8) }
        judgesPeer = true
        checksAuthorities = configuration.platform.hasAuthorities
        resumesSessions = configuration.receiveSession != nil || configuration.session != nil
        maximumChainLength = configuration.limits.maximumChainLength
        padding = configuration.recordPadding.multiple
        serverName = configuration.serverName
        receiveSession = configuration.receiveSession
        logSecret = configuration.unsafelyLogSecrets
    }

    /// A server whose one identity suits every client needs no look at the hello.
    var looksAtClientHello: Bool {
        asksAboutClientHello || refusesUnknownServerName || identities.count != 1
    }
}

extension PlatformSettings {
    var hasAuthorities: Bool { certificateAuthorityFile != nil || certificateAuthorityDirectory != nil }
}

extension RecordPadding {
    /// 0 for none.
    var multiple: Int {
        switch self {
        case .none: 0
        case .multiple(let count): count
        }
    }
}
