import Foundation
import TLSMessages
import Testing

/// nginx, which serves the files of a folder, and at `/info` what was negotiated.
struct NginxServer: Sendable {
    let program: RunningProgram
    let port: Int

    private static var command: String? {
        Places.command("nginx")
            ?? ["/usr/sbin/nginx"].first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Ends a test that needs it where it is not installed; under `CI=true` that is a failure.
    static func require() throws {
        guard command == nil else { return }
        guard ProcessInfo.processInfo.environment["CI"] != "true" else {
            throw Client.Missing(description: "nginx \(Client.advice)")
        }
        try Test.cancel("nginx \(Client.advice)")
    }

    /// Starts it with the certificate of an identity, for one version alone.
    static func start(
        _ folder: String, version: ProtocolVersion = .tls13, identity: String = "p256", givesTickets: Bool = true
    ) async throws -> NginxServer {
        guard let command else { throw Client.Missing(description: "nginx") }
        let port = try await PeerServer.freePort()
        let file = "\(folder)/nginx.conf"
        try configuration(folder, port, version, identity, givesTickets).write(
            toFile: file, atomically: true, encoding: .utf8)
        let program = try await RunningProgram.start(command, ["-c", file, "-p", folder, "-e", "stderr"])
        try await program.printed("event method")
        return NginxServer(program: program, port: port)
    }

    private static func configuration(
        _ folder: String, _ port: Int, _ version: ProtocolVersion, _ identity: String, _ givesTickets: Bool
    ) -> String {
        let identity = Places.fixture(identity)
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder)/\($0);" }.joined(separator: " ")
        return """
            daemon off;
            # One process, so that none is left when it is killed.
            master_process off;
            error_log stderr notice;
            pid \(folder)/pid;
            events {}
            http {
                access_log off;
                \(temporary)
                server {
                    listen 127.0.0.1:\(port) ssl;
                    server_name server.test;
                    ssl_certificate \(identity);
                    ssl_certificate_key \(identity);
                    ssl_protocols \(Spellings.name(of: version));
                    ssl_session_tickets \(givesTickets ? "on" : "off");
                    ssl_client_certificate \(Places.fixture("root"));
                    ssl_verify_client on;
                    ssl_verify_depth 3;
                    root \(folder);
                    location = /reused {
                        return 200 "$ssl_session_reused";
                    }
                    location = /info {
                        return 200 "$ssl_protocol $ssl_cipher $ssl_alpn_protocol $ssl_server_name $ssl_client_s_dn $ssl_client_verify\\n";
                    }
                }
            }
            """
    }
}
