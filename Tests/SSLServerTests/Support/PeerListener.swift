import NIOCore
import NIOPosix
import ProviderTesting
import TLSProvider
import Testing

/// A listener whose connections are servers of a provider that do what a test tells them to.
final class PeerListener: Sendable {
    private let channel: any Channel
    private let accepted: Awaited<[SocketPeer]>

    private init(_ channel: any Channel, _ accepted: Awaited<[SocketPeer]>) {
        self.channel = channel
        self.accepted = accepted
    }

    /// Listens on a port of the kernel's choice.
    static func start(
        _ provider: Provider, _ change: (inout TLSServerConfiguration) -> Void = { _ in }
    ) async throws -> PeerListener {
        var configuration = TLSServerConfiguration(identities: [try TestIdentity.identity])
        change(&configuration)
        let context = try provider.tls.makeServerContext(configuration)
        let accepted = Awaited<[SocketPeer]>([])
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let peer = try SocketPeer.serve(channel, context)
                    accepted.change { $0.append(peer) }
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return PeerListener(channel, accepted)
    }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// The first connection, once its handshake is complete.
    func established() async throws -> SocketPeer {
        await accepted.wait { !$0.isEmpty }
        let peer = try #require(accepted.value.first)
        await peer.wait(for: .established)
        try #require(peer.negotiated != nil, "\(peer.seen)")
        return peer
    }

    /// Stops, and ends every connection without a word.
    func stop() async throws {
        try await channel.close()
        for peer in accepted.value { try await peer.close() }
    }
}
