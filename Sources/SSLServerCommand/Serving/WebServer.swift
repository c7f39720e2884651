import Logging
import NIOConcurrencyHelpers
import SSLServer

/// Joins the events of the class to the connections that answer requests.
final class WebServer: Sendable {
    private struct Visits {
        var connections: [String: WebConnection] = [:]
        /// When each client's hello came, until its handshake is over.
        var hellos: [String: ContinuousClock.Instant] = [:]
        var isDraining = false
    }

    private let server: SSLServer
    private let site: Site
    private let log: Logger
    private let visits = NIOLockedValueBox(Visits())

    init(server: SSLServer, site: Site, log: Logger) {
        self.server = server
        self.site = site
        self.log = log
    }

    /// Takes the server's events.
    func attach() {
        server.onSSLConnectionRequest = { [visits] event in
            let id = event.connectionId
            visits.withLockedValue { $0.hellos[id] = .now }
        }
        server.onConnected = { [self] event in await welcome(event) }
        server.onDataIn = { [visits] event in
            await visits.withLockedValue { $0.connections[event.connectionId] }?.receive(event.buffer)
        }
        server.onDisconnected = { [self] event in
            visits.withLockedValue { _ = $0.connections.removeValue(forKey: event.connectionId) }
            log.debug(
                "disconnected", metadata: ["connection": "\(event.connectionId)", "reason": "\(event.description)"])
        }
        server.onError = { [log] event in
            log.warning("\(event.description.loggable)", metadata: ["connection": "\(event.connectionId)"])
        }
        server.onSSLStatus = { [log] event in
            log.debug("\(event.message.loggable)", metadata: ["connection": "\(event.connectionId)"])
        }
    }

    private func welcome(_ event: SSLServer.ConnectedEvent) async {
        let began = visits.withLockedValue { $0.hellos.removeValue(forKey: event.connectionId) }
        guard let negotiated = event.negotiated else {
            log.info("handshake failed", metadata: ["reason": "\(event.description.loggable)"])
            return
        }
        guard let connection = server.connections[event.connectionId] else { return }
        var facts = ConnectionFacts(
            negotiated, provider: server.providerName, handshakeTime: began?.duration(to: .now),
            address: (try? connection.remoteHost) ?? "",
            port: (try? connection.remotePort) ?? 0)
        facts.client = ClientFacts(negotiated)
        var metadata: Logger.Metadata = [
            "client": "\(facts.endpoint)", "version": "\(facts.version)", "suite": "\(facts.cipherSuite)",
            "session": "\(facts.isResumed ? "resumed" : "new")",
        ]
        if let client = facts.client { metadata["subject"] = "\(client.subject.loggable)" }
        log.info("connected", metadata: metadata)
        let visit = WebConnection(site: site, facts: facts, sink: ServerSink(connection: connection), log: log)
        let isDraining = visits.withLockedValue { visits in
            visits.connections[event.connectionId] = visit
            return visits.isDraining
        }
        if isDraining { await visit.drain() }
    }

    /// Ends connections that have used up their time, until it is cancelled.
    func watchTimes() async {
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            let now = ContinuousClock.now
            for connection in visits.withLockedValue({ Array($0.connections.values) }) {
                await connection.checkTime(now: now)
            }
        }
    }

    /// Stops listening and lets the requests that are under way be the last.
    func drain(within limit: Duration) async {
        let deadline = ContinuousClock.now + limit
        try? await server.stopListening()
        let connections = visits.withLockedValue { visits in
            visits.isDraining = true
            return Array(visits.connections.values)
        }
        for connection in connections { await connection.drain() }
        while visits.withLockedValue({ !$0.connections.isEmpty }), ContinuousClock.now < deadline {
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { break }
        }
        let cut = await server.drain(deadline: max(ContinuousClock.now.duration(to: deadline), .milliseconds(200)))
        if cut > 0 { log.notice("connections were cut", metadata: ["count": "\(cut)"]) }
    }
}
