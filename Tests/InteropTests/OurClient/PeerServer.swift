import Foundation
import NIOCore
import NIOPosix
import TLSMessages

/// The TLS servers of others that our client is tried with, that echo and tell what they saw.
struct PeerServer: Sendable {
    let program: RunningProgram
    let port: Int

    /// Those that there are. `openssl s_server` does not echo, and curl serves nothing.
    static let all: [Client] = [.gnutls, .python, .node, .java, .go]

    /// Starts a server that agrees to `echo` by ALPN, and that demands a client's certificate of our root's.
    ///
    /// - Parameter clients: how many it serves, one after another.
    static func start(
        _ peer: Client, clients: Int = 1, version: ProtocolVersion = .tls13, demandsCertificate: Bool = true,
        identity name: String = "p256", root: String = "root"
    ) async throws -> PeerServer {
        let identity = Places.fixture(name)
        let priority = version == .tls12 ? ["--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.2"] : []
        if peer == .gnutls {
            return try await startGnuTLS(
                priority + (demandsCertificate ? [] : ["--alpn", "echo"]), identity: name, root: root,
                demands: demandsCertificate)
        }
        let command: [String] =
            switch peer {
            case .python: [peer.command ?? "", Places.peer("server.py")]
            case .node: [peer.command ?? "", Places.peer("server.mjs")]
            case .java: [peer.command ?? "", "-Xshare:auto", "-cp", try await CompiledPeers.java.value, "Server"]
            default: [try await CompiledPeers.goServer.value]
            }
        var options = ["clients=\(clients)", "cert=\(identity)", "alpn=echo"]
        if demandsCertificate { options += ["ca=\(Places.fixture(root))"] }
        if version != .tls13 { options += ["version=\(Spellings.name(of: version))"] }
        let program = try await RunningProgram.start(command[0], command.dropFirst() + options)
        try await program.printed("port=", within: .seconds(30))
        let port = program.output.firstMatch(of: #/port=(\d+)/#).flatMap { Int($0.1) } ?? 0
        return PeerServer(program: program, port: port)
    }

    /// Starts `gnutls-serv`, with more arguments. It demands a client's certificate and agrees to `echo`, unless it is to
    /// do neither.
    static func startGnuTLS(
        _ more: [String] = [], identity: String = "p256", root: String = "root", demands: Bool = true
    ) async throws -> PeerServer {
        guard let command = Places.command("gnutls-serv") else { throw Client.Missing(description: "gnutls-serv") }
        let identity = Places.fixture(identity)
        let demanded = [
            "--x509cafile", Places.fixture(root), "--require-client-cert", "--verify-client-cert", "--alpn", "echo",
            "--alpn-fatal",
        ]
        let port = try await freePort()
        // It keeps what it prints back when that goes to a pipe.
        let program = try await RunningProgram.start(
            Places.command("stdbuf") ?? "stdbuf",
            [
                "-oL", command, "--echo", "--port", "\(port)", "--x509certfile", identity, "--x509keyfile", identity,
            ] + (demands ? demanded : []) + more)
        // It says so before it does, and then that it has.
        try await program.printed("...done")
        return PeerServer(program: program, port: port)
    }

    /// A port that the kernel has just given, for programs that cannot ask for one themselves.
    static func freePort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    }

    /// A value the server has reported, of its first client.
    func value(_ key: String) -> String? { values(key).first }

    /// The values the server has reported, one a client.
    func values(_ key: String) -> [String] {
        program.output.split(separator: "\n").filter { $0.hasPrefix("\(key)=") }
            .map { String($0.dropFirst(key.utf8.count + 1)) }
    }
}
