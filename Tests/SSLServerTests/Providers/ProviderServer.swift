import Logging
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSPrimitives
import TLSProvider
import Testing

/// Which implementation of TLS a test runs with.
enum ProviderKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case `internal`, platform

    var setting: SSLServer.SSLProviders { self == .internal ? .sslpInternal : .sslpPlatform }
    var testDescription: String { rawValue }
}

/// A server of the class with a real implementation of TLS, and a recorder of its events.
struct ProviderServer: Sendable {
    let server = SSLServer(logger: .silent)
    let events = Recorder()

    init(
        _ kind: ProviderKind, listens: Bool = true,
        configure: (inout SSLServer.Configuration) throws(SSLError) -> Void = { _ in }
    ) async throws {
        let certificate = try TestIdentity.certificate
        try server.configure { configuration throws(SSLError) in
            configuration.localHost = "127.0.0.1"
            configuration.sslProvider = kind.setting
            configuration.sslCert = certificate
            if kind == .platform { configuration.sslEnabledProtocols = .tls13 }
            try configure(&configuration)
        }
        events.attach(to: server)
        if listens { try await server.startListening() }
    }

    var port: Int { server.localPort }
}

/// A chain and key made for a name, and an authority's.
enum MadeIdentity {
    static func of(_ name: String, _ type: KeyType = .ec(.p256)) throws -> TLSIdentity {
        let key = try PrivateKey.generate(type)
        let contents = try CertificateContents.server(
            names: [name], notBefore: CertificateTime(secondsSinceEpoch: 1_700_000_000),
            notAfter: CertificateTime(secondsSinceEpoch: 4_000_000_000))
        return try TLSIdentity(
            certificateChain: [try CertificateIssuer.selfSigned(contents, key: key)], privateKey: key)
    }
}
