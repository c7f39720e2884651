import Logging
import NIOConcurrencyHelpers
import NIOCore
import SSLServer
import TLSProvider

/// `SSLServer`, with handlers that do what a setup says and note what they are told.
final class ClassServer: ServerUnderTest {
    let views = Watched<[ServerView]>([])
    private let server = SSLServer(logger: Logger(label: "interop", factory: { _ in SwiftLogNoOpLogHandler() }))
    private let setup: ServerSetup
    /// Which view is whose.
    private let places = NIOLockedValueBox<[String: Int]>([:])
    /// What has come of requests that are not whole yet.
    private let requests = NIOLockedValueBox<[String: String]>([:])

    private init(_ setup: ServerSetup) throws {
        self.setup = setup
        let identities = try setup.identities.map(Fixture.identity)
        let authorities = try setup.clientAuthorities.map(Fixture.text)
        let lists = try setup.revocationLists.map(Fixture.text)
        try server.configure { configuration throws(SSLError) in
            configuration.localHost = "127.0.0.1"
            configuration.eventDelivery = .perConnection
            configuration.connectionBacklog = 512
            configuration.defaultTimeout = 60
            configuration.sslCert = identities.first.map(Certificate.init(identity:)) ?? Certificate()
            configuration.additionalCertificates = identities.dropFirst().map(Certificate.init(identity:))
            configuration.sslEnabledProtocols = setup.versions
            configuration.sslProvider = setup.usesPlatform ? .sslpPlatform : .sslpInternal
            if let groups = setup.groups { configuration.tls13SupportedGroups = groups }
            configuration.sslEnabledCipherSuites = setup.cipherSuites
            configuration.tls12SignatureAlgorithms = setup.tls12SignatureSchemes
            configuration.applicationProtocols = setup.applicationProtocols
            configuration.refusesUnknownServerName = setup.refusesUnknownServerName
            configuration.recordPadding = setup.recordPadding
            configuration.sslAuthenticateClients = setup.clientAuthentication != .none
            configuration.sslKeyLogFile = setup.keyLogFile ?? ""
            configuration.reuseSSLSession = setup.resumesSessions
            configuration.sessionStore = setup.sessionStore
            configuration.maxEarlyDataLength = setup.maxEarlyDataLength
            if let authorities {
                configuration.sslClientCACerts = authorities
                configuration.trustsSystemAuthorities = false
                configuration.sslCRLs = lists ?? ""
            }
            if let seconds = setup.handshakeTimeout { configuration.handshakeTimeout = seconds }
        }
        listenToEvents()
        if setup.maxEarlyDataLength > 0 { listenToEarlyData() }
    }

    var port: Int { server.localPort }

    static func start(_ setup: ServerSetup) async throws -> ClassServer {
        let server = try ClassServer(setup)
        try await server.server.startListening()
        return server
    }

    func stop() async {
        try? await server.shutdown()
    }

    private func note(_ connectionId: String, _ change: (inout ServerView) -> Void) {
        let place = places.withLockedValue { places in
            let place = places[connectionId] ?? views.add(ServerView())
            places[connectionId] = place
            return place
        }
        views.change { change(&$0[place]) }
    }

    private func listenToEarlyData() {
        server.onEarlyDataIn = { [unowned self] event in
            note(event.connectionId) { view in
                view.isEarlyDataLate = view.isEarlyDataLate || view.negotiated != nil || view.receivedCount > 0
                view.earlyData += String(buffer: event.buffer)
            }
        }
    }

    /// From the next connection on, early data is passed over.
    func stopTakingEarlyData() {
        server.onEarlyDataIn = nil
    }

    private func listenToEvents() {
        server.onConnected = { [unowned self] event in
            note(event.connectionId) { view in
                view.negotiated = event.negotiated
                view.error = event.error?.tlsError
                view.statusCode = event.statusCode
                view.isOver = event.statusCode != 0
            }
        }
        server.onDisconnected = { [unowned self] event in
            note(event.connectionId) { view in
                view.error = event.error?.tlsError
                view.statusCode = event.statusCode
                view.isClosedByPeer = event.statusCode == 0
                view.isOver = true
            }
        }
        server.onSSLClientAuthentication = { [unowned self] event in
            guard setup.clientAuthorities == nil else { return }
            guard case .accept = setup.verifyClient(event.chain) else { return event.accept = false }
            event.accept = !event.chain.isEmpty || setup.clientAuthentication == .request
        }
        server.onDataIn = { [unowned self] event in
            try await received(event.buffer, from: event.connectionId)
        }
    }

    private func received(_ bytes: ByteBuffer, from connectionId: String) async throws {
        var count = 0
        note(connectionId) { view in
            view.receivedCount += bytes.readableBytes
            count = view.receivedCount
        }
        switch setup.behaviour {
        case .http:
            try await answerRequest(String(buffer: bytes), from: connectionId)
        case .echoAndClose(let limit):
            try await server.send(connectionId, buffer: bytes)
            if count >= limit { try await server.disconnect(connectionId) }
        default:
            try await server.send(connectionId, buffer: bytes)
        }
    }

    /// Answers `GET /<count> …` once all of the request is there.
    private func answerRequest(_ part: String, from connectionId: String) async throws {
        let text = requests.withLockedValue { requests in
            requests[connectionId, default: ""] += part
            return requests[connectionId, default: ""]
        }
        guard text.contains("\r\n\r\n"), let count = text.firstMatch(of: #/^GET \/(\d+) /#).flatMap({ Int($0.1) })
        else {
            return
        }
        try await server.sendText(connectionId, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        for start in stride(from: 0, to: count, by: Pattern.blockCount) {
            let block = Pattern.block(start / Pattern.blockCount, count: count - start)
            try await server.sendBytes(connectionId, block)
        }
        try await server.disconnect(connectionId)
    }
}
