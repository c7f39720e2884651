import Foundation
import TLSMessages

/// The clients that are programs of ours in other languages, in `Peers/`: options and report are `key=value`.
enum ProgramClient {
    static func run(_ client: Client, _ request: ClientRequest) async throws -> ClientReport {
        let command = try await command(client)
        let result = try await RunningProgram.run(
            command[0], command.dropFirst() + options(client, request), within: .seconds(60))
        return report(of: result)
    }

    private static func command(_ client: Client) async throws -> [String] {
        guard let command = client.command else { throw Client.Missing(description: client.rawValue) }
        return switch client {
        case .python: [command, Places.peer("client.py")]
        case .node: [command, Places.peer("client.mjs")]
        case .java:
            [command, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", try await CompiledPeers.java.value, "Client"]
        case .go: [try await CompiledPeers.go.value]
        case .openssl, .gnutls, .curl: [command]
        }
    }

    private static func options(_ client: Client, _ request: ClientRequest) -> [String] {
        var options = [
            "port": "\(request.port)", "name": request.serverName, "ca": Places.fixture("root"),
            "closer": request.closer.rawValue, request.isDownload ? "get" : "bytes": "\(request.byteCount)",
        ]
        let isOpenSSL = client == .node
        if !request.groups.isEmpty {
            options["groups"] = request.groups.map { isOpenSSL ? $0.openSSLName : $0.description }
                .joined(separator: isOpenSSL ? ":" : ",")
            options["group"] = request.groups.first.map { $0 == .secp256r1 ? "prime256v1" : $0.description }
        }
        if !request.cipherSuites.isEmpty {
            options["suites"] = request.cipherSuites.map(\.description).joined(separator: isOpenSSL ? ":" : ",")
        }
        if !request.signatureSchemes.isEmpty {
            options["schemes"] = request.signatureSchemes.map(\.description).joined(separator: isOpenSSL ? ":" : ",")
        }
        if !request.applicationProtocols.isEmpty {
            options["alpn"] = request.applicationProtocols.joined(separator: ",")
        }
        if let identity = request.identity {
            options["cert"] = Places.fixture(identity)
            options["keytype"] = identity.hasSuffix("rsa") ? "RSA" : identity.hasSuffix("ed25519") ? "Ed25519" : "EC"
        }
        if request.answerComesAfterEnd { options["answer"] = "after" }
        options["label"] = request.exporterLabel
        if request.resumes { options["visits"] = "2" }
        if request.version != .tls13 { options["version"] = Spellings.name(of: request.version) }
        if !request.takesTickets { options["tickets"] = "false" }
        return options.map { "\($0)=\($1)" }
    }

    private static func report(of result: ProgramResult) -> ClientReport {
        // Of what is told of each connection, the last holds.
        var values: [Substring: String] = [:]
        for line in result.output.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            values[line[..<equals]] = String(line[line.index(after: equals)...])
        }
        var report = ClientReport(transcript: result.transcript)
        report.version = values["version"].flatMap(Spellings.version)
        report.cipherSuite = values["suite"].flatMap(Spellings.cipherSuite)
        report.group = values["group"].flatMap(Spellings.group)
        report.applicationProtocol = values["alpn"]
        report.serverCertificate = values["peer"]
        report.isDataIntact = values["intact"]?.lowercased() == "true"
        report.end = values["end"].flatMap(ClientReport.End.init(rawValue:))
        report.alert = values["error"].flatMap(Spellings.alert(in:))
        report.exported = values["exported"]
        report.isResumed = values["resumed"].map { $0.lowercased() == "true" }
        return report
    }
}
