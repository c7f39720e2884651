import HandshakeBench
import InternalProvider
import TLSHandshake
import TLSMessages
import TLSNegotiation
import TLSPrimitives
import TLSProvider
import TLSWire
import TestSupport

/// A client that makes the choices of a trace of RFC 8448: its offer, random bytes, keys, certificate and signature.
struct TracedClient {
    let bench: ServerBench
    /// The lines of the key log.
    let secrets: Secrets
    let section: RFC8448.Section

    init(_ number: Int) throws {
        let section = try RFC8448.section(number)
        let secrets = Secrets()
        let message = try section.firstMessage("client", "ClientHello")
        let hello = try message.decode(ClientHello.codec, "ClientHello")
        let extensions = try Self.extensions(of: message)
        let credentials = try Self.credentials(section)
        let session = try TracedSession(hello)?.clientSession
        var adjustments = ClientAdjustments()
        adjustments.options = { options in
            options.offersReservedValues = false
            options.shufflesExtensions = false
            options.suitsMiddleboxes = !hello.legacySessionID.isEmpty
            options.wantsSessions = true
            options.offersEarlyData = true
            options.recordSizeLimit = hello.extensions.recordSizeLimit
            options.extensionOrder = extensions.map(\.type)
            options.extraExtensions = extensions.filter { Self.others.contains($0.type) }
        }
        adjustments.settings = { settings in
            ClientSettings(
                serverName: hello.extensions.serverName, credentials: credentials, versions: [.tls13],
                cipherSuites: hello.cipherSuites, groups: hello.extensions.supportedGroups ?? [],
                signatureSchemes: hello.extensions.signatureAlgorithms ?? [], options: settings.options,
                randomness: settings.randomness, peerKeyReader: readLegacyKey, session: session)
        }
        var configuration = TLSClientConfiguration()
        configuration.unsafelyLogSecrets = { secrets.add($0) }
        let provider = InternalProvider(
            randomness: FixedRandomness(
                random: hello.random,
                privateKey: try section.steps("client", "create an ephemeral").first?.bytes("private key"),
                sessionID: hello.legacySessionID),
            adjustingClient: adjustments)
        bench = ServerBench(try provider.makeClientContext(configuration).makeSession(at: TracedSession.now))
        self.secrets = secrets
        self.section = section
    }

    /// Extensions of the traces that mean nothing to our client.
    private static let others: [ExtensionType] = [.renegotiationInfo, .sessionTicket, .padding]

    private static func extensions(of message: HandshakeMessage) throws -> [RawExtension] {
        var reader = ByteReader(message.bytes)
        try reader.skip(HandshakeMessage.headerCount + 2 + 32, "ClientHello")
        _ = try reader.opaque(.u8, 0...32, "legacy_session_id")
        _ = try reader.opaque(.u16, 2...65534, "cipher_suites")
        _ = try reader.opaque(.u8, 1...255, "legacy_compression_methods")
        return try RawExtension.list.decode(&reader)
    }

    /// The client's certificate, in the one trace that has it.
    private static func credentials(_ section: RFC8448.Section) throws -> [Credential] {
        guard section.number == 6 else { return [] }
        let certificate = try section.message("client", "Certificate").decode(Certificate.codec, "Certificate")
        let verify = try section.message("client", "CertificateVerify").decode(CertificateVerify.codec, "x")
        return [
            Credential(
                certificates: certificate.entries.map(\.certificate), key: .rsa,
                signer: TraceSigner(signature: verify.signature), matchesName: { _ in false })
        ]
    }
}
