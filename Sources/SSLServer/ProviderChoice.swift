import InternalProvider
import Logging
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
            !sslEnabledProtocols.isDisjoint(with: [.tls10, .tls11]) || internalVersions.isEmpty
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
        if !usesPlatform { try checkInternalVersions() }
        let enabled = usesPlatform ? sslEnabledProtocols.versions : internalVersions
        let suites = try offeredCipherSuites()
        // What the platform offers of older suites by itself is not listed there.
        let hasNewer = suites.contains(where: \.isTLS13)
        let hasOlder = suites.contains { !$0.isTLS13 } || (usesPlatform && sslEnabledCipherSuites == nil)
        let versions = enabled.filter { $0 == .tls13 ? hasNewer : hasOlder }
        guard !versions.isEmpty else {
            throw SSLError(.invalidArgument, "SSLEnabledCipherSuites has no suite for an enabled version")
        }
        return versions
    }

    /// The versions that are enabled and that the internal implementation has.
    private var internalVersions: [ProtocolVersion] {
        sslEnabledProtocols.versions.filter(InternalProvider.versions.contains)
    }

    private func checkInternalVersions() throws(SSLError) {
        guard sslEnabledProtocols.isDisjoint(with: [.tls10, .tls11]) else {
            throw SSLError(
                .cannotLoadSecurityLibrary,
                "only the platform speaks TLS 1.0 and 1.1: set SSLProvider to it or to automatic")
        }
        guard !internalVersions.isEmpty else {
            throw SSLError(
                .notSupported,
                "the internal implementation speaks \(InternalProvider.versions) only: enable 12288 (0x3000) as well")
        }
    }

    /// The suites that are offered, best first. What the platform offers of older ones by itself is not listed here.
    func offeredCipherSuites() throws(SSLError) -> [CipherSuite] {
        // The platform's own lists are the default of older versions and take the place of the strength
        // (`OpenSSLCipherList`).
        guard !usesPlatform else { return sslEnabledCipherSuites ?? CipherSuite.allTLS13 }
        let suites = sslEnabledCipherSuites ?? CipherSuite.allDefault
        for suite in sslEnabledCipherSuites ?? [] {
            do {
                try InternalProvider.requireAvailable(suite)
            } catch {
                throw SSLError(.invalidArgument, escapeForLog(error.description), tlsError: error)
            }
        }
        let strong = suites.filter { SuiteTokens.keyBits(of: $0) >= sslCipherStrength }
        guard !strong.isEmpty else {
            throw SSLError(
                .invalidArgument, "no enabled cipher suite has keys of \(sslCipherStrength) bits or more")
        }
        return strong
    }

    /// The groups of TLS 1.2: the setting's curves, and the finite-field groups of TLS 1.3's.
    var groups12: [NamedGroup] { tls12SupportedGroups + tls13SupportedGroups.filter(GroupTokens.isFiniteField) }

    /// The signature schemes of TLS 1.2, without those that the implementation does not have.
    var signatureSchemes12: [SignatureScheme] {
        let usesDSA = sslEnabledCipherSuites?.contains(where: SuiteTokens.usesDSA) ?? false
        return SignatureTokens12.spoken(tls12SignatureAlgorithms, tls13: tls13SignatureAlgorithms, usesDSA: usesDSA)
            .filter(InternalProvider.tls12SignatureSchemes.contains)
    }

    /// Tells what is enabled that is not to be used any more.
    func log(legacy lines: [String]) {
        for line in lines { logger.warning("legacy algorithm enabled", metadata: ["algorithm": "\(line)"]) }
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
