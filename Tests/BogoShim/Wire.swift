import NIOCore
import NIOPosix

/// The connection to the runner, which takes it by the identifier that goes first.
///
/// Belongs to one task.
final class Wire {
    private var incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    /// What stays behind the next byte, where a write is to be left unfinished.
    private var held: [UInt8] = []

    private init(
        _ incoming: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        _ outgoing: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.incoming = incoming
        self.outgoing = outgoing
    }

    static func withConnection(
        _ options: ShimOptions, _ body: @escaping @Sendable (Wire) async throws -> Void
    ) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connect(host: options.isIPv6 ? "::1" : "127.0.0.1", port: options.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        let shimID = options.shimID
        try await channel.executeThenClose { inbound, outbound in
            let wire = Wire(inbound.makeAsyncIterator(), outbound)
            try await wire.write((0..<8).map { UInt8(truncatingIfNeeded: shimID >> (8 * $0)) })
            let outcome: Result<Void, any Error>
            do { outcome = .success(try await body(wire)) } catch { outcome = .failure(error) }
            await wire.finish()
            try outcome.get()
        }
    }

    /// What has come; nil at the end.
    func read() async throws -> [UInt8]? {
        try await incoming.next().map { Array($0.readableBytesView) }
    }

    func write(_ bytes: [UInt8]) async throws {
        let all = held + bytes
        held = []
        guard !all.isEmpty else { return }
        try await outgoing.write(ByteBuffer(bytes: all))
    }

    /// Sends one byte, and the rest in front of what is sent next.
    func writeUnfinished(_ bytes: [UInt8]) async throws {
        try await write(Array(bytes.prefix(1)))
        held = Array(bytes.dropFirst())
    }

    /// Ends our direction and takes what still comes, so that nothing we sent is lost.
    private func finish() async {
        outgoing.finish()
        while let _ = try? await incoming.next() {}
    }
}
