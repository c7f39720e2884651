import Foundation
import NIOConcurrencyHelpers
import SSLServer
import TLSCertificates
import TLSKeyStores
import TLSMessages
import TLSProvider

/// How a server under test is to behave.
struct ServerSetup: Sendable {
    /// What it does with what clients send.
    enum Behaviour: Hashable, Sendable {
        /// Sends it back.
        case echo
        /// Sends it back and closes after this many bytes.
        case echoAndClose(after: Int)
        /// Sends it back and ends the transport without close_notify after this many bytes.
        case echoAndAbort(after: Int)
        /// Changes its keys and asks the client to, before it sends anything back.
        case echoWithNewKeys
        /// Answers `GET /<count>` with so many bytes of the pattern, and closes.
        case http
        /// Sends so many bytes of the pattern once the client has closed its direction, and closes.
        case answerAfterEnd(count: Int)
    }

    /// The identities it presents, by their fixtures' names.
    var identities = ["p256"]
    var behaviour = Behaviour.echo
    var groups: [NamedGroup]?
    var cipherSuites: [CipherSuite]?
    /// The signature schemes of TLS 1.2; nil: the defaults.
    var tls12SignatureSchemes: [SignatureScheme]?
    var applicationProtocols: [String] = []
    var refusesUnknownServerName = false
    var clientAuthentication = ClientAuthentication.none
    /// Judges clients' chains. Without it those of our root are welcome.
    var verifyClient: @Sendable ([X509Certificate]) -> PeerVerdict = { ServerSetup.acceptOurClients($0) }
    /// Who vouches for clients, by their fixture's name: paths are judged in place of `verifyClient`.
    var clientAuthorities: String?
    /// The revocation lists to judge them by, by their fixture's name.
    var revocationLists: String?
    var recordPadding = RecordPadding.none
    var compressesCertificates = false
    /// What keying material is exported for on each connection.
    var exporterLabel: String?
    /// The context it is exported with; OpenSSL's command has none.
    var exporterContext: [UInt8]?
    /// The versions it speaks.
    var versions = SSLServer.EnabledProtocols.tls13
    /// Whether the system's libssl serves in place of our own implementation.
    var usesPlatform = false
    /// Where the class writes its key log.
    var keyLogFile: String?
    var resumesSessions = true
    /// Where it keeps its sessions, so that clients have no more than a name of them.
    var sessionStore: (any TLSSessionStore)?
    /// The OCSP response for the first of `identities`, by its fixture's name; the handler alone has it.
    var ocspResponse: String?
    /// How many bytes of early data the class takes.
    var maxEarlyDataLength = 0
    /// Seconds a handshake may take.
    var handshakeTimeout: Int?
    /// The lines of the handler's key log.
    let keyLog = KeyLog()

    /// Clients below our root may go on, and those that may come without a certificate.
    static func acceptOurClients(_ chain: [X509Certificate]) -> PeerVerdict {
        guard let leaf = chain.first else { return .accept }
        return "\(leaf.issuer)".contains("Interop Intermediate")
            ? .accept : .reject(.unknownCA, reason: "nobody knows \(leaf.issuer)")
    }

    /// The same as a provider's configuration.
    func configuration() throws -> TLSServerConfiguration {
        var proofs = try identities.map(Fixture.identity)
        if let ocspResponse { proofs[0].ocspResponse = try Fixture.bytes(ocspResponse) }
        var configuration = TLSServerConfiguration(identities: proofs)
        let known: [(SSLServer.EnabledProtocols, ProtocolVersion)] = [
            (.tls13, .tls13), (.tls12, .tls12), (.tls11, .tls11), (.tls10, .tls10),
        ]
        configuration.versions = known.filter { versions.contains($0.0) }.map(\.1)
        configuration.sessionStore = sessionStore
        configuration.tls12SignatureSchemes = tls12SignatureSchemes
        if let groups { configuration.groups = groups }
        if let cipherSuites { configuration.cipherSuites = cipherSuites }
        configuration.applicationProtocols = applicationProtocols
        configuration.refusesUnknownServerName = refusesUnknownServerName
        configuration.clientAuthentication = clientAuthentication
        if let clientAuthorities {
            configuration.clientTrust = try Fixture.trust(clientAuthorities, lists: revocationLists)
        } else {
            configuration.verifyClient = { [verifyClient] in verifyClient($0) }
        }
        configuration.recordPadding = recordPadding
        configuration.compressesCertificates = compressesCertificates
        configuration.resumesSessions = resumesSessions
        configuration.unsafelyLogSecrets = { [keyLog] in keyLog.append($0) }
        return configuration
    }
}

/// The lines of a server's key log.
final class KeyLog: Sendable {
    private let box = NIOLockedValueBox<[String]>([])

    var lines: [String] { box.withLockedValue { $0 } }

    func append(_ line: String) {
        box.withLockedValue { $0.append(line) }
    }
}

/// Identities for tests.
enum Fixture {
    /// Reads a fixture that is no PEM file.
    static func bytes(_ name: String) throws -> [UInt8] {
        let path = Places.fixture(name).dropLast(".pem".count)
        return Array(try Data(contentsOf: URL(filePath: String(path))))
    }

    /// Reads a fixture as it is.
    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: Places.fixture(name), encoding: .utf8)
    }

    /// The trust in a fixture's certificates.
    static func trust(_ name: String, lists: String?) throws -> TLSTrust {
        var trust = TLSTrust(authorities: try X509Certificate.certificates(in: Array(text(name).utf8)))
        if let lists {
            trust.revocation = RevocationRequirements(
                lists: RevocationLists(try CertificateRevocationList.revocationLists(in: Array(text(lists).utf8))))
        }
        return trust
    }

    /// Reads a fixture's chain and key.
    static func identity(_ name: String) throws -> TLSIdentity {
        try TLSIdentity(certificateFile: Places.fixture(name), keyFile: Places.fixture(name))
    }
}
