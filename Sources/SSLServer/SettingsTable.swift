import TLSMessages

/// Every setting of `config`, each on a line: name, what it sets (the default is that property's), how it reads.
enum SettingsTable {
    static let settings: [Setting] = tcp + ssl + lists + base

    private static let byName = Dictionary(uniqueKeysWithValues: settings.map { ($0.name.lowercased(), $0) })

    /// The setting of a name, in any case.
    static func setting(_ name: String) -> Setting? {
        byName[name.lowercased()]
    }

    // MARK: TCP

    private static let tcp: [Setting] = [
        .text("AllowedClients", \.allowedClients).ofServers,
        .bool("BindExclusively", \.bindExclusively).ofServers,
        .text("BlockedClients", \.blockedClients).ofServers,
        .integer("DefaultConnectionTimeout", \.defaultConnectionTimeout).ofServers,
        .integer("InBufferSize", \.inBufferSize),
        .integer("KeepAliveInterval", \.keepAliveInterval),
        .integer("KeepAliveTime", \.keepAliveTime),
        .integer("MaxConnections", \.maxConnections).ofServers,
        .integer("OutBufferSize", \.outBufferSize),
        .bool("TcpNoDelay", \.tcpNoDelay),
        .value("UseIPv6", \.useIPv6, { String($0.rawValue) }, readIPVersions).ofServers,
    ]

    // MARK: SSL

    private static let ssl: [Setting] = [
        .bool("LogSSLPackets", \.logSSLPackets),
        .text("OpenSSLCADir", \.openSSLCADir),
        .text("OpenSSLCAFile", \.openSSLCAFile),
        .text("OpenSSLCipherList", \.openSSLCipherList),
        .text("OpenSSLPrngSeedData", \.openSSLPrngSeedData),
        .bool("ReuseSSLSession", \.reuseSSLSession),
        .bool("SSLAcceptAnyServerCert", \.sslAcceptAnyServerCert),
        .text("SSLCACerts", \.sslCACerts),
        .integer("SSLCipherStrength", \.sslCipherStrength),
        .text("SSLClientCACerts", \.sslClientCACerts).ofServers,
        .text("SSLCRLs", \.sslCRLs),
        .value("SSLEnabledCipherSuites", \.sslEnabledCipherSuites, SuiteTokens.describe, SuiteTokens.parse),
        .value("SSLEnabledProtocols", \.sslEnabledProtocols, { String($0.rawValue) }, readProtocols),
        .keptBool("SSLEnableRenegotiation", default: false),
        .bool("SSLIncludeCertChain", \.sslIncludeCertChain),
        .text("SSLKeyLogFile", \.sslKeyLogFile),
        .readOnly("SSLNegotiatedCipher", ""),
        .readOnly("SSLNegotiatedCipherStrength", ""),
        .readOnly("SSLNegotiatedCipherSuite", ""),
        .readOnly("SSLNegotiatedKeyExchange", ""),
        .readOnly("SSLNegotiatedKeyExchangeStrength", ""),
        .readOnly("SSLNegotiatedVersion", ""),
        .value("SSLSecurityFlags", \.sslSecurityFlags, { "0x" + String($0.rawValue, radix: 16) }, readSecurityFlags),
        .text("SSLServerCACerts", \.sslServerCACerts),
        .bool("SSLSystemCACerts", \.trustsSystemAuthorities),
    ]

    // MARK: Lists of algorithms

    private static let lists: [Setting] = [
        .value(
            "TLS12SignatureAlgorithms", \.tls12SignatureAlgorithms, SignatureTokens12.describe, SignatureTokens12.parse),
        .value("TLS12SupportedGroups", \.tls12SupportedGroups, GroupTokens.describe, GroupTokens.parse12),
        .value("TLS13KeyShareGroups", \.tls13KeyShareGroups, GroupTokens.describe, GroupTokens.parse),
        .value(
            "TLS13SignatureAlgorithms", \.tls13SignatureAlgorithms, SignatureTokens.describe, SignatureTokens.parse),
        .value("TLS13SupportedGroups", \.tls13SupportedGroups, GroupTokens.describe, GroupTokens.parse),
    ]

    // MARK: Base

    private static let base: [Setting] = [
        .readOnly("BuildInfo", BuildInformation.text),
        .value("CodePage", \.codePage, { String($0.rawValue) }, readCodePage),
        .readOnly("LicenseInfo", BuildInformation.license),
        .keptBool("MaskSensitiveData", default: true),
        .keptBool("UseInternalSecurityAPI", default: false),
    ]

    // MARK: Values

    @Sendable private static func readIPVersions(_ text: String) throws(SSLError) -> SSLServer.IPVersions {
        guard let value = Int(text).flatMap(SSLServer.IPVersions.init(rawValue:)) else {
            throw SSLError(.invalidArgument, "UseIPv6 is 0 (IPv4), 1 (IPv6) or 2 (both), not \(escapeForLog(text))")
        }
        return value
    }

    @Sendable private static func readCodePage(_ text: String) throws(SSLError) -> CodePage {
        guard let page = Int(text).flatMap(CodePage.init(rawValue:)) else {
            throw SSLError(.invalidArgument, "code page \(escapeForLog(text)) cannot be converted here")
        }
        return page
    }

    /// Each version has two bits, one for servers and one for clients: either enables it.
    @Sendable private static func readProtocols(_ text: String) throws(SSLError) -> SSLServer.EnabledProtocols {
        let bits = try Setting.readFlags("SSLEnabledProtocols", text)
        let versions: [(SSLServer.EnabledProtocols, UInt32)] = [
            (.tls13, 0x3000), (.tls12, 0xC00), (.tls11, 0x300), (.tls10, 0xC0),
        ]
        let known = versions.reduce(0) { $0 | $1.1 }
        guard bits != 0, bits & ~known == 0 else {
            throw SSLError(
                .invalidArgument, "SSLEnabledProtocols is a sum of 12288, 3072, 768 and 192, not \(escapeForLog(text))")
        }
        return SSLServer.EnabledProtocols(versions.filter { bits & $0.1 != 0 }.map(\.0))
    }

    @Sendable private static func readSecurityFlags(_ text: String) throws(SSLError) -> SSLSecurityFlags {
        let flags = SSLSecurityFlags(rawValue: try Setting.readFlags("SSLSecurityFlags", text))
        guard flags.isSubset(of: .known) else {
            throw SSLError(.invalidArgument, "SSLSecurityFlags has bits that mean nothing: \(escapeForLog(text))")
        }
        return flags
    }
}
