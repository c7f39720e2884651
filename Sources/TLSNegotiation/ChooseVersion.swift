package import TLSMessages

/// The version a server speaks with a client: the newest of ours that the client offers. RFC 9846 §4.3.1.
///
/// - Parameters:
///   - hello: the client's offer; without supported_versions it offers up to its legacy version.
///   - enabled: what we speak.
/// - Returns: nil when there is none in common.
package func chooseVersion(_ hello: ClientHello, enabled: [ProtocolVersion]) -> ProtocolVersion? {
    var newest: ProtocolVersion?
    let offered = hello.extensions.supportedVersions
    let legacy = min(hello.legacyVersion, .tls12)
    for version in enabled where offered?.contains(version) ?? (version <= legacy) {
        newest = max(newest ?? version, version)
    }
    return newest
}

/// The versions that an enabled suite goes with: one without is not spoken.
package func versionsWithSuite(_ versions: [ProtocolVersion], cipherSuites: [CipherSuite]) -> [ProtocolVersion] {
    versions.filter { version in
        switch version {
        case .tls13: cipherSuites.contains { CipherSuiteTable.row(of: $0) != nil }
        case .tls12: cipherSuites.contains { CipherSuiteTable12.row(of: $0) != nil }
        default: false
        }
    }
}
