import CLibsslBench

/// A TLS server whose peer is libssl's client at the other end of a link.
protocol Server {
    associatedtype Session

    func makeSession(_ link: Link) throws -> Session
    /// Takes what has come and answers. Whether the handshake is complete.
    func step(_ session: Session, _ link: Link) throws -> Bool
    /// Ends a session for which nothing more is done.
    func end(_ session: Session)
}

extension Server {
    /// One full handshake on each of the links; what the server spent on them all, sessions made and ended.
    ///
    /// Each flight is taken from all the clients before the next one: a server's peers run on other machines, so it does
    /// not find its caches full of the client's code, nor, where both are of one library, its own code warm from it.
    func handshakes(_ context: OpaquePointer, on links: [Link]) throws -> bench_reading {
        let clients = links.map { $0.makeClient(context) }
        var clientsAreDone = clients.allSatisfy { bench_client_handshake($0) == 1 }
        var sessions: [Session] = []
        sessions.reserveCapacity(links.count)
        var spent = bench_reading()
        var before = bench_read_meter()
        for link in links { sessions.append(try makeSession(link)) }
        var serversAreDone = false
        while true {
            serversAreDone = true
            for index in links.indices where try !step(sessions[index], links[index]) { serversAreDone = false }
            spent += bench_read_meter() - before
            if clientsAreDone { break }
            clientsAreDone = true
            for client in clients where bench_client_handshake(client) != 1 { clientsAreDone = false }
            before = bench_read_meter()
        }
        guard serversAreDone else { throw BenchError("a handshake is not complete") }
        clients.forEach(bench_client_free)
        before = bench_read_meter()
        sessions.forEach(end)
        sessions.removeAll(keepingCapacity: true)
        return spent + (bench_read_meter() - before)
    }

    /// A handshake whose two ends are kept.
    func connect(_ context: OpaquePointer, on link: Link) throws -> (session: Session, client: OpaquePointer) {
        let client = link.makeClient(context)
        let session = try makeSession(link)
        while true {
            let clientIsDone = bench_client_handshake(client) == 1
            if try step(session, link), clientIsDone { return (session, client) }
        }
    }
}

/// A run that cannot go on.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
