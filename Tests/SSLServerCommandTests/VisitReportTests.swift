import Foundation
import Testing

@testable import SSLServerCommand

/// A report of an ordinary visit.
func sampleReport(hostile text: String? = nil) -> VisitReport {
    var fields = HeaderFields()
    fields.append("Host", "localhost:8443")
    fields.append("User-Agent", text ?? "curl/8.0")
    if let text { fields.append(text, text) }
    let facts = ConnectionFacts(
        provider: "internal",
        version: "TLS 1.3", cipherSuite: "TLS_AES_128_GCM_SHA256", cipherSuiteNumber: "0x1301", group: "x25519",
        signatureScheme: "ecdsa_secp256r1_sha256", applicationProtocol: text ?? "http/1.1",
        serverName: text ?? "localhost", handshakeTime: .microseconds(1234), clientAddress: "127.0.0.1",
        clientPort: 40_000,
        client: ClientFacts(
            subject: text ?? "CN=client.example", issuer: text ?? "CN=Authority", fingerprint: "AB:CD", pathLength: 3))
    return VisitReport(
        facts: facts, bytesReceived: 120, bytesSent: 0, requestNumber: 1,
        request: RequestHead(method: "GET", target: text ?? "/", minorVersion: 1, fields: fields),
        date: HTTPDate(secondsSinceEpoch: 784_111_777))
}

@Suite("A visitor sees what was negotiated, and nothing a client sends becomes markup")
struct VisitReportTests {
    @Test("Every fact is in every form")
    func facts() {
        let report = sampleReport()
        for form in [report.text, report.html(jsonPath: "/json"), report.json.text] {
            for fact in [
                "TLS 1.3", "TLS_AES_128_GCM_SHA256", "x25519", "ecdsa_secp256r1_sha256", "http/1.1", "localhost", "new",
                "1.23", "127.0.0.1", "40000", "120", "GET", "HTTP/1.1", "curl/8.0", "User-Agent", "CN=client.example",
                "CN=Authority", "AB:CD", "3",
            ] {
                #expect(form.contains(fact), "\(fact) is missing")
            }
        }
    }

    static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "&lt;b&gt;", "</style><b>",
        "</title><svg/onload=alert(1)>", "a\u{202E}gnp.exe", "\u{1B}[2J\u{1B}]0;x\u{07}", "a\r\nX-Injected: yes",
        "a\0b",
        "\u{2028}\u{2029}\u{85}", "\\\",\"injected\":\"", "\u{FEFF}\u{200B}\u{E0001}", "🔒 café ✓",
        String(repeating: "<", count: 2000),
    ]

    @Test("HTML: no more elements, attributes or quotes than the page has itself", arguments: hostile)
    func html(text: String) {
        let page = sampleReport(hostile: text).html(jsonPath: "/json")
        let plain = sampleReport(hostile: "x").html(jsonPath: "/json")
        for mark in ["<", ">", "\"", "'"] {
            #expect(page.components(separatedBy: mark).count == plain.components(separatedBy: mark).count, "\(mark)")
        }
        #expect(!page.unicodeScalars.contains { $0.needsWritingOut && $0 != "\n" })
    }

    @Test("JSON: reads back as the very text", arguments: hostile)
    func json(text: String) throws {
        let written = sampleReport(hostile: text).json.text
        let read = try #require(try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: Any])
        let tls = try #require(read["tls"] as? [String: Any])
        #expect(tls["serverName"] as? String == text)
        #expect(tls["applicationProtocol"] as? String == text)
        #expect(tls.count == 11)
        let client = try #require(read["client"] as? [String: Any])
        #expect(client["subject"] as? String == text && client["issuer"] as? String == text && client.count == 4)
        let request = try #require(read["request"] as? [String: Any])
        let headers = try #require(request["headers"] as? [[String: String]])
        #expect(headers.last == ["name": text, "value": text])
        #expect(!written.unicodeScalars.contains { $0.needsWritingOut && $0 != "\n" })
    }

    @Test("Text: nothing acts on the terminal, and no line is added", arguments: hostile)
    func text(text: String) {
        let written = sampleReport(hostile: text).text
        #expect(!written.unicodeScalars.contains { $0.needsWritingOut && $0 != "\n" })
        #expect(written.split(separator: "\n").count == sampleReport(hostile: "x").text.split(separator: "\n").count)
    }

    @Test("JSON's own forms")
    func jsonForms() throws {
        let value = JSONValue.object([
            .init(
                "a", .array([.null, .bool(true), .bool(false), .number(-5), .decimal("1.50"), .array([]), .object([])])),
            .init("\u{1}\n", .string("\t\"\\/")),
        ])
        let read = try #require(try JSONSerialization.jsonObject(with: Data(value.text.utf8)) as? [String: Any])
        #expect((read["a"] as? [Any])?.count == 7)
        #expect(read["\u{1}\n"] as? String == "\t\"\\/")
    }

    @Test("A resumed session has no signature, and is said to be one")
    func resumed() {
        var report = sampleReport()
        report.facts.isResumed = true
        report.facts.signatureScheme = nil
        #expect(report.text.contains("resumed"))
        #expect(report.json.text.contains("\"signatureScheme\": null"))
        #expect(report.json.text.contains("\"session\": \"resumed\""))
        #expect(!HandshakeStep.steps(of: report.facts).contains { $0.messages.contains("Certificate") })
    }

    @Test("A client without a certificate is nobody, and is not asked in the steps")
    func nobody() {
        var report = sampleReport()
        report.facts.client?.pathLength = nil
        #expect(report.text.contains("not looked for") && report.json.text.contains("\"pathLength\": null"))
        report.facts.client?.pathLength = 1
        #expect(report.text.contains("1 certificate, trusted itself"))
        #expect(HandshakeStep.steps(of: report.facts)[1].messages.contains("CertificateRequest"))
        #expect(HandshakeStep.steps(of: report.facts)[2].messages.hasPrefix("Certificate · CertificateVerify"))
        report.facts.version = "TLS 1.2"
        #expect(HandshakeStep.steps(of: report.facts)[1].messages.contains("CertificateRequest · ServerHelloDone"))
        report.facts.client = nil
        #expect(!HandshakeStep.steps(of: report.facts).contains { $0.messages.contains("CertificateRequest") })
        #expect(report.json.text.contains("\"client\": null") && !report.text.contains("Certified by"))
        #expect(!report.html(jsonPath: "/json").contains("Who you are"))
    }

    @Test("The steps of each kind of handshake")
    func steps() {
        var facts = sampleReport().facts
        #expect(HandshakeStep.steps(of: facts).count == 3)
        facts.isHelloRetried = true
        #expect(HandshakeStep.steps(of: facts).map(\.isFromClient) == [true, false, true, false, true])
        facts.version = "TLS 1.2"
        #expect(HandshakeStep.steps(of: facts).count == 4)
        #expect(HandshakeStep.steps(of: facts)[1].messages.contains("ServerKeyExchange"))
        facts.group = nil
        #expect(!HandshakeStep.steps(of: facts)[1].messages.contains("ServerKeyExchange"))
        facts.isResumed = true
        #expect(HandshakeStep.steps(of: facts).count == 3)
    }

    @Test(
        "Milliseconds",
        arguments: [
            (Duration.microseconds(1234), "1.23"), (.microseconds(1235), "1.24"), (.zero, "0.00"),
            (.seconds(2), "2000.00"),
            (.microseconds(999_999), "1000.00"), (.seconds(Int64.max), "1000000000.00"),
        ])
    func milliseconds(time: Duration, text: String) {
        #expect(ConnectionFacts.milliseconds(time) == text)
    }

    @Test("An IPv6 address stands in brackets")
    func endpoint() {
        var facts = sampleReport().facts
        #expect(facts.endpoint == "127.0.0.1:40000")
        facts.clientAddress = "::1"
        #expect(facts.endpoint == "[::1]:40000")
    }

    @Test("What goes to a log is one short line")
    func loggable() {
        #expect("a\nb\u{1B}".loggable == "a\\u{a}b\\u{1b}")
        #expect(String(repeating: "x", count: 1000).loggable.count == 257)
    }
}
