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
    let chain: [X509Certificate]
    let negotiated: NegotiatedParameters?
    let earlyData: EarlyDataReport?
    let connectTime: Duration?
    let handshakeTime: Duration?

    /// The report for people.
    var textLines: [String] {
        var lines = chain.enumerated().flatMap { index, certificate in
            ["Certificate \(index + 1) of \(chain.count)"]
                + CertificateTable.lines(Self.rows(certificate), indent: "  ") + [""]
        }
        if isInsecure, !chain.isEmpty {
            lines += ["WARNING  --insecure: this certificate was not checked. Anybody may have answered.", ""]
        }
        if let negotiated { lines += CertificateTable.lines(rows(negotiated), indent: "") + [""] }
        return lines
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
            .init("tls", negotiated.map(json) ?? .null),
            .init("connectMilliseconds", Self.milliseconds(connectTime)),
            .init("handshakeMilliseconds", Self.milliseconds(handshakeTime)),
        ])
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
