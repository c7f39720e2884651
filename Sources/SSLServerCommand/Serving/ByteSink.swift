import NIOCore

/// Where a connection's answers go.
protocol ByteSink: Sendable {
    /// Sends bytes, and returns once the connection can take more.
    func send(_ buffer: ByteBuffer) async throws

    /// Ends the connection, after what was sent.
    func close() async
}
