import SSLServer
import TLSCertificates
import TLSMessages
import TLSProvider

/// What `sslserver connect` tells of a server: what it has presented, and what was agreed on.
struct ConnectReport: Sendable {
    let place: RemotePlace
    let address: String
    let provider: String
    let isInsecure: Bool
    let server: PresentedServer
    let negotiated: NegotiatedParameters?
    let earlyData: EarlyDataReport?
    let connectTime: Duration?
    let handshakeTime: Duration?

    private var chain: [X509Certificate] { server.chain }
    /// The path that the server is trusted by; of a resumed session too.
    private var path: VerifiedPath? { negotiated?.verifiedPath ?? server.path }

    /// What the OCSP response says; nil where none can have come. It is as good as the issuer whose word it is.
    private var stapleText: String? {
        guard let negotiated, !negotiated.isResumed else { return nil }
        let staple = StapleReport(negotiated.peerStatements.ocspResponse, chain: path?.chain ?? chain)
        guard case .status = staple, path == nil else { return staple.text }
        return "\(staple.text) (by an issuer that nobody has checked)"
    }

    /// The report for people.
    var textLines: [String] {
        var lines = chain.enumerated().flatMap { index, certificate in
            ["Certificate \(index + 1) of \(chain.count)"]
                + CertificateTable.lines(Self.rows(certificate), indent: "  ") + [""]
        }
        if isInsecure, !chain.isEmpty {
            lines += ["WARNING  --insecure: this certificate was not checked. Anybody may have answered.", ""]
        }
        if let failure = server.failure { lines += ["NOT TRUSTED"] + failure.reportLines + [""] }
        if let path { lines += pathLines(path) + [""] }
        if let negotiated { lines += CertificateTable.lines(rows(negotiated), indent: "") + [""] }
        return lines
    }

    /// From the server's certificate to the authority's, by name.
    private func pathLines(_ path: VerifiedPath) -> [String] {
        let names = path.chain.enumerated().map { index, certificate in
            let role = index == path.chain.count - 1 && path.anchor != nil ? "  (trusted)" : ""
            return "  \(certificate.subject.shortDescription.printable)\(role)"
        }
        return ["Path"] + names
    }

    private static func rows(_ certificate: X509Certificate) -> [(String, String)] {
        let rows = CertificateTable.rows(certificate)
        guard let pin = try? PublicKeyPin(of: certificate) else { return rows }
        return rows + [("Pin", pin.description)]
    }

    private func rows(_ negotiated: NegotiatedParameters) -> [(String, String)] {
        let facts = facts(negotiated)
        return [
            ("Connected to", "\(place.text) (\(address))"),
            ("Provider", provider),
            ("Version", facts.version),
            ("Cipher suite", "\(facts.cipherSuite) (\(facts.cipherSuiteNumber))"),
            ("Key exchange", facts.group ?? "none"),
            ("Signature", facts.signatureScheme ?? "none (the session was resumed)"),
            ("ALPN", facts.applicationProtocol ?? "none"),
            ("SNI", facts.serverName ?? "none"),
            ("Session", facts.isResumed ? "resumed" : "new"),
            ("OCSP staple", stapleText ?? "none (the session was resumed)"),
            ("Early data", earlyData?.text ?? "none"),
            ("Hello retried", facts.isHelloRetried ? "yes" : "no"),
            ("Connect", connectTime.map { "\(ConnectionFacts.milliseconds($0)) ms" } ?? "not measured"),
            ("Handshake", facts.handshakeText ?? "not measured"),
        ]
    }

    private func facts(_ negotiated: NegotiatedParameters) -> ConnectionFacts {
        ConnectionFacts(
            negotiated, provider: provider, handshakeTime: handshakeTime, address: address, port: place.port)
    }

    /// The report for programs.
    var json: JSONValue {
        .object([
            .init("server", .string(place.text)),
            .init("address", .optional(address.isEmpty ? nil : address)),
            .init("provider", .string(provider)),
            .init("insecure", .bool(isInsecure)),
            .init("certificates", .array(chain.map(Self.json))),
            .init("path", path.map { .array(pathEntries($0)) } ?? .null),
            .init("failure", server.failure.map { .object($0.members) } ?? .null),
            .init("ocspStaple", .optional(stapleText)),
            .init("tls", negotiated.map(json) ?? .null),
            .init("connectMilliseconds", Self.milliseconds(connectTime)),
            .init("handshakeMilliseconds", Self.milliseconds(handshakeTime)),
        ])
    }

    private func pathEntries(_ path: VerifiedPath) -> [JSONValue] {
        path.chain.enumerated().map { index, certificate in
            .object([
                .init("subject", .string(certificate.subject.description)),
                .init("sha256", .optional((try? certificate.fingerprint(.sha256))?.uppercased())),
                .init("trusted", .bool(index == path.chain.count - 1 && path.anchor != nil)),
            ])
        }
    }

    private static func json(_ certificate: X509Certificate) -> JSONValue {
        let pin = try? PublicKeyPin(of: certificate)
        return .object(ItemReport.certificateMembers(certificate) + [.init("pin", .optional(pin?.description))])
    }

    private func json(_ negotiated: NegotiatedParameters) -> JSONValue {
        let facts = facts(negotiated)
        return .object(facts.members + [.init("earlyData", .optional(earlyData?.word))])
    }

    private static func milliseconds(_ time: Duration?) -> JSONValue {
        time.map { .decimal(ConnectionFacts.milliseconds($0)) } ?? .null
    }
}

/// What became of early data.
struct EarlyDataReport: Sendable {
    let count: Int
    let isTaken: Bool

    var text: String {
        isTaken
            ? "\(count) bytes, taken by the server" : "not taken: its \(count) bytes are sent after the handshake"
    }

    var word: String { isTaken ? "taken" : "refused" }
}
