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
        let hello = try Self.message(section, "server", "ServerHello").decode(ServerHello.codec, "ServerHello")
        let pair = try Self.step(section, "server", "create an ephemeral")
        let secrets = Secrets()
        let settings = try Self.settings(section)
        var configuration = TLSServerConfiguration(identities: [])
        configuration.chooseForClient = { _ in .proceed }
        configuration.clientAuthentication = section.number == 6 ? .request : .none
        configuration.unsafelyLogSecrets = { secrets.add($0) }
        let provider = InternalProvider(
            randomness: FixedRandomness(random: hello.random, privateKey: try pair.bytes("private key")),
            adjustingOptions: { options in
                options.asksAboutClientHello = false
                options.alwaysSendsSupportedGroups = true
                options.retriesForBetterGroup = section.number == 5
                options.retryCookie = settings.cookie
            }, adjustingSettings: settings.apply)
        bench = ServerBench(try provider.makeServerContext(configuration))
        self.secrets = secrets
    }

    /// What the settings of a trace's server must be, for its messages to come out.
    private struct TraceSettings: Sendable {
        let certificate: [UInt8]
        let key: SignatureSchemeRow.Key
        let signature: [UInt8]
        let groups: [NamedGroup]
        let schemes: [SignatureScheme]
        let cookie: [UInt8]?

        @Sendable func apply(_ settings: ServerSettings) -> ServerSettings {
            let credential = Credential(
                certificates: [certificate], key: key, signer: TraceSigner(signature: signature),
                matchesName: { _ in true })
            return ServerSettings(
                credentials: [credential], versions: [.tls13], cipherSuites: settings.cipherSuites, groups: groups,
                signatureSchemes: schemes, options: settings.options, randomness: settings.randomness,
                peerKeyReader: readLegacyKey)
        }
    }

    private static func settings(_ section: RFC8448.Section) throws -> TraceSettings {
        let certificate = try message(section, "server", "Certificate").decode(Certificate.codec, "Certificate")
        let verify = try message(section, "server", "CertificateVerify").decode(CertificateVerify.codec, "x")
        let answers = try message(section, "server", "EncryptedExtensions").decode(EncryptedExtensions.codec, "x")
        let hello = try message(section, "client", "ClientHello").decode(ClientHello.codec, "ClientHello")
        let retry = try firstMessage(section, "server", "ServerHello").decode(ServerHello.codec, "ServerHello")
        return TraceSettings(
            certificate: certificate.entries[0].certificate,
            key: verify.algorithm == .ecdsaSecp256r1SHA256 ? .ec(.p256) : .rsa, signature: verify.signature,
            groups: answers.supportedGroups ?? [], schemes: hello.extensions.signatureAlgorithms ?? [],
            cookie: retry.extensions.cookie)
    }

    // MARK: The trace

    private static func step(_ section: RFC8448.Section, _ actor: String, _ operation: String) throws -> RFC8448.Step {
        guard let step = section.steps(actor, operation).last else { throw Vectors.Failure("no step \(operation)") }
        return step
    }

    /// The last message of a name: the one behind a HelloRetryRequest where there is one.
    private static func message(
        _ section: RFC8448.Section, _ actor: String, _ name: String
    ) throws -> HandshakeMessage {
        let found = section.steps(actor, "construct").last { $0.has(name) }
        return HandshakeMessage(type: .clientHello, bytes: try (found ?? step(section, actor, "construct")).bytes(name))
    }

    private static func firstMessage(
        _ section: RFC8448.Section, _ actor: String, _ name: String
    ) throws -> HandshakeMessage {
        let found = section.steps(actor, "construct").first { $0.has(name) }
        return HandshakeMessage(type: .clientHello, bytes: try (found ?? step(section, actor, "construct")).bytes(name))
    }

    /// The records that an actor sends, in order, of the kinds given.
    func records(_ actor: String, _ kinds: String...) throws -> [[UInt8]] {
        try section.steps(actor, "send").filter { step in kinds.contains { step.operation.contains($0) } }
            .map { try $0.bytes("complete record") }
    }

    func payload(_ actor: String, _ kind: String) throws -> [UInt8] {
        try Self.step(section, actor, "send \(kind)").bytes("payload")
    }

    /// A secret as the trace has it.
    func expanded(_ label: String) throws -> [UInt8] {
        try Self.step(section, "server", "derive secret \"tls13 \(label)\"").bytes("expanded")
    }

    /// Key and IV as the trace has them.
    func keys(_ actor: String, _ operation: String) throws -> (key: [UInt8], iv: [UInt8]) {
        let step = try Self.step(section, actor, operation)
        return (try step.bytes("key expanded"), try step.bytes("iv expanded"))
    }
}

/// Gives the signature of a trace, whatever is signed: signatures of RSASSA-PSS and ECDSA are never the same twice.
private struct TraceSigner: HandshakeSigner {
    let signature: [UInt8]

    func sign(_ algorithm: SignatureAlgorithm, _ message: RawSpan) throws(CryptoError) -> [UInt8] { signature }
}

/// The traces' client has an RSA key of 1024 bits, which is taken nowhere else.
@Sendable private func readLegacyKey(_ chain: [[UInt8]]) throws(CertificateFault) -> PublicKey {
    do throws(CertificateError) {
        guard let leaf = chain.first else { throw CertificateError(.malformed, field: "chain", reason: "it is empty") }
        return try X509Certificate(derBytes: leaf).subjectPublicKeyInfo.legacyPublicKey
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
