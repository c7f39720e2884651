import InternalProvider
import PlatformProvider
import TLSMessages
import TLSProvider

/// Which TLS implementation serves, and what of the configuration concerns which.
extension SSLServer.Configuration {
    /// Whether the system's libssl serves: as was chosen, or because a version is enabled that only it speaks.
    var usesPlatform: Bool {
        switch sslProvider {
        case .sslpPlatform: true
        case .sslpInternal: false
        case .sslpAutomatic:
            !sslEnabledProtocols.isDisjoint(with: [.tls10, .tls11]) || !sslEnabledProtocols.contains(.tls13)
        }
    }

    /// The implementation that was chosen.
    var provider: any TLSProvider {
        usesPlatform ? PlatformProvider() : InternalProvider()
    }

    /// The versions that are spoken: those enabled that the implementation has, and that a suite is enabled for.
    func offeredVersions() throws(SSLError) -> [ProtocolVersion] {
        guard !sslEnabledProtocols.isEmpty else {
            throw SSLError(.invalidArgument, "SSLEnabledProtocols must enable a version")
        }
        guard usesPlatform else { return try offeredInternalVersions() }
        let rows: [(SSLServer.EnabledProtocols, ProtocolVersion)] = [
            (.tls13, .tls13), (.tls12, .tls12), (.tls11, .tls11), (.tls10, .tls10),
        ]
        let hasNewer = sslEnabledCipherSuites?.contains(where: \.isTLS13) ?? true
        let hasOlder = sslEnabledCipherSuites?.contains { !$0.isTLS13 } ?? true
        let versions = rows.filter { sslEnabledProtocols.contains($0.0) }.map(\.1)
            .filter { $0 == .tls13 ? hasNewer : hasOlder }
        guard !versions.isEmpty else {
            throw SSLError(.invalidArgument, "SSLEnabledCipherSuites has no suite for an enabled version")
        }
        return versions
    }

    private func offeredInternalVersions() throws(SSLError) -> [ProtocolVersion] {
        guard sslEnabledProtocols.isDisjoint(with: [.tls10, .tls11]) else {
            throw SSLError(
                .cannotLoadSecurityLibrary,
                "only the platform speaks TLS 1.0 and 1.1: set SSLProvider to it or to automatic")
        }
        guard sslEnabledProtocols.contains(.tls13) else {
            throw SSLError(
                .notSupported,
                "TLS 1.3 is the only version the internal implementation speaks: enable 12288 (0x3000) as well")
        }
        return [.tls13]
    }

    /// The suites that are offered, best first. What the platform offers of older ones by itself is not listed here.
    func offeredCipherSuites() throws(SSLError) -> [CipherSuite] {
        let enabled = sslEnabledCipherSuites ?? SuiteTokens.defaults
        // The platform's own list takes the place of the strength (`OpenSSLCipherList`).
        guard !usesPlatform else { return enabled }
        for suite in enabled where !suite.isTLS13 {
            throw SSLError(.invalidArgument, "the internal implementation does not have the cipher suite \(suite) yet")
        }
        let suites = enabled.filter { SuiteTokens.keyBits(of: $0) >= sslCipherStrength }
        guard !suites.isEmpty else {
            throw SSLError(
                .invalidArgument, "no enabled cipher suite has keys of \(sslCipherStrength) bits or more")
        }
        return suites
    }

    /// What only libssl understands.
    var platformSettings: PlatformSettings {
        var settings = PlatformSettings()
        settings.certificateAuthorityDirectory = openSSLCADir.isEmpty ? nil : openSSLCADir
        settings.certificateAuthorityFile = openSSLCAFile.isEmpty ? nil : openSSLCAFile
        settings.cipherList = openSSLCipherList
        settings.randomSeed = Array(openSSLPrngSeedData.utf8)
        return settings
    }

    /// Whether libssl has checked the chains of peers against authorities before the handler sees them.
    var platformChecksPeers: Bool { usesPlatform && !(openSSLCADir.isEmpty && openSSLCAFile.isEmpty) }

    /// Asks libssl whether it takes its settings: a mistake is told when it is made, not when the server starts.
    func checkPlatform() throws(SSLError) {
        guard usesPlatform else { return }
        var configuration = TLSServerConfiguration(identities: [])
        configuration.chooseForClient = { _ in .proceed }
        configuration.versions = try offeredVersions()
        configuration.cipherSuites = try offeredCipherSuites()
        configuration.groups = tls13SupportedGroups
        configuration.signatureSchemes = tls13SignatureAlgorithms
        configuration.platform = platformSettings
        do {
            _ = try PlatformProvider().makeServerContext(configuration)
        } catch {
            throw SSLError(.invalidArgument, escapeForLog(error.description), tlsError: error)
        }
    }
}
