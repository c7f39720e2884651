extension VisitReport {
    /// The report for a terminal.
    var text: String {
        var rows: [(String, String)] = [
            ("Provider", facts.provider),
            ("Version", facts.version),
            ("Cipher suite", "\(facts.cipherSuite) (\(facts.cipherSuiteNumber))"),
            ("Key exchange", facts.group ?? "none"),
            ("Signature", facts.signatureScheme ?? "none (the session was resumed)"),
            ("ALPN", facts.applicationProtocol ?? "none"),
            ("SNI", facts.serverName ?? "none"),
            ("Session", facts.isResumed ? "resumed" : "new"),
            ("Hello retried", facts.isHelloRetried ? "yes" : "no"),
            ("Handshake", facts.handshakeText ?? "not measured"),
            ("Client", facts.endpoint),
        ]
        rows += facts.client?.rows ?? []
        rows += [
            ("Received", "\(bytesReceived) bytes"),
            ("Sent", "\(bytesSent) bytes before this answer"),
            ("Request", "number \(requestNumber) on this connection"),
        ]
        let width = rows.map(\.0.utf8.count).max() ?? 0
        let table = rows.map { name, value in
            name + String(repeating: " ", count: width - name.utf8.count + 2) + value.printable + "\n"
        }
        return table.joined() + "\n" + requestLines.map { $0.printable + "\n" }.joined()
    }

    /// The request as it was sent.
    private var requestLines: [String] {
        ["\(request.method) \(request.target) \(request.version)"]
            + request.fields.all.map { "\($0.name): \($0.value)" }
    }
}
