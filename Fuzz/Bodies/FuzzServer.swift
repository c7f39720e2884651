import HandshakeBench
import InternalProvider
import TLSCertificates
import TLSHandshake
import TLSKeyStores
import TLSMessages
import TLSProvider

/// The servers that are fuzzed: with randomness fixed and a key whose signatures repeat, so that equal input has equal output.
enum FuzzServer {
    static let identity = try? TLSIdentity.selfSigned(
        names: ["a.example"], notBefore: CertificateTime(secondsSinceEpoch: 1_700_000_000),
        notAfter: CertificateTime(secondsSinceEpoch: 4_000_000_000), key: .ed25519)

    /// Contexts by number: with and without client certificates, protocols and compressed certificates, a choice about the hello, retries and hellos of SSL 2.
    static let contexts: [any TLSServerContext] = (0..<16).compactMap { number in
        guard let identity else { return nil }
        var configuration = TLSServerConfiguration(identities: [identity])
        configuration.clientAuthentication = number & 1 == 1 ? .request : .none
        if number & 2 != 0 { configuration.applicationProtocols = ["h2", "http/1.1"] }
        configuration.compressesCertificates = number & 2 != 0
        if number & 4 != 0 { configuration.chooseForClient = { _ in .proceed } }
        configuration.groups = number & 8 != 0 ? [.secp256r1] : [.x25519, .secp256r1]
        configuration.acceptsSSL2Hello = number & 8 != 0
        let provider = InternalProvider(
            randomness: FixedRandomness(), adjustingOptions: { $0.retryCookie = number & 8 != 0 ? [0xc0, 0x0c] : nil })
        return try? provider.makeServerContext(configuration)
    }

    /// What must hold of a server whatever it was given.
    static func checkPromises(_ server: ServerBench, given: Int) {
        precondition(server.errorCount <= 1, "an error was thrown twice")
        precondition(server.mostPending <= given && server.events.count <= 16 + given / 6, "too much is kept")
        if !server.session.isEstablished, server.completed == nil {
            precondition(server.data.isEmpty, "data before the handshake was complete")
        }
        guard let error = server.error else { return }
        precondition(server.session.isWriteClosed && !server.session.isPaused && !server.session.isEstablished)
        precondition(!error.reason.isEmpty && error.reason.utf8.count < 1024)
        precondition(error.reason.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }, "a reason is not a printable line")
    }
}
