import CLibsslBench

/// A server and clients that come many at a time.
struct Crowd<Server: Party, Client: Party> {
    let server: Server
    let client: Client
    private let links = (0..<16).map { _ in Link() }
    private static var mostFlights: Int { 8 }

    init(_ server: Server, _ client: Client) {
        self.server = server
        self.client = client
    }

    /// What each side spent on a handshake, its session made and ended.
    struct Cost {
        var server = bench_reading()
        var client = bench_reading()
        fileprivate let handshakes: Int

        var serverMicroseconds: Double { server.nanoseconds / 1000 / Double(handshakes) }
        var clientMicroseconds: Double { client.nanoseconds / 1000 / Double(handshakes) }
        var serverAllocations: Double { Double(server.allocations) / Double(handshakes) }
        var clientAllocations: Double { Double(client.allocations) / Double(handshakes) }
    }

    /// One handshake on each of the links.
    ///
    /// Each flight is taken from all the clients before the next one: the peers of either side run on other machines, so
    /// it does not find its caches full of the other's code, nor, where both are of one library, its own code warm from it.
    func handshakes() throws -> Cost {
        links.forEach { $0.reset() }
        var cost = Cost(handshakes: links.count)
        var clients = try Many(client, links, &cost.client)
        var clientsAreDone = try clients.step(&cost.client)
        var servers = try Many(server, links, &cost.server)
        var serversAreDone = false
        for _ in 0..<Self.mostFlights {
            serversAreDone = try servers.step(&cost.server)
            if clientsAreDone { break }
            clientsAreDone = try clients.step(&cost.client)
        }
        guard serversAreDone, clientsAreDone else { throw BenchError("a handshake is not complete") }
        clients.end(&cost.client)
        servers.end(&cost.server)
        return cost
    }
}

/// The sessions of one side.
private struct Many<Side: Party> {
    private let side: Side
    private let links: [Link]
    private var sessions: [Side.Session] = []

    init(_ side: Side, _ links: [Link], _ spent: inout bench_reading) throws {
        self.side = side
        self.links = links
        sessions.reserveCapacity(links.count)
        let before = bench_read_meter()
        for link in links { sessions.append(try side.makeSession(link)) }
        spent += bench_read_meter() - before
    }

    /// Whether all are done.
    func step(_ spent: inout bench_reading) throws -> Bool {
        let before = bench_read_meter()
        var areDone = true
        for index in links.indices where try !side.step(sessions[index], links[index]) { areDone = false }
        spent += bench_read_meter() - before
        return areDone
    }

    mutating func end(_ spent: inout bench_reading) {
        let before = bench_read_meter()
        sessions.forEach(side.end)
        sessions.removeAll(keepingCapacity: true)
        spent += bench_read_meter() - before
    }
}
