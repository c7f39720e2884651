// An echo server on SwiftNIO: `TLSServerHandler` first in the pipeline, plain bytes behind it.
import InternalProvider
import NIOCore
import NIOPosix
import NIOTLSHandlers
import TLSKeyStores
import TLSProvider

typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

let identity = try TLSIdentity(certificateFile: "server.pem", keyFile: "server.key")
let tls = try InternalProvider().makeServerContext(TLSServerConfiguration(identities: [identity]))

let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(TLSServerHandler(context: tls))
            return try Connection(wrappingChannelSynchronously: channel)
        }
    }
print("Listening on port \(listener.channel.localAddress?.port ?? 0)")

try await listener.executeThenClose { connections in
    try await withThrowingDiscardingTaskGroup { group in
        for try await connection in connections {
            group.addTask { await echo(connection) }
        }
    }
}

/// Sends back what comes. A connection's error ends that connection only.
func echo(_ connection: Connection) async {
    do {
        try await connection.executeThenClose { incoming, outgoing in
            for try await bytes in incoming {
                try await outgoing.write(bytes)
            }
        }
    } catch {
        print("A connection failed: \(error)")
    }
}
