import TLSMessages
import TLSProvider

/// The settings that tell what a connection has agreed on: `SSLNegotiatedVersion[connectionId]`.
enum NegotiatedSettings {
    private static let rows: [(name: String, value: @Sendable (NegotiatedParameters) -> String)] = [
        ("sslnegotiatedcipher", { SuiteTokens.cipher(of: $0.cipherSuite) }),
        ("sslnegotiatedcipherstrength", { String(SuiteTokens.keyBits(of: $0.cipherSuite)) }),
        ("sslnegotiatedciphersuite", { $0.cipherSuite.description }),
        (
            "sslnegotiatedkeyexchange",
            {
                $0.group.map(GroupTokens.token(of:))
                    ?? ($0.isResumed12 ? "" : SuiteTokens.keyExchange(of: $0.cipherSuite))
            }
        ),
        (
            "sslnegotiatedkeyexchangestrength",
            { $0.group.flatMap(GroupTokens.strength(of:)).map { String($0) } ?? "" }
        ),
        ("sslnegotiatedversion", { $0.version.description }),
    ]

    /// The value of a setting for a connection; nil when it is not one of these. Before the handshake is complete: empty.
    static func value(_ name: String, _ parameters: NegotiatedParameters?) -> String? {
        guard let row = rows.first(where: { $0.name == name.lowercased() }) else { return nil }
        return parameters.map(row.value) ?? ""
    }

    /// The line of `SSLStatus` for a complete handshake.
    static func status(_ parameters: NegotiatedParameters) -> String {
        var fields = [
            "handshake complete", "version=\(parameters.version)", "suite=\(parameters.cipherSuite)",
            "bits=\(SuiteTokens.keyBits(of: parameters.cipherSuite))",
        ]
        if let group = parameters.group { fields.append("group=\(GroupTokens.token(of: group))") }
        if let scheme = parameters.signatureScheme { fields.append("signature=\(scheme)") }
        if let name = parameters.serverName { fields.append("serverName=\(escapeForLog(name))") }
        if let alpn = parameters.applicationProtocol { fields.append("alpn=\(escapeForLog(alpn))") }
        fields.append("resumed=\(parameters.isResumed)")
        return fields.joined(separator: " ")
    }
}

extension NegotiatedParameters {
    /// A session of TLS 1.2 that is resumed has no key exchange at all.
    fileprivate var isResumed12: Bool { isResumed && version == .tls12 }
}
