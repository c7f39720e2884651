import NIOCore
import SSLServer
import TLSKeyStores

/// The same service by the class `SSLServer` and its events.
enum ClassServer {
    static func run(_ identity: TLSIdentity, port: Int, tickets: Int) async throws {
        let server = SSLServer()
        try server.configure { configuration throws(SSLError) in
            configuration.sslCert = Certificate(identity: identity)
            configuration.localHost = "127.0.0.1"
            configuration.localPort = port
            configuration.defaultTimeout = 30
            configuration.connectionBacklog = 4096
            configuration.maxConnections = 20_000
            configuration.tcpNoDelay = true
            configuration.numberOfEventLoops = 1
            configuration.eventDelivery = .perConnection
            configuration.reuseSSLSession = tickets > 0
        }
        server.onDataIn = { event in
            var input = event.buffer
            guard let page = Page.takeRequest(&input) else { return }
            var answer = page.head(ByteBufferAllocator())
            var left = page.bodyCount
            repeat {
                try await server.send(event.connectionId, buffer: answer)
                let count = min(left, Page.piece.readableBytes)
                left -= count
                answer = Page.piece.getSlice(at: 0, length: count) ?? ByteBuffer()
            } while answer.readableBytes > 0
            if page.isLast { try await server.disconnect(event.connectionId) }
        }
        try await server.startListening()
        while server.listening { try await Task.sleep(for: .seconds(60)) }
    }
}
