import Glibc
import Logging
import SSLServer
import TLSCertificates
import TLSKeyStores

/// A server put together from the options, and what is said about it.
struct Endpoint: Sendable {
    let server: SSLServer
    private let host: String
    private let identities: [TLSIdentity]
    private let credentials: CredentialOptions
    private let scheme: String

    /// Makes the server and puts its options in force; it does not listen yet.
    init(
        endpoint: EndpointOptions, credentials: CredentialOptions, clients: ClientOptions, port: Int, scheme: String,
        protocols: [String], logger: Logger
    ) async throws(CommandFailure) {
        identities = try await Self.identities(credentials, host: endpoint.host)
        host = endpoint.host
        self.scheme = scheme
        self.credentials = credentials
        server = SSLServer(logger: logger)
        let certificates = identities.map { Certificate(identity: $0) }
        do {
            try server.configure { configuration throws(SSLError) in
                configuration.localHost = endpoint.host
                configuration.localPort = port
                configuration.useIPv6 = endpoint.host == "::" ? .both : endpoint.host.contains(":") ? .ipv6 : .ipv4
                configuration.sslCert = certificates.first ?? Certificate()
                configuration.additionalCertificates = Array(certificates.dropFirst())
                configuration.sslProvider = endpoint.provider.value
                configuration.applicationProtocols = endpoint.protocols(default: protocols)
                configuration.eventDelivery = .perConnection
                configuration.connectionBacklog = Self.backlog
                configuration.tcpNoDelay = true
                configuration.defaultTimeout = Self.sendTimeout
                configuration.sslKeyLogFile = endpoint.keylog ?? ""
                configuration.ticketKeyFiles = endpoint.ticketKey
                clients.apply(to: &configuration)
            }
        } catch {
            throw Self.failure(error, host: endpoint.host, port: port)
        }
        clients.attach(to: server)
        try await Settings.apply(endpoint.config, of: "SSLServer") { [server] setting throws(SSLError) in
            try await server.config(setting)
        }
    }

    /// How many connections may wait to be accepted: a burst of a browser's or a load tool's.
    private static let backlog = 1024
    /// Seconds a client may leave its answer untaken.
    private static let sendTimeout = 60

    private static func identities(
        _ options: CredentialOptions, host: String
    ) async throws(CommandFailure) -> [TLSIdentity] {
        guard options.cert.isEmpty else {
            return try CredentialFiles.identities(certificates: options.cert, keys: options.key)
        }
        let kinds = options.selfSigned.isEmpty ? [.ecdsa] : options.selfSigned
        let identities = try await MadeCredentials.identities(kinds: kinds, names: options.name, host: host)
        if let path = options.saveCert { try await MadeCredentials.save(identities, to: path) }
        return identities
    }

    /// Listens, and says where: the URL, then a line for each certificate.
    func start() async throws(CommandFailure) {
        do {
            try await server.startListening()
        } catch {
            throw Self.failure(error, host: host, port: server.configuration.localPort)
        }
        FileReload(server: server, credentials: credentials).onHangUp()
        StandardOutput.write([url] + identities.map(Self.fingerprintLine))
    }

    /// Where the server is reached from this machine.
    var url: String {
        let loopback = ["", "127.0.0.1", "::1", "0.0.0.0", "::", "localhost"]
        let name = loopback.contains(host) ? "localhost" : host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(name):\(server.localPort)/"
    }

    private static func fingerprintLine(_ identity: TLSIdentity) -> String {
        guard let certificate = identity.certificateChain.first,
            let fingerprint = try? certificate.fingerprint(.sha256)
        else { return "sha256 -  -" }
        return "sha256 \(fingerprint.uppercased())  \(certificate.subject.description.printable)"
    }

    /// Says what kept the server from listening, and what to do.
    private static func failure(_ error: SSLError, host: String, port: Int) -> CommandFailure {
        let place = host.isEmpty ? "port \(port)" : "port \(port) of \(host)"
        return switch error.code {
        case .addressInUse:
            CommandFailure(
                "\(place) is in use by another program",
                advice: "Choose another with --port, or let the system choose a free one with --port 0.")
        case .accessDenied:
            CommandFailure(
                "this user may not listen on \(place)",
                advice: "Ports below 1024 are for root; choose another with --port.")
        case .addressNotAvailable, .hostNotFound, .addressFamilyNotSupported:
            CommandFailure(
                "\(host.loggable) is not an address of this machine",
                advice: "--host takes 127.0.0.1, 0.0.0.0, ::1, :: or another address of this machine.")
        case .cannotOpenCertificateStore:
            CommandFailure(
                error.description.printable,
                advice: "--client-ca takes files of certificates, --client-crl files of revocation lists.")
        default: CommandFailure(error.description.printable)
        }
    }
}
