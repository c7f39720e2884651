/// One flight of a handshake, as the page draws it.
struct HandshakeStep: Hashable, Sendable {
    let isFromClient: Bool
    /// The messages by the RFCs' names.
    let messages: String
    /// What they do, in a few words.
    let purpose: String

    private static func client(_ messages: String, _ purpose: String) -> HandshakeStep {
        HandshakeStep(isFromClient: true, messages: messages, purpose: purpose)
    }

    private static func server(_ messages: String, _ purpose: String) -> HandshakeStep {
        HandshakeStep(isFromClient: false, messages: messages, purpose: purpose)
    }

    /// The flights that led to a connection.
    static func steps(of facts: ConnectionFacts) -> [HandshakeStep] {
        facts.version == "TLS 1.3" ? steps13(of: facts) : steps12(of: facts)
    }

    /// RFC 9846 §2, figures 1 to 3.
    private static func steps13(of facts: ConnectionFacts) -> [HandshakeStep] {
        let group = facts.group ?? "key"
        var steps: [HandshakeStep] = []
        if facts.isHelloRetried {
            steps += [
                client("ClientHello", "offers what it speaks, with a key share the server cannot use"),
                server("HelloRetryRequest", "asks for a share of \(group)"),
            ]
        }
        steps.append(
            facts.isResumed
                ? client("ClientHello", "offers a ticket of an earlier session")
                : client("ClientHello", "offers what it speaks, and its half of the key: \(group)"))
        if facts.isResumed {
            steps.append(
                server("ServerHello · EncryptedExtensions · Finished", "takes the ticket: no certificate is needed"))
        } else {
            let request = facts.client == nil ? "" : "CertificateRequest · "
            steps.append(
                server(
                    "ServerHello · EncryptedExtensions · \(request)Certificate · CertificateVerify · Finished",
                    "chooses, sends its half, and proves who it is"))
        }
        steps.append(
            facts.client == nil || facts.isResumed
                ? client("Finished", "agrees; both ends hold the same keys")
                : client(
                    "Certificate · CertificateVerify · Finished",
                    "proves who it is too; both ends hold the same keys"))
        return steps
    }

    /// RFC 5246 §7.3, figures 1 and 2.
    private static func steps12(of facts: ConnectionFacts) -> [HandshakeStep] {
        if facts.isResumed {
            return [
                client("ClientHello", "offers an earlier session"),
                server("ServerHello · ChangeCipherSpec · Finished", "takes it up again"),
                client("ChangeCipherSpec · Finished", "agrees; both ends hold the same keys"),
            ]
        }
        let exchange = facts.group.map { _ in "Certificate · ServerKeyExchange" } ?? "Certificate"
        let isKnown = facts.client != nil
        return [
            client("ClientHello", "offers what it speaks"),
            server(
                "ServerHello · \(exchange)\(isKnown ? " · CertificateRequest" : "") · ServerHelloDone",
                "chooses, and proves who it is"),
            isKnown
                ? client(
                    "Certificate · ClientKeyExchange · CertificateVerify · ChangeCipherSpec · Finished",
                    "sends its half of the key, and proves who it is too")
                : client("ClientKeyExchange · ChangeCipherSpec · Finished", "sends its half of the key"),
            server("ChangeCipherSpec · Finished", "agrees; both ends hold the same keys"),
        ]
    }
}
