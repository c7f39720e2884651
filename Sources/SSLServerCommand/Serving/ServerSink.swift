import NIOCore
import SSLServer

/// A connection of the class, as a place to send answers to.
struct ServerSink: ByteSink {
    let connection: SSLServer.Connection

    func send(_ buffer: ByteBuffer) async throws {
        try await connection.send(buffer)
    }

    func close() async {
        // Whoever has gone already need not be disconnected.
        try? connection.disconnect()
    }
}
