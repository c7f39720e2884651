import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider

/// What a configuration must have before a server can be made of it; each refusal says what to change.
enum ConfigurationChecks {
    static func check(_ configuration: TLSServerConfiguration) throws(TLSError) {
        if configuration.identities.isEmpty, configuration.chooseForClient == nil {
            throw invalid("no certificate: set `identities`, or present one from `chooseForClient`")
        }
        guard configuration.versions.contains(.tls13) else {
            throw invalid("no version that this provider speaks: add `.tls13` to `versions`")
        }
        try checkChoices(configuration.cipherSuites, configuration.groups, configuration.signatureSchemes)
        try checkIdentities(configuration.identities, configuration.signatureSchemes)
        try checkApplicationProtocols(configuration.applicationProtocols)
        try checkAuthorities(configuration.clientCertificateAuthorities)
        try checkPadding(configuration.recordPadding)
    }

    /// The lists that a server and a client both have: nothing unknown, and none empty.
    static func checkChoices(
        _ suites: [CipherSuite], _ groups: [NamedGroup], _ schemes: [SignatureScheme]
    ) throws(TLSError) {
        for suite in suites where CipherSuiteTable.row(of: suite) == nil {
            throw invalid("the cipher suite \(suite) is not one this provider speaks")
        }
        for group in groups where GroupTable.algorithm(of: group) == nil {
            throw invalid("the group \(group) is not one this provider computes")
        }
        for scheme in schemes where SignatureSchemeTable.row(of: scheme) == nil {
            throw invalid("the signature scheme \(scheme) is not one this provider signs with")
        }
        if suites.isEmpty { throw invalid("`cipherSuites` is empty") }
        if groups.isEmpty { throw invalid("`groups` is empty") }
        if schemes.isEmpty { throw invalid("`signatureSchemes` is empty") }
    }

    /// An identity that no enabled scheme can sign for would fail each of its handshakes.
    static func checkIdentities(_ identities: [TLSIdentity], _ schemes: [SignatureScheme]) throws(TLSError) {
        for (index, identity) in identities.enumerated() {
            let key = SignatureSchemeRow.Key(identity.privateKey.keyType)
            let fits = schemes.contains { scheme in
                SignatureSchemeTable.row(of: scheme).map { $0.key == key && $0.signsHandshake13 } ?? false
            }
            guard fits else {
                throw invalid("identity \(index) has a key that none of `signatureSchemes` signs with")
            }
            try checkChain(identity)
        }
    }

    /// A chain must fit into one Certificate message: each certificate with its length and its empty extensions.
    static func checkChain(_ identity: TLSIdentity) throws(TLSError) {
        let count = identity.certificateChain.reduce(4) { $0 + $1.derBytes.count + 5 }
        guard count <= 0xff_ffff else { throw invalid("a chain of \(count) bytes does not fit into a message") }
    }

    /// The names of authorities must fit into one extension, beside the others.
    private static func checkAuthorities(_ names: [[UInt8]]) throws(TLSError) {
        if names.contains(where: \.isEmpty) { throw invalid("a name in `clientCertificateAuthorities` is empty") }
        let count = names.reduce(0) { $0 + $1.count + 2 }
        guard count <= 60_000 else {
            throw invalid("`clientCertificateAuthorities` takes \(count) bytes in all; 60000 fit")
        }
    }

    static func checkApplicationProtocols(_ names: [String]) throws(TLSError) {
        for name in names where !(1...255).contains(name.utf8.count) {
            throw invalid("an application protocol's name has 1 to 255 bytes, not \(name.utf8.count)")
        }
    }

    static func checkPadding(_ padding: RecordPadding) throws(TLSError) {
        if case .multiple(let count) = padding, !(2...16_384).contains(count) {
            throw invalid("`recordPadding` takes a multiple of 2 to 16384, not \(count)")
        }
    }

    static func invalid(_ reason: String) -> TLSError {
        TLSError(.invalidConfiguration, reason)
    }
}
