import HandshakeBench
import InternalProvider
import Synchronization
import TLSCertificates
import TLSHandshake
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSWire
import TestSupport

/// A server that makes the choices of a trace of RFC 8448: its random bytes, its key, its certificate and signature.
struct TracedServer {
    let bench: ServerBench
    /// The lines of the key log.
    let secrets: Secrets
    private let section: RFC8448.Section

    init(_ number: Int) throws {
        let section = try RFC8448.section(number)
        self.section = section
        let hello = try section.message("server", "ServerHello").decode(ServerHello.codec, "ServerHello")
        let pair = try section.step("server", "create an ephemeral")
        let secrets = Secrets()
        let settings = try Self.settings(section)
        var configuration = TLSServerConfiguration(identities: [])
        configuration.chooseForClient = { _ in .proceed }
        configuration.clientAuthentication = section.number == 6 ? .request : .none
        configuration.unsafelyLogSecrets = { secrets.add($0) }
        let provider = InternalProvider(
            randomness: FixedRandomness(
                random: hello.random, privateKey: try pair.bytes("private key"),
                ageAdd: try TracedSession().ticket.ageAdd),
            adjustingOptions: { options in
                options.asksAboutClientHello = false
                options.alwaysSendsSupportedGroups = true
                options.answersNameOfResumed = true
                options.retriesForBetterGroup = section.number == 5
                options.retryCookie = settings.cookie
            }, adjustingSettings: settings.apply)
        bench = ServerBench(try provider.makeServerContext(configuration).makeSession(at: TracedSession.now))
        self.secrets = secrets
    }

    /// What the settings of a trace's server must be, for its messages to come out.
    private struct TraceSettings: Sendable {
        /// None where a session is resumed.
        let credentials: [Credential]
        let resumption: ServerResumption?
        let groups: [NamedGroup]
        let schemes: [SignatureScheme]
        let cookie: [UInt8]?

        @Sendable func apply(_ settings: ServerSettings) -> ServerSettings {
            ServerSettings(
                credentials: credentials, versions: [.tls13], cipherSuites: settings.cipherSuites, groups: groups,
                signatureSchemes: schemes, options: settings.options, randomness: settings.randomness,
                peerKeyReader: readLegacyKey, resumption: resumption)
        }
    }

    private static func settings(_ section: RFC8448.Section) throws -> TraceSettings {
        let answers = try section.message("server", "EncryptedExtensions").decode(EncryptedExtensions.codec, "x")
        let hello = try section.message("client", "ClientHello").decode(ClientHello.codec, "ClientHello")
        let retry = try section.firstMessage("server", "ServerHello").decode(ServerHello.codec, "ServerHello")
        // The other traces have no tickets.
        let session = try section.number == 3 ? TracedSession() : TracedSession(hello)
        return TraceSettings(
            credentials: try credentials(section),
            resumption: session.map {
                TracedSessions(session: $0).resumption(ticketCount: section.number == 3 ? 1 : 0)
            },
            groups: answers.supportedGroups ?? [], schemes: hello.extensions.signatureAlgorithms ?? [],
            cookie: retry.extensions.cookie)
    }

    private static func credentials(_ section: RFC8448.Section) throws -> [Credential] {
        guard section.number != 4 else { return [] }
        let certificate = try section.message("server", "Certificate").decode(Certificate.codec, "Certificate")
        let verify = try section.message("server", "CertificateVerify").decode(CertificateVerify.codec, "x")
        return [
            Credential(
                certificates: [certificate.entries[0].certificate],
                key: verify.algorithm == .ecdsaSecp256r1SHA256 ? .ec(.p256) : .rsa,
                signer: TraceSigner(signature: verify.signature), matchesName: { _ in true })
        ]
    }

    // MARK: The trace

    /// The records that an actor sends, in order, of the kinds given.
    func records(_ actor: String, _ kinds: String...) throws -> [[UInt8]] {
        try section.records(actor, kinds)
    }

    func payload(_ actor: String, _ kind: String) throws -> [UInt8] {
        try section.step(actor, "send \(kind)").bytes("payload")
    }

    /// A secret as the trace has it.
    func expanded(_ label: String, by actor: String = "server") throws -> [UInt8] {
        try section.step(actor, "derive secret \"tls13 \(label)\"").bytes("expanded")
    }

    /// Key and IV as the trace has them.
    func keys(_ actor: String, _ operation: String) throws -> (key: [UInt8], iv: [UInt8]) {
        let step = try section.step(actor, operation)
        return (try step.bytes("key expanded"), try step.bytes("iv expanded"))
    }
}

/// Gives the signature of a trace, whatever is signed: signatures of RSASSA-PSS and ECDSA are never the same twice.
struct TraceSigner: HandshakeSigner {
    let signature: [UInt8]

    func sign(_ algorithm: SignatureAlgorithm, _ message: RawSpan) throws(CryptoError) -> [UInt8] { signature }
}

/// The traces have RSA keys of 1024 bits, which are taken nowhere else.
@Sendable func readLegacyKey(_ chain: [[UInt8]]) throws(CertificateFault) -> PeerKey {
    do throws(CertificateError) {
        guard let leaf = chain.first else { throw CertificateError(.malformed, field: "chain", reason: "it is empty") }
        return PeerKey(try X509Certificate(derBytes: leaf).subjectPublicKeyInfo.legacyPublicKey)
    } catch {
        throw .malformed("\(error)")
    }
}

/// The secrets of a key log, by label.
final class Secrets: Sendable {
    private let byLabel = Mutex<[String: [UInt8]]>([:])

    func add(_ line: String) {
        let words = line.split(separator: " ")
        guard words.count == 3, let secret = [UInt8](hexadecimal: words[2].utf8) else { return }
        byLabel.withLock { $0[String(words[0])] = secret }
    }

    subscript(label: String) -> [UInt8]? { byLabel.withLock { $0[label] } }
}
